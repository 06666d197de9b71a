"""How much there is."""

from __future__ import annotations

from graph.lookup.results import Stats
from graph.store import Store

__all__ = ["stats"]


def stats(store: Store) -> Stats:
    """Counts by kind, and the graph's hash."""
    raise NotImplementedError
