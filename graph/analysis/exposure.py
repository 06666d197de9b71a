"""Who depends on whom: along supply, funding, ownership, making and use, as the ontology says of each relation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from math import prod

import networkx as nx

from graph.networks import Network
from ontology.vocabulary import ontology

__all__ = ["Chain", "chains", "exposure"]


@dataclass(frozen=True, slots=True)
class Chain:
    """From what is depended on to what depends: ``len(entities) == len(edges) + 1``; the score is the product of the confidences."""

    entities: tuple[str, ...]
    edges: tuple[str, ...]
    score: float

    @property
    def dependent(self) -> str:
        """The entity at its end."""
        return self.entities[-1]

    @property
    def hops(self) -> int:
        """How many edges."""
        return len(self.edges)


def exposure(of: Network, entity: str, *, max_hops: int = 3) -> list[Chain]:
    """For each entity that depends on this one, the shortest, then surest chain; nearest first, then surest, then by id."""
    on = _dependence(of)
    reached: dict[str, Chain] = {entity: Chain((entity,), (), 1.0)} if entity in on else {}
    level = list(reached.values())
    for _ in range(max_hops):
        found: dict[str, Chain] = {}
        for chain in level:
            for other in on[chain.dependent]:
                if other not in reached:
                    longer = _chain(on, (*chain.entities, other))
                    found[other] = min(found.get(other, longer), longer, key=_order)
        reached |= found
        level = sorted(found.values(), key=_order)
    return sorted((chain for chain in reached.values() if chain.edges), key=_order)


def chains(of: Network, start: str, end: str, *, k: int = 5, max_hops: int = 6) -> list[Chain]:
    """At most ``k`` chains by which ``end`` depends on ``start``, the shortest first, then the surest."""
    on = _dependence(of)
    if start not in on or end not in on or start == end:
        return []
    found: list[Chain] = []
    try:
        for walk in islice(nx.shortest_simple_paths(on, start, end), _MOST_LOOKED_AT):
            if len(walk) > max_hops + 1 or (len(found) >= k and len(walk) > len(found[k - 1].entities)):
                break
            found.append(_chain(on, tuple(walk)))
    except nx.NetworkXNoPath:
        return []
    return sorted(found, key=_order)[:k]


_MOST_LOOKED_AT = 200


def _dependence(of: Network) -> nx.DiGraph[str]:
    """An arrow from each entity to each that depends on it, with the surest edge that says so; what is denied or over says nothing."""
    on: nx.DiGraph[str] = nx.DiGraph()
    on.add_nodes_from(sorted(of))
    said = []
    for subject, object_, id_, data in of.edges(keys=True, data=True):
        dependent = ontology().relations[data["relation"]].dependent
        if dependent is not None and data["support"] and data["phase"] != "ended":
            said.append(((subject, object_) if dependent == "tail" else (object_, subject), -data["confidence"], id_))
    for (on_whom, who), less, id_ in sorted(said, reverse=True):  # the surest is written last
        on.add_edge(on_whom, who, id=id_, confidence=-less)
    ordered: nx.DiGraph[str] = nx.DiGraph()
    ordered.add_nodes_from(on)
    ordered.add_edges_from(sorted(on.edges(data=True), key=lambda edge: edge[:2]))
    return ordered


def _chain(on: nx.DiGraph[str], walk: tuple[str, ...]) -> Chain:
    steps = [on.edges[pair] for pair in pairwise(walk)]
    return Chain(walk, tuple(step["id"] for step in steps), round(prod(step["confidence"] for step in steps), 6))


def _order(chain: Chain) -> tuple[int, float, tuple[str, ...]]:
    return chain.hops, -chain.score, chain.entities
