"""The shortest paths between two entities.

Those of the least length are Neo4j's to find, in one query. Longer ones, and paths over the edges of a date or of some articles, are found
here, breadth first from both ends: at each level the smaller side opens what it reached last, all edges of which are then seen; and so are,
of what both sides reached last, the edges between the two. Then the paths in the part of the graph that was seen are walked in order. After
n levels every path of at most n hops lies in that part: of each of its hops one end was opened, but of the one where the sides meet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise

from graph.lookup.filters import EVERYTHING, EdgeFilter, is_stated, parameters, wanted_hop
from graph.lookup.links import Link, edges_by_link, entities_by_id, links_around, links_between
from graph.lookup.results import FoundPath, Hop
from graph.names import any_edge
from graph.properties import edge_from_properties, entity_from
from graph.store import Store
from ontology.records import Json

__all__ = ["paths"]

_SHORTEST = """
MATCH (a:Entity {{id: $start}}), (b:Entity {{id: $end}})
MATCH p = allShortestPaths((a)-[:{types}*..{max_hops}]-(b)) WHERE all(r IN relationships(p) WHERE {wanted})
WITH p LIMIT $most WITH nodes(p) AS walk, min([r IN relationships(p) | r.rank]) AS ranks, count(*) AS some ORDER BY ranks
WITH sum(some) AS seen, collect(walk)[..$k] AS walks UNWIND range(0, size(walks) - 1) AS place WITH seen, place, walks[place] AS walk
CALL (walk) {{
  UNWIND range(0, size(walk) - 2) AS hop WITH hop, walk[hop] AS one, walk[hop + 1] AS other
  MATCH (one)-[r:{types}]-(other) WHERE {wanted} WITH hop, r ORDER BY r.rank
  WITH hop, collect(properties(r)) AS edges ORDER BY hop RETURN collect(edges) AS hops
}}
RETURN seen, [entity IN walk | properties(entity)] AS entities, hops ORDER BY place
"""
_MOST = 20_000
"""Of more paths of the least length Neo4j would have to sort too many."""


def paths(store: Store, start: str, end: str, *, k: int = 5, max_hops: int = 4, filters: EdgeFilter = EVERYTHING) -> tuple[FoundPath, ...]:
    """At most ``k`` paths without loops of at most ``max_hops`` hops, the shortest first, then those with better-founded hops.

    Edges are followed both ways. Empty when there is none, an end is unknown, or both ends are the same.
    """
    if start == end:
        return ()
    every = range(1, max_hops + 1)
    if filters.as_of is not None or is_stated(filters):
        return _searched(store, (start, end), k, every, filters)
    query = _SHORTEST.format(types=any_edge(), max_hops=max_hops, wanted=wanted_hop(filters))
    rows = store.ask(query, start=start, end=end, k=k, most=_MOST, **parameters(filters))
    if rows and rows[0]["seen"] >= _MOST:
        return _searched(store, (start, end), k, every, filters)
    shortest = tuple(map(_found, rows))
    longer = every[len(shortest[0].hops) :] if shortest else range(0)
    return shortest + _searched(store, (start, end), k - len(shortest), longer, filters)


def _found(row: Json) -> FoundPath:
    entities = tuple(map(entity_from, row["entities"]))
    edges = [[edge_from_properties(one) for one in hop] for hop in row["hops"]]
    ids = (tuple(edge.id for edge in hop) for hop in edges)
    hops = tuple(Hop(start=a.id, end=b.id, edges=some) for (a, b), some in zip(pairwise(entities), ids, strict=True))
    return FoundPath(entities=entities, hops=hops, edges=tuple(edge for hop in edges for edge in hop))


def _searched(store: Store, ends: tuple[str, str], k: int, lengths: range, filters: EdgeFilter) -> tuple[FoundPath, ...]:
    """At most ``k`` paths of these lengths."""
    if k < 1 or not lengths:
        return ()
    start, end = ends
    seen = _Seen(store, filters, sides=(_Side({start}), _Side({end})))
    walks: list[tuple[str, ...]] = []
    for length in range(1, lengths.stop):
        if len(walks) >= k:
            break
        if length > 1:
            seen.widen()
        if length in lengths:
            seen.join()
            walks += islice(_walks(seen.neighbours(), start, end, length), k - len(walks))
    return _with_evidence(store, walks, seen.links, filters)


@dataclass(slots=True)
class _Side:
    """How far the search came from one end: what it reached at all, and what it opens next."""

    frontier: set[str]
    reached: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Seen:
    """The part of the graph that was seen."""

    store: Store
    filters: EdgeFilter
    sides: tuple[_Side, _Side]
    opened: set[str] = field(default_factory=set)
    links: dict[str, Link] = field(default_factory=dict)

    def join(self) -> None:
        """See the edges between what one side would open next and what the other would."""
        one, other = (side.frontier - self.opened for side in self.sides)
        if one and other:
            self._keep(links_between(self.store, one, other, self.filters))

    def widen(self) -> None:
        """Open the smaller side that has something to open; nothing is left when both have nothing."""
        side = min(self.sides, key=lambda side: (not side.frontier, len(side.frontier)))
        if fresh := side.frontier - self.opened:
            self._keep(links_around(self.store, fresh, self.filters, either=True))
        self.opened |= fresh
        side.reached |= side.frontier
        ends = [(link.subject, link.object) for link in self.links.values()]
        near = {b for a, b in ends if a in side.frontier} | {a for a, b in ends if b in side.frontier}
        side.frontier = near - side.reached

    def _keep(self, links: Iterable[Link]) -> None:
        self.links |= {link.id: link for link in links}

    def neighbours(self) -> dict[str, list[str]]:
        """Who is next to whom, the best-founded first."""
        near: dict[str, dict[str, None]] = {}
        for link in sorted(self.links.values(), key=lambda link: link.rank):
            near.setdefault(link.subject, {})[link.object] = None
            near.setdefault(link.object, {})[link.subject] = None
        return {id_: list(others) for id_, others in near.items()}


def _walks(near: Mapping[str, list[str]], start: str, end: str, length: int) -> Iterator[tuple[str, ...]]:
    """The paths of exactly this length, in order of their hops' ranks; what cannot reach the end in time is left at once."""
    left = _distances(near, end)

    def onward(walk: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if walk[-1] == end:
            if len(walk) == length + 1:
                yield walk
            return
        for other in near.get(walk[-1], ()):
            if other not in walk and left.get(other, length) <= length - len(walk):
                yield from onward((*walk, other))

    return onward((start,))


def _distances(near: Mapping[str, list[str]], end: str) -> dict[str, int]:
    distances, queue = {end: 0}, deque([end])
    while queue:
        here = queue.popleft()
        for other in near.get(here, ()):
            if other not in distances:
                distances[other] = distances[here] + 1
                queue.append(other)
    return distances


def _with_evidence(store: Store, walks: list[tuple[str, ...]], seen: Mapping[str, Link], filters: EdgeFilter) -> tuple[FoundPath, ...]:
    links: dict[frozenset[str], list[Link]] = {frozenset(pair): [] for walk in walks for pair in pairwise(walk)}
    for link in sorted(seen.values(), key=lambda link: link.rank):
        links.get(frozenset((link.subject, link.object)), []).append(link)
    edges = {e.id: e for e in edges_by_link(store, [link for some in links.values() for link in some], as_of=filters.as_of)}
    entities = entities_by_id(store, {id_ for walk in walks for id_ in walk})
    found = []
    for walk in walks:
        hops = tuple(Hop(start=a, end=b, edges=tuple(link.id for link in links[frozenset((a, b))])) for a, b in pairwise(walk))
        ids = [id_ for hop in hops for id_ in hop.edges]
        found.append(FoundPath(entities=tuple(entities[id_] for id_ in walk), hops=hops, edges=tuple(edges[id_] for id_ in ids)))
    return tuple(found)
