"""The shortest paths between two entities."""

from __future__ import annotations

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.results import FoundPath
from graph.store import Store

__all__ = ["paths"]


def paths(
    store: Store, start: str, end: str, *, k: int = 5, max_hops: int = 4, filters: EdgeFilter = EVERYTHING
) -> tuple[FoundPath, ...]:
    """At most ``k`` paths without loops of at most ``max_hops`` hops, the shortest first, then those with better-founded hops.

    Edges are followed both ways. Empty when there is none, or an end is unknown.
    """
    raise NotImplementedError
