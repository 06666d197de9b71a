"""The graph as networkx sees it: a MultiDiGraph whose edge keys are edge ids, and what networkx computes on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

import networkx as nx

from graph.lookup.filters import EVERYTHING, EdgeFilter, fits, published_between, was_stated
from graph.names import any_edge
from graph.properties import REFERENCE, claim_from, edge_from_properties, entity_from
from graph.store import Store
from ontology.edges import Edge, edges_of
from ontology.records import Entity

__all__ = ["Network", "centrality", "most_connected", "network", "network_of", "shortest_paths"]

Network: TypeAlias = "nx.MultiDiGraph[str]"
_SAMPLE = 200
_WORK = 2_000_000
_EDGES = "MATCH (:Entity)-[r:{types}]->() RETURN properties(r) AS r"
_CLAIMS = f"MATCH (c:Claim)-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE}"


def network(store: Store, *, filters: EdgeFilter = EVERYTHING) -> Network:
    """The entities and the edges that fit, in order of id; of the filters, those on direction are not asked.

    With filters, only entities that have an edge left are in.
    """
    entities = {row["e"]["id"]: entity_from(row["e"]) for row in store.stream("MATCH (e:Entity) RETURN properties(e) AS e")}
    if filters == EVERYTHING:
        return network_of(entities.values(), _edges(store))
    edges = _fitting(store, entities, filters)
    used = {end for edge in edges for end in (edge.subject, edge.object)}
    return network_of([entity for id_, entity in entities.items() if id_ in used], edges)


def network_of(entities: Iterable[Entity], edges: Iterable[Edge]) -> Network:
    """The network of these entities and edges; ends that are not among the entities are left out with their edges."""
    built: Network = nx.MultiDiGraph()
    for entity in sorted(entities, key=lambda entity: entity.id):
        built.add_node(entity.id, name=entity.name, type=entity.type, aliases=entity.aliases)
    for edge in sorted(edges, key=lambda edge: edge.id):
        if edge.subject in built and edge.object in built:
            attributes = {name: value for name, value in edge.to_json().items() if name not in ("subject", "object")}
            built.add_edge(edge.subject, edge.object, key=edge.id, **attributes)
    return built


def most_connected(of: Network, number: int) -> Network:
    """The part of it that holds these many entities, those with the most edges, and the edges among them."""
    ranked = sorted(of, key=lambda id_: (-of.degree(id_), id_))
    return nx.MultiDiGraph(of.subgraph(ranked[:number]))


def shortest_paths(of: Network, start: str, end: str, *, k: int = 5, max_hops: int = 4) -> list[list[str]]:
    """At most ``k`` paths without loops between two entities, the shortest first, edges followed both ways."""
    if start not in of or end not in of or start == end:
        return []
    try:
        some = list(islice(nx.shortest_simple_paths(nx.Graph(of.to_undirected(as_view=True)), start, end), k))
    except nx.NetworkXNoPath:
        return []
    return [path for path in some if len(path) <= max_hops + 1]


def centrality(of: Network) -> dict[str, dict[str, float]]:
    """How central each entity is: ``degree`` (its edges), ``pagerank`` and ``betweenness`` (both undirected and between 0 and 1).

    PageRank: Brin and Page 1998, damping 0.85. Betweenness: Brandes 2001, above 200 entities estimated from
    200 of them, or from fewer when the graph has more than 10,000 pairs that are joined (Brandes and Pich 2007).
    """
    flat: nx.Graph[str] = nx.Graph()
    flat.add_nodes_from(sorted(of))
    flat.add_edges_from(sorted({(min(pair), max(pair)) for pair in of.edges()}))  # the order of edges does not matter
    sample = min(_SAMPLE, len(flat), max(_WORK // max(flat.number_of_edges(), 1), 20))
    between = nx.betweenness_centrality(flat, k=sample, seed=1) if len(flat) else {}
    ranks = _pagerank(flat)
    return {id_: {"degree": float(of.degree(id_)), "pagerank": ranks[id_], "betweenness": between[id_]} for id_ in of}


def _pagerank(of: nx.Graph[str], *, damping: float = 0.85, rounds: int = 100, exact: float = 1e-9) -> dict[str, float]:
    """By power iteration; networkx's own needs SciPy, which is large."""
    size = len(of)
    ranks = dict.fromkeys(of, 1.0 / size) if size else {}
    for _ in range(rounds):
        idle = sum(rank for id_, rank in ranks.items() if not of[id_])
        base = (1.0 - damping + damping * idle) / size if size else 0.0
        fresh = {id_: base + damping * sum(ranks[other] / len(of[other]) for other in of[id_]) for id_ in of}
        moved = sum(abs(fresh[id_] - ranks[id_]) for id_ in of)
        ranks = fresh
        if moved < exact:
            break
    return ranks


def _edges(store: Store) -> Iterator[Edge]:
    return (edge_from_properties(row["r"]) for row in store.stream(_EDGES.format(types=any_edge())))


def _fitting(store: Store, entities: dict[str, Entity], wanted: EdgeFilter) -> list[Edge]:
    """From the claims, because what was published when, and by whom, stands there."""
    claims = [claim_from(row["c"], row["a"]) for row in store.stream(_CLAIMS)]
    if wanted.as_of is not None:
        claims = [claim for claim in claims if published_between(claim.article.published, until=wanted.as_of)]
    stated = {claim.id for claim in claims if was_stated(claim.article, wanted)}
    types = {id_: entity.type for id_, entity in entities.items()}
    edges = [edge for edge in edges_of(claims) if not stated.isdisjoint(edge.claims)]
    anyway = replace(wanted, direction=None)
    return [edge for edge in edges if any(fits(edge, anyway, entity=end, types=types) for end in (edge.subject, edge.object))]
