"""Groups of entities that the edges hold together."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from graph.networks import Network

__all__ = ["Community", "communities", "community_of"]


@dataclass(frozen=True, slots=True)
class Community:
    """Entities, those with the most edges first, and by how much the whole division beats chance (modularity, -0.5 to 1)."""

    number: int
    entities: tuple[str, ...]
    modularity: float


def communities(of: Network) -> list[Community]:
    """The largest first; the same for the same graph, whatever the order of its edges. What is only denied joins nothing."""
    names = sorted(of)
    numbered = _weighted(of, {name: number for number, name in enumerate(names)})
    if not names:
        return []
    found = nx.community.louvain_communities(numbered, weight="weight", seed=1)
    quality = nx.community.modularity(numbered, found, weight="weight") if numbered.size() else 0.0
    groups = [sorted((names[number] for number in group), key=lambda id_: (-of.degree(id_), id_)) for group in found]
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return [Community(number, tuple(group), round(quality, 6)) for number, group in enumerate(ordered, start=1)]


def community_of(of: Network) -> dict[str, int]:
    """The number of each entity's community."""
    return {id_: community.number for community in communities(of) for id_ in community.entities}


def _weighted(of: Network, numbers: dict[str, int]) -> nx.Graph[int]:
    """Entities as numbers, because sets of texts have another order in each process; between two, the sum of the confidences."""
    weights: dict[tuple[int, int], float] = {}
    edges = sorted(of.edges(keys=True, data=True), key=lambda edge: edge[2])
    for start, end, _, data in edges:
        if data["support"]:
            first, last = sorted((numbers[start], numbers[end]))
            weights[first, last] = weights.get((first, last), 0.0) + data["confidence"]
    flat: nx.Graph[int] = nx.Graph()
    flat.add_nodes_from(numbers.values())
    flat.add_weighted_edges_from((first, last, weight) for (first, last), weight in sorted(weights.items()))
    return flat
