"""Whether the store's graph is as it should be: every article, claim, edge and entity is read once, row by row, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import groupby

from graph.grouping import Grouping
from graph.invariants import article_faults, edge_faults, entity_faults, group_faults
from graph.names import any_edge
from graph.properties import REFERENCE
from graph.store import Store

__all__ = ["faults", "size"]

_KINDS = ("Article", "Claim", "Entity")
_DOUBLED = "MATCH (n:{kind}) WITH n.id AS id, count(*) AS times WHERE times > 1 RETURN id, times ORDER BY id"
_ARTICLES = """
MATCH (a:Article) RETURN properties(a) AS a, COLLECT {
  MATCH (a)<-[:STATED_IN]-(c:Claim) RETURN {c: properties(c), articles: COUNT { (c)-[:STATED_IN]->() },
    subject: [(c)-[:SUBJECT]->(e) | e{.id, .type}], object: [(c)-[:OBJECT]->(e) | e{.id, .type}]}
} AS claims
"""
_WITHOUT_ARTICLE = "MATCH (c:Claim) WHERE NOT EXISTS { (c)-[:STATED_IN]->(:Article) } RETURN c.id AS id ORDER BY id"
_EDGES = """
MATCH (s:Entity) CALL (s) {{ MATCH (s)-[r:{types}]->(o) RETURN r, o }}
RETURN elementId(s) AS start, type(r) AS type, s.id AS subject, o.id AS object, properties(r) AS r, COLLECT {{
  MATCH (c:Claim {{edge: r.id}})-[:STATED_IN]->(a:Article) WITH c, {article} RETURN {{c: properties(c), a: a}}
}} AS claims
"""
_NO_EDGE = """
MATCH (c:Claim) WHERE NOT EXISTS {{ MATCH (:Entity {{id: c.subject}})-[r:{types}]-(:Entity {{id: c.object}}) WHERE r.id = c.edge }}
RETURN DISTINCT c.edge AS id ORDER BY id
"""
_ENTITIES = """
MATCH (e:Entity) RETURN properties(e) AS e, labels(e) AS labels, COUNT {{ (e)-[:{types}]-(:Entity) }} AS edges,
  COLLECT {{ MATCH (e)<-[:SUBJECT]-(c:Claim) WITH c{{name: c.subject_name, type: c.subject_type, mention: c.subject_mention}} AS end,
    count(*) AS times RETURN {{end: end, times: times}} }} AS subject,
  COLLECT {{ MATCH (e)<-[:OBJECT]-(c:Claim) WITH c{{name: c.object_name, type: c.object_type, mention: c.object_mention}} AS end,
    count(*) AS times RETURN {{end: end, times: times}} }} AS object
"""
_GONE_AND_THERE = """
MATCH (t:Retraction) WHERE EXISTS { (:Article {id: t.id}) } OR EXISTS { (:Claim {id: t.id}) } OR EXISTS { (:Entity {id: t.id}) }
OR EXISTS { (:Claim {edge: t.id}) } RETURN t.id AS id ORDER BY id
"""


def size(store: Store) -> int:
    """How many articles, edges and entities there are to look at."""
    things = ("(n:Article)", "(n:Entity)", f"()-[n:{any_edge()}]->()")
    return sum(store.ask(f"MATCH {thing} RETURN count(n) AS number")[0]["number"] for thing in things)


def faults(store: Store, *, each: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    """What is wrong, one line a fault; nothing when all is well. ``each`` is told every article, edge and entity that was looked at.

    An article: its text made its id, its sources say what it shows, it is grouped with its copies. A claim: it fits the ontology and its
    id, its quote stands at its offsets, it hangs on one article and on the entities it names.
    An edge, an entity: it is what ``ontology`` computes from its claims, and has some. No id is there twice, and nothing that is gone is
    there.
    """
    yield from _doubled(store)
    claims = yield from _articles(store, each)
    yield from (f"claim {row['id']}: its article is gone" for row in store.stream(_WITHOUT_ARTICLE))
    yield from _edges(store, claims, each)
    for row in store.stream(_ENTITIES.format(types=any_edge())):
        each(f"entity {row['e'].get('id')}")
        yield from entity_faults(row)
    yield from (f"retraction {row['id']}: what it says is gone is there" for row in store.stream(_GONE_AND_THERE))


def _doubled(store: Store) -> Iterator[str]:
    """A kind whose ids the Neo4j itself holds unique has none."""
    held = {row["name"] for row in store.ask("SHOW CONSTRAINTS YIELD name RETURN name")}
    for kind in _KINDS:
        if f"{kind.lower()}_id" not in held:
            rows = store.stream(_DOUBLED.format(kind=kind))
            yield from (f"{kind.lower()} {row['id']}: it is there {row['times']} times" for row in rows)


def _articles(store: Store, each: Callable[[str], object]) -> Generator[str, None, int]:
    """Gives the number of their claims. In memory are only those that have copies."""
    claims, held = 0, dict[str, str]()
    with Grouping() as grouping:
        for row in store.stream(_ARTICLES):
            id_ = str(row["a"].get("id"))
            each(f"article {id_}")
            claims += len(row["claims"])
            grouping.add(id_, row["a"].get("print") or "")
            if row["a"].get("group"):
                held[id_] = row["a"]["group"]
            yield from article_faults(row["a"], row["claims"])
        yield from group_faults(held, grouping.groups())
    return claims


def _edges(store: Store, claims: int, each: Callable[[str], object]) -> Iterator[str]:
    """When all edges together have as many claims as there are, each claim has its edge; else those that lack one are looked for."""
    held_up = 0
    for _, rows in groupby(store.stream(_EDGES.format(types=any_edge(), article=REFERENCE)), key=lambda row: row["start"]):
        seen: set[str] = set()
        for row in rows:
            each(f"edge {row['r'].get('id')}")
            yield from edge_faults(row, seen=seen)
            held_up += 0 if row["r"].get("id") in seen else len(row["claims"])
            seen.add(row["r"].get("id"))
    if held_up != claims:
        rows = store.stream(_NO_EDGE.format(types=any_edge()))
        yield from (f"edge {row['id']}: its claims are there, it is not" for row in rows)
