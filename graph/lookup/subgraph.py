"""A part of the graph, for drawing."""

from __future__ import annotations

from collections.abc import Sequence

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.results import Subgraph
from graph.store import Store

__all__ = ["subgraph"]


def subgraph(store: Store, ids: Sequence[str], *, hops: int = 1, filters: EdgeFilter = EVERYTHING, limit: int = 150) -> Subgraph:
    """The entities within ``hops`` of these (0: these alone), at most ``limit`` entities, and the edges among them.

    Of many neighbours the best-founded come first. The ids asked for are always in, whatever the limit.
    """
    raise NotImplementedError
