"""Edges: one by id, those of an entity, the latest."""

from __future__ import annotations

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.results import FoundEdge, Page
from graph.store import Store

__all__ = ["edge", "entity_edges", "latest_edges"]


def edge(store: Store, id_: str, *, as_of: str | None = None) -> FoundEdge | None:
    """The edge with this id, with its ends, or None; ``as_of`` a date: as it stood then, None when nobody had said it yet."""
    raise NotImplementedError


def entity_edges(
    store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundEdge]:
    """The entity's edges that fit, best-founded first (sources, claims, confidence, recency, id); raises BadCursor."""
    raise NotImplementedError


def latest_edges(store: Store, *, since: str | None = None, limit: int = 50) -> tuple[FoundEdge, ...]:
    """The edges spoken of last, latest first; only those spoken of on or after ``since`` when it is given."""
    raise NotImplementedError
