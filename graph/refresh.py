"""Edges and entities, computed anew from all of their claims and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Any

from neo4j import ManagedTransaction

from graph.names import edge_type, other_labels, quoted
from graph.properties import REFERENCE, claim_from, edge_properties, entity_from, entity_properties
from ontology.edges import Edge, Key, edge_id, edge_key, edges_of, ends_of
from ontology.entities import entities_of, with_more
from ontology.records import Claim, End, Entity
from ontology.vocabulary import ontology

__all__ = ["Before", "Refreshed", "before", "each_of", "refresh"]

_FOUND = "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN e{.id, .name, .type, .aliases} AS e"
_CLAIMS = f"""
UNWIND $ids AS id MATCH (c:Claim {{edge: id}}) USING INDEX c:Claim(edge) MATCH (a:Article {{id: c.article}}) USING INDEX a:Article(id)
RETURN properties(c) AS c, {REFERENCE}
"""
"""By two indexes, whatever the statistics say: those of a graph that was empty a moment ago would have all claims gone through."""
_ENDS = """
UNWIND $ids AS id MATCH (:Entity {{id: id}})<-[:{role}]-(c:Claim)
RETURN id, c.{end}_name AS name, c.{end}_type AS type, c.{end}_mention AS mention, count(*) AS times
"""

_WRITE_EDGES = """
UNWIND $rows AS row MATCH (s:Entity {id: row.r.subject}) MATCH (o:Entity {id: row.r.object})
MERGE (s)-[r:$(row.type)]->(o) SET r = row.r
"""
_WRITE_NEW_EDGES = _WRITE_EDGES.replace("MERGE", "CREATE")
_WRITE_NEW_ENTITIES = "UNWIND $rows AS row CREATE (e:Entity) SET e = row, e:$(row.type)"
_WRITE_ENTITIES = "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = row"


@dataclass(frozen=True, slots=True)
class Before:
    """Entities and edges as they are before a change: entities by id, and all claims of the edges.

    An entity that was not there was made as the claims that come say; ``coming`` is what they say of the others. None is one that
    somebody deleted, or robbed of its name.
    """

    entities: Mapping[str, Entity | None]
    coming: Mapping[str, Entity]
    keys: Mapping[str, Key]
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The ids of edges and entities that are there, and of those that no claim holds up any more."""

    present: tuple[str, ...]
    gone_edges: tuple[str, ...]
    gone_entities: tuple[str, ...]


def each_of(tx: ManagedTransaction, rows: Sequence[object], cypher: str, **more: Any) -> None:  # noqa: ANN401 - what Bolt carries
    """Run a statement that unwinds ``$rows``; it is not sent when there are none."""
    if rows:
        tx.run(cypher, rows=rows, **more).consume()


def before(tx: ManagedTransaction, touched: Collection[Claim], *, coming: Iterable[Claim]) -> Before:
    """Read the entities and edges of these claims; ``coming`` are those that are not there yet, whose entities are made if they are not.

    The caller holds the graph's lock.
    """
    said = {entity.id: entity for entity in entities_of(ends_of(coming))}
    ids = sorted({end.id for end in ends_of(touched)})
    keys = {edge_id(key): key for key in sorted({edge_key(claim) for claim in touched})}
    if not ids:
        return Before({}, {}, keys, [])
    found = {row["e"]["id"]: entity_from(row["e"]) if row["e"]["name"] else None for row in tx.run(_FOUND, ids=ids)}
    made = {id_: said.get(id_) for id_ in ids if id_ not in found}
    rows = [entity_properties(one) if one else {"id": id_, "type": "Entity"} for id_, one in made.items()]
    each_of(tx, rows, _WRITE_NEW_ENTITIES)
    claims = [claim_from(row["c"], row["a"]) for row in tx.run(_CLAIMS, ids=list(keys))]
    return Before(found | made, {id_: said[id_] for id_ in said.keys() & found.keys()}, keys, claims)


