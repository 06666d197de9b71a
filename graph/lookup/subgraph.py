"""A part of the graph, for drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.links import Link, edges_by_link, entities_by_id, links_around
from graph.lookup.results import Subgraph
from graph.store import Store

__all__ = ["subgraph"]


def subgraph(store: Store, ids: Sequence[str], *, hops: int = 1, filters: EdgeFilter = EVERYTHING, limit: int = 150) -> Subgraph:
    """The entities within ``hops`` of these (0: these alone), at most ``limit`` entities, and the edges among them.

    Of many neighbours the best-founded come first. The ids asked for are always in, whatever the limit.
    """
    asked = entities_by_id(store, ids)
    shown, frontier, capped = list(asked), set(asked), False
    for _ in range(hops):
        reached = _reached(links_around(store, frontier, filters), frontier, set(shown))
        room = max(limit - len(shown), 0)
        capped = capped or len(reached) > room
        frontier = set(reached[:room])
        shown += reached[:room]
        if not frontier:
            break
    inside = set(shown)
    links = links_around(store, inside, filters) if inside else []
    within = [link for link in links if link.subject in inside and link.object in inside]
    hidden = Counter(end for link in links for end in (link.subject, link.object) if end in inside and link.other(end) not in inside)
    entities = entities_by_id(store, shown)
    return Subgraph(
        entities=tuple(entities[id_] for id_ in shown if id_ in entities),
        edges=tuple(edges_by_link(store, within, as_of=filters.as_of)),
        left_out={id_: hidden[id_] for id_ in shown if hidden[id_]},
        capped=capped,
        missing=tuple(id_ for id_ in dict.fromkeys(ids) if id_ not in asked),
    )


def _reached(links: Iterable[Link], frontier: set[str], known: set[str]) -> list[str]:
    """Entities that one step leads to, those of the best-founded edges first."""
    ends = (end for link in links for start, end in ((link.subject, link.object), (link.object, link.subject)) if start in frontier)
    return [end for end in dict.fromkeys(ends) if end not in known]
