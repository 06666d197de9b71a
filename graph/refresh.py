"""Edges and entities, computed anew from all of their claims and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Any

from neo4j import ManagedTransaction

from graph.names import edge_type, other_labels, quoted
from graph.properties import REFERENCE, claim_from, edge_properties, entity_properties
from ontology.edges import Edge, Key, edge_id, edge_key, edges_of
from ontology.entities import entities_of
from ontology.records import Claim, End, Entity

__all__ = ["Refreshed", "each_of", "refresh"]

_CLAIMS = f"""
UNWIND $ids AS id MATCH (c:Claim {{edge: id}}) WHERE NOT c.article IN $known
MATCH (c)-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE}
"""
_ENDS = """
UNWIND $ids AS id MATCH (:Entity {{id: id}})<-[:{role}]-(c:Claim)
RETURN id, c.{end}_name AS name, c.{end}_type AS type, c.{end}_mention AS mention, count(*) AS times
"""


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


def refresh(
    tx: ManagedTransaction, *, keys: Collection[Key], entity_ids: Collection[str], known: Mapping[str, Iterable[Claim]]
) -> Refreshed:
    """Write these edges and entities as their claims now say; the caller holds the locks of all the entities.

    ``known`` has all claims of some articles, by their ids, as they were just written: they need not be read again.
    """
    if not keys:
        return Refreshed((), (), ())
    by_id = {edge_id(key): key for key in sorted(keys)}
    read = (claim_from(row["c"], row["a"]) for row in tx.run(_CLAIMS, ids=sorted(by_id), known=sorted(known)))
    edges = edges_of([*read, *(claim for claims in known.values() for claim in claims if edge_key(claim) in keys)])
    entities = _entities(tx, sorted(entity_ids))
    gone_edges = tuple(sorted(by_id.keys() - {edge.id for edge in edges}))
    gone_entities = tuple(sorted(set(entity_ids) - {entity.id for entity in entities}))
    _write_entities(tx, entities)
    _write_edges(tx, edges)
    _delete_edges(tx, [by_id[id_] for id_ in gone_edges])
    each_of(tx, gone_entities, "UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e")
    present = (*(edge.id for edge in edges), *(entity.id for entity in entities))
    return Refreshed(present, gone_edges, gone_entities)


def _entities(tx: ManagedTransaction, ids: list[str]) -> list[Entity]:
    return entities_of(end for role, name in (("SUBJECT", "subject"), ("OBJECT", "object")) for end in _ends(tx, ids, role, name))


def _ends(tx: ManagedTransaction, ids: list[str], role: str, name: str) -> Iterable[End]:
    for row in tx.run(_ENDS.format(role=role, end=name), ids=ids):
        yield from repeat(End(row["id"], row["name"], row["type"], row["mention"]), row["times"])


def _write_entities(tx: ManagedTransaction, entities: list[Entity]) -> None:
    for type_, group in groupby(sorted(entities, key=lambda e: (e.type, e.id)), key=lambda e: e.type):
        rows = [entity_properties(entity) for entity in group]
        cypher = f"UNWIND $rows AS row MATCH (e:Entity {{id: row.id}}) SET e = row, e:{quoted(type_)} REMOVE e{other_labels(type_)}"
        each_of(tx, rows, cypher)


def _write_edges(tx: ManagedTransaction, edges: list[Edge]) -> None:
    for relation, group in groupby(sorted(edges, key=lambda e: (e.relation, e.id)), key=lambda e: e.relation):
        rows = [edge_properties(edge) for edge in group]
        cypher = f"""
            UNWIND $rows AS row MATCH (s:Entity {{id: row.subject}}) MATCH (o:Entity {{id: row.object}})
            MERGE (s)-[r:{edge_type(relation)}]->(o) SET r = row
        """
        each_of(tx, rows, cypher)


def _delete_edges(tx: ManagedTransaction, keys: list[Key]) -> None:
    for relation, group in groupby(sorted(keys, key=lambda key: key[1]), key=lambda key: key[1]):
        rows = [{"subject": key[0], "object": key[2]} for key in group]
        cypher = f"""
            UNWIND $rows AS row MATCH (:Entity {{id: row.subject}})-[r:{edge_type(relation)}]->(:Entity {{id: row.object}}) DELETE r
        """
        each_of(tx, rows, cypher)
