"""Claims: one by id, those of an edge, those of an article."""

from __future__ import annotations

from graph.lookup.results import FoundClaim, Page
from graph.store import Store

__all__ = ["article_claims", "claim", "edge_claims"]


def claim(store: Store, id_: str) -> FoundClaim | None:
    """The claim with this id, or None."""
    raise NotImplementedError


def edge_claims(
    store: Store, edge_id: str, *, as_of: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[FoundClaim]:
    """All claims behind the edge, the latest published first; empty when nobody knows the edge; raises BadCursor."""
    raise NotImplementedError


def article_claims(store: Store, article_id: str, *, cursor: str | None = None, limit: int = 50) -> Page[FoundClaim]:
    """All claims of the article, in the order of its text; empty when nobody knows the article; raises BadCursor."""
    raise NotImplementedError
