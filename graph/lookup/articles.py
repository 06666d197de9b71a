"""Articles that were read."""

from __future__ import annotations

from graph.lookup.results import FoundArticle, Page
from graph.store import Store

__all__ = ["article", "articles"]


def article(store: Store, id_: str, *, with_text: bool = False) -> FoundArticle | None:
    """The article with this id, or None."""
    raise NotImplementedError


def articles(
    store: Store,
    *,
    publisher: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[FoundArticle]:
    """The articles that fit, the latest published first, the undated last; raises BadCursor."""
    raise NotImplementedError
