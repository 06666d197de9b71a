"""A part of the graph, for drawing."""

from __future__ import annotations

from collections.abc import Sequence

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.links import among, entities_by_id, reached
from graph.lookup.results import Subgraph
from graph.store import Store

__all__ = ["expanded", "subgraph"]


def subgraph(store: Store, ids: Sequence[str], *, hops: int = 1, filters: EdgeFilter = EVERYTHING, limit: int = 150) -> Subgraph:
    """The entities within ``hops`` of these (0: these alone), at most ``limit`` entities, and the edges among them.

    Of many neighbours the best-founded come first. The ids asked for are always in, whatever the limit.
    """
    asked = list(entities_by_id(store, ids))
    fresh, capped = _walked(store, set(asked), set(asked), hops=hops, filters=filters, room=limit - len(asked))
    return _among(store, asked + fresh, asked=ids, filters=filters, capped=capped)


def expanded(
    store: Store, ids: Sequence[str], around: str, *, hops: int = 1, filters: EdgeFilter = EVERYTHING, limit: int = 25
) -> Subgraph:
    """These entities and one more, with at most ``limit`` others within ``hops`` of that one.

    The filters say over which edges one gets to the others; the edges among all of them are given whatever they say (as of its date).
    """
    wanted = [*ids, around]
    asked = list(entities_by_id(store, wanted))
    fresh, capped = _walked(store, {around}.intersection(asked), set(asked), hops=hops, filters=filters, room=limit)
    return _among(store, asked + fresh, asked=wanted, filters=EdgeFilter(as_of=filters.as_of), capped=capped)


def _walked(store: Store, frontier: set[str], known: set[str], *, hops: int, filters: EdgeFilter, room: int) -> tuple[list[str], bool]:
    """At most ``room`` unknown entities within so many hops of the frontier, and whether there are more."""
    fresh: list[str] = []
    capped, walked = False, frontier
    for _ in range(hops):
        if not frontier:
            break
        left = max(room - len(fresh), 0)
        met, unknown = reached(store, frontier, filters, known=known, most=left + 1)
        taken = unknown[:left]
        capped = capped or len(unknown) > left
        fresh += taken
        known = known.union(taken)
        frontier = {*met, *taken} - walked
        walked = walked | frontier
    return fresh, capped


def _among(store: Store, shown: Sequence[str], *, asked: Sequence[str], filters: EdgeFilter, capped: bool) -> Subgraph:
    """These entities, the edges among them that fit, and how many edges each has besides."""
    inside = set(shown)
    found = among(store, inside, filters)
    entities = entities_by_id(store, shown)
    return Subgraph(
        entities=tuple(entities[id_] for id_ in shown if id_ in entities),
        edges=found.edges,
        left_out={id_: found.outside[id_] for id_ in shown if id_ in found.outside},
        capped=capped,
        missing=tuple(id_ for id_ in dict.fromkeys(asked) if id_ not in inside),
    )