def refresh(tx: ManagedTransaction, was: Before, *, known: Mapping[str, Iterable[Claim]], less: Collection[str]) -> Refreshed:
    """Write these edges and entities as their claims now say, as far as that is another thing than before.

    ``known`` has all claims of the articles that change, by their ids, as they were just written. ``less`` are the entities of which a
    claim went, or says another thing now.
    """
    if not was.keys:
        return Refreshed((), (), ())
    keys = set(was.keys.values())
    fresh = (claim for claims in known.values() for claim in claims if edge_key(claim) in keys)
    edges = edges_of([*(claim for claim in was.claims if claim.article.id not in known), *fresh])
    gone_edges = tuple(sorted(was.keys.keys() - {edge.id for edge in edges}))
    gone_entities = _refresh_entities(tx, was, less)
    _write_edges(tx, edges, held={edge_id(edge_key(claim)) for claim in was.claims})
    _delete_edges(tx, [was.keys[id_] for id_ in gone_edges])
    each_of(tx, gone_entities, "UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e")
    present = (*(edge.id for edge in edges), *(was.entities.keys() - set(gone_entities)))
    return Refreshed(present, gone_edges, gone_entities)


def _refresh_entities(tx: ManagedTransaction, was: Before, less: Collection[str]) -> tuple[str, ...]:
    """Write those that are others now, and say which are gone. All claims are asked only where the new ones do not settle it."""
    written, unsettled = list[Entity](), list[str]()
    for id_, held in was.entities.items():
        entity = with_more(held, was.coming.get(id_)) if held and id_ not in less else None
        if entity is None:
            unsettled.append(id_)
        elif entity != held:
            written.append(entity)
    counted = _entities(tx, sorted(unsettled))
    each_of(tx, [entity_properties(entity) for entity in written], _WRITE_ENTITIES)
    _write_entities(tx, counted)
    return tuple(sorted(set(unsettled) - {entity.id for entity in counted}))


def _entities(tx: ManagedTransaction, ids: list[str]) -> list[Entity]:
    if not ids:
        return []
    return entities_of(end for role, name in (("SUBJECT", "subject"), ("OBJECT", "object")) for end in _ends(tx, ids, role, name))


def _ends(tx: ManagedTransaction, ids: list[str], role: str, name: str) -> Iterable[End]:
    for row in tx.run(_ENDS.format(role=role, end=name), ids=ids):
        yield from repeat(End(row["id"], row["name"], row["type"], row["mention"]), row["times"])


def _write_entities(tx: ManagedTransaction, entities: list[Entity]) -> None:
    """With their labels, which may be others than before."""
    for type_, group in groupby(sorted(entities, key=lambda e: (e.type, e.id)), key=lambda e: e.type):
        rows = [entity_properties(entity) for entity in group]
        cypher = f"UNWIND $rows AS row MATCH (e:Entity {{id: row.id}}) SET e = row, e:{quoted(type_)} REMOVE e{other_labels(type_)}"
        each_of(tx, rows, cypher)


def _write_edges(tx: ManagedTransaction, edges: list[Edge], *, held: Collection[str]) -> None:
    """Those that had claims before are there; the others need not be looked for among all that their ends have."""
    for there, cypher in ((False, _WRITE_NEW_EDGES), (True, _WRITE_EDGES)):
        some = [edge for edge in edges if (edge.id in held) == there]
        each_of(tx, [{"type": ontology().relations[edge.relation].edge_type, "r": edge_properties(edge)} for edge in some], cypher)


def _delete_edges(tx: ManagedTransaction, keys: list[Key]) -> None:
    for relation, group in groupby(sorted(keys, key=lambda key: key[1]), key=lambda key: key[1]):
        rows = [{"subject": key[0], "object": key[2]} for key in group]
        cypher = f"""
            UNWIND $rows AS row MATCH (:Entity {{id: row.subject}})-[r:{edge_type(relation)}]->(:Entity {{id: row.object}}) DELETE r
        """
        each_of(tx, rows, cypher)
