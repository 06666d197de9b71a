"""Edges around entities: found light, by their ends and rank, then read whole. Every question about edges goes through here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.lookup.filters import EdgeFilter, fits, parameters, wanted_edge, was_stated
from graph.lookup.results import FoundEdge
from graph.names import any_edge
from graph.properties import REFERENCE, claim_from, edge_from_properties, entity_from, rank_of
from graph.store import Store
from ontology.edges import Edge, edges_of
from ontology.records import Claim, Entity

__all__ = [
    "Among",
    "Link",
    "among",
    "claims_of_edges",
    "edges_by_link",
    "edges_then",
    "entities_by_id",
    "found",
    "links_around",
    "links_between",
    "reached",
]

_LINKS = """
UNWIND $ids AS id MATCH (e:Entity {{id: id}})-[r:{types}]-(other:Entity) WHERE {wanted}
RETURN DISTINCT r.id AS id, r.subject AS subject, r.relation AS relation, r.object AS object, r.rank AS rank
"""
_BETWEEN = """
UNWIND $ids AS id MATCH (e:Entity {{id: id}})-[r:{types}]-(other:Entity) WHERE other.id IN $others AND {wanted}
RETURN DISTINCT r.id AS id, r.subject AS subject, r.relation AS relation, r.object AS object, r.rank AS rank
"""
_REACHED = """
UNWIND $ids AS id MATCH (e:Entity {{id: id}})-[r:{types}]-(other:Entity) WHERE {wanted}
WITH other.id AS id, min(r.rank) AS rank ORDER BY rank WITH collect(id) AS reached
RETURN [id IN reached WHERE id IN $known] AS known, [id IN reached WHERE NOT id IN $known][..$most] AS fresh
"""
_AMONG = """
UNWIND $ids AS id MATCH (e:Entity {{id: id}})-[r:{types}]-(other:Entity) WHERE {wanted}
WITH e.id AS id, r, other.id IN $ids AS inside
WITH id, sum(CASE WHEN inside THEN 0 ELSE 1 END) AS outside, collect(CASE WHEN inside THEN r END) AS within
WITH collect({{id: id, outside: outside}}) AS ends, collect(within) AS lists
CALL (lists) {{
  UNWIND lists AS within UNWIND within AS r WITH DISTINCT r ORDER BY r.rank RETURN collect(properties(r)) AS edges
}}
RETURN ends, edges
"""
_CLAIMS_AROUND = f"""
UNWIND $ids AS id MATCH (e:Entity {{id: id}})<-[:SUBJECT|OBJECT]-(c:Claim)-[:STATED_IN]->(a:Article)
WHERE left(a.published, size($as_of)) <= $as_of WITH DISTINCT c, a RETURN properties(c) AS c, {REFERENCE}
"""
_CLAIMS_THEN = f"""
MATCH (c:Claim)-[:STATED_IN]->(a:Article) WHERE left(a.published, size($as_of)) <= $as_of RETURN properties(c) AS c, {REFERENCE}
"""
_CLAIMS_OF_EDGES = f"""
UNWIND $ids AS id MATCH (c:Claim {{edge: id}})-[:STATED_IN]->(a:Article)
WHERE $as_of IS NULL OR left(a.published, size($as_of)) <= $as_of RETURN properties(c) AS c, {REFERENCE}
"""
_EDGES = """
UNWIND $links AS link MATCH (:Entity {{id: link.subject}})-[r:{types}]->(:Entity {{id: link.object}}) WHERE r.id = link.id
RETURN properties(r) AS r
"""
_ENTITIES = "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN properties(e) AS e"


@dataclass(frozen=True, slots=True)
class Link:
    """An edge as far as finding and ordering needs it."""

    id: str
    subject: str
    relation: str
    object: str
    rank: str

    def other(self, entity: str) -> str:
        """The end that is not this one."""
        return self.object if entity == self.subject else self.subject


def links_around(store: Store, ids: Collection[str], wanted: EdgeFilter, *, either: bool = False) -> list[Link]:
    """The edges of these entities that fit, the best-founded first; with ``either`` those too that fit as their other ends see them."""
    if wanted.as_of is not None:
        return _links_then(store, ids, wanted, either=either)
    cypher = _LINKS.format(types=any_edge(), wanted=wanted_edge(wanted, either=either))
    rows = store.ask(cypher, ids=sorted(ids), **parameters(wanted))
    return sorted((Link(**row) for row in rows), key=lambda link: link.rank)


def links_between(store: Store, some: Collection[str], others: Collection[str], wanted: EdgeFilter) -> list[Link]:
    """The edges of these entities with those that fit, seen from one of the two ends; the best-founded first."""
    few, many = sorted((set(some), set(others)), key=len)
    if wanted.as_of is not None:
        return [link for link in _links_then(store, few, wanted, either=True) if not {link.subject, link.object}.isdisjoint(many)]
    cypher = _BETWEEN.format(types=any_edge(), wanted=wanted_edge(wanted, either=True))
    rows = store.ask(cypher, ids=sorted(few), others=sorted(many), **parameters(wanted))
    return sorted((Link(**row) for row in rows), key=lambda link: link.rank)


def reached(store: Store, ids: Collection[str], wanted: EdgeFilter, *, known: Collection[str], most: int) -> tuple[list[str], list[str]]:
    """Whom one step over edges that fit leads to, those of the best-founded edges first: of the ``known`` all, of the others so many."""
    if wanted.as_of is None:
        cypher = _REACHED.format(types=any_edge(), wanted=wanted_edge(wanted))
        (row,) = store.ask(cypher, ids=sorted(ids), known=sorted(known), most=most, **parameters(wanted))
        return row["known"], row["fresh"]
    links = _links_then(store, ids, wanted)
    ends = (end for link in links for start, end in ((link.subject, link.object), (link.object, link.subject)) if start in ids)
    found = list(dict.fromkeys(ends))
    return [id_ for id_ in found if id_ in known], [id_ for id_ in found if id_ not in known][:most]


@dataclass(frozen=True, slots=True)
class Among:
    """The edges among some entities, the best-founded first, and how many others each of these has."""

    edges: tuple[Edge, ...]
    outside: dict[str, int]


def among(store: Store, ids: Collection[str], wanted: EdgeFilter) -> Among:
    """Of these entities the edges that fit."""
    if wanted.as_of is None:
        cypher = _AMONG.format(types=any_edge(), wanted=wanted_edge(wanted))
        (row,) = store.ask(cypher, ids=sorted(ids), **parameters(wanted))
        outside = {end["id"]: end["outside"] for end in row["ends"] if end["outside"]}
        return Among(tuple(map(edge_from_properties, row["edges"])), outside)
    links = _links_then(store, ids, wanted)
    within = [link for link in links if link.subject in ids and link.object in ids]
    hidden = Counter(end for link in links for end in (link.subject, link.object) if end in ids and link.other(end) not in ids)
    return Among(tuple(edges_by_link(store, within, as_of=wanted.as_of)), dict(hidden))


def _links_then(store: Store, ids: Collection[str], wanted: EdgeFilter, *, either: bool = False) -> list[Link]:
    """The same from the claims published by a date, of which the edges are made anew."""
    rows = store.ask(_CLAIMS_AROUND, ids=sorted(ids), as_of=wanted.as_of)
    kept = _fitting(store, [claim_from(row["c"], row["a"]) for row in rows], wanted, asked=None if either else set(ids))
    return sorted((_link(edge) for edge in kept), key=lambda link: link.rank)


def edges_then(store: Store, wanted: EdgeFilter) -> list[Edge]:
    """All edges that fit, made of the claims published by the date of ``as_of``."""
    rows = list(store.stream(_CLAIMS_THEN, as_of=wanted.as_of))
    return _fitting(store, [claim_from(row["c"], row["a"]) for row in rows], wanted)


def _fitting(store: Store, claims: list[Claim], wanted: EdgeFilter, *, asked: Collection[str] | None = None) -> list[Edge]:
    """The edges of these claims that fit, seen from one of the entities asked about, or from either end."""
    stated = {claim.id for claim in claims if was_stated(claim.article, wanted)}
    edges = [edge for edge in edges_of(claims) if not stated.isdisjoint(edge.claims)]
    entities = entities_by_id(store, {end for edge in edges for end in (edge.subject, edge.object)})
    types = {id_: entity.type for id_, entity in entities.items()}
    return [
        edge
        for edge in edges
        if any(fits(edge, wanted, entity=end, types=types) for end in (edge.subject, edge.object) if asked is None or end in asked)
    ]


def _link(edge: Edge) -> Link:
    return Link(edge.id, edge.subject, edge.relation, edge.object, rank_of(edge))


def claims_of_edges(store: Store, ids: Iterable[str], *, as_of: str | None = None) -> list[Claim]:
    """All claims of these edges, or those published by a date."""
    return [claim_from(row["c"], row["a"]) for row in store.ask(_CLAIMS_OF_EDGES, ids=sorted(ids), as_of=as_of)]


def edges_by_link(store: Store, links: Sequence[Link], *, as_of: str | None = None) -> list[Edge]:
    """The edges of these links, in their order."""
    if as_of is None:
        rows = store.ask(_EDGES.format(types=any_edge()), links=[{"id": k.id, "subject": k.subject, "object": k.object} for k in links])
        edges = [edge_from_properties(row["r"]) for row in rows]
    else:
        edges = edges_of(claims_of_edges(store, [link.id for link in links], as_of=as_of))
    by_id = {edge.id: edge for edge in edges}
    return [by_id[link.id] for link in links if link.id in by_id]


def entities_by_id(store: Store, ids: Iterable[str]) -> dict[str, Entity]:
    """The entities with these ids, as far as they are known."""
    return {row["e"]["id"]: entity_from(row["e"]) for row in store.ask(_ENTITIES, ids=sorted(ids))}


def found(store: Store, edges: Sequence[Edge]) -> tuple[FoundEdge, ...]:
    """These edges with their ends."""
    entities = entities_by_id(store, {end for edge in edges for end in (edge.subject, edge.object)})
    known = [edge for edge in edges if {edge.subject, edge.object} <= entities.keys()]
    return tuple(FoundEdge(edge=edge, subject=entities[edge.subject], object=entities[edge.object]) for edge in known)
