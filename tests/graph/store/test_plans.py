"""No query of the program's reads all of a kind where an index could serve: each is explained as it was sent, on a graph with claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from docs.cypher.questions import sections
from graph import bands, lookup
from graph.analysis import Analyst
from graph.bands import Bands
from graph.checking import faults, size
from graph.export import write_sheets
from graph.export.turtle import turtle
from graph.kept import kept_in
from graph.library import Graph
from graph.lookup import EdgeFilter
from graph.networks import network
from graph.store import Store
from tests.graph.samples import article, corpus, emptied, many, reading, story
from tests.graph.sent import ROOT, Sent, recording

READS_ALL = {
    "graph/content.py": "the hash is of everything",
    "graph/checking.py": "everything is checked",
    "graph/networks.py": "networkx gets everything",
    "graph/export/": "everything is written",
    "graph/lookup/stats.py": "everything is counted",
    "graph/lookup/edges.py _asked": "all edges are put in order",
    "graph/lookup/edges.py _counted": "the same are counted",
    "graph/lookup/edges.py changes": "the dated articles are counted",
    "graph/lookup/links.py edges_then": "all edges are made of the claims of then",
    "graph/lookup/claims.py claims": "all claims are counted",
    "graph/store.py": "all claims",
    "graph/preparing.py _bring_forward": "a new version may change everything",
    "graph/bulk/": "everything is made at once",
    "graph/copies.py prints_in": "all prints are read for a program that writes many",
    "graph/writing.py _count": "the articles are counted",
    "graph/library.py": "everything is given",
}
SEARCH = "graph/lookup/entities.py search"
"""Without words it lists all entities by number of claims."""

FILTERS = (EdgeFilter(), EdgeFilter(as_of="2026"), EdgeFilter(publisher=("Daily",), since="2024", until="2025"))


def counted_anew(store: Store) -> None:
    """Let Neo4j look at its indexes: it plans by what it last saw there, which may be another test's graph."""
    with store._session() as session:
        session.run("CALL db.prepareForReplanning(60)").consume()


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def scans(store: Store, cypher: str, parameters: dict[str, Any]) -> set[str]:
    """The operators of its plan that read all nodes, all of a label, all relationships, or all of an index."""
    with store._session() as session:
        plan = session.run(f"CYPHER replan=force EXPLAIN {cypher}", parameters).consume().plan
    assert plan is not None
    return {name for name in operators(plan) if name.endswith("Scan")}


@pytest.fixture(scope="module")
def sent(prepared: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sent]:
    """Every query that the program sends for every kind of question and change, by text."""
    with recording() as found:
        ask_everything(prepared)
        write_sheets(prepared, tmp_path_factory.mktemp("plans") / "sheets")
    return found


def ask_everything(store: Store) -> None:
    emptied(store).prepare()
    copies = [reading(article(f"{story(1)} {n}"), ("Nvidia", "supplies", "Tesla")) for n in range(3)]
    store.add([*corpus(), *copies[:2]])
    store._bands = Bands()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bands, "_AS_DEAR", 0)  # by the index
        store.add(copies[2:])
    claim = corpus()[0].claims[0]
    edge = lookup.entity_edges(store, "tesla").items[0].edge.id
    lookup.claim_dates(store, ["tesla", "nvidia"], as_of="2026")
    lookup.entity_dates(store, "tesla")
    lookup.entity_articles(store, "tesla", as_of="2026")
    for wanted in FILTERS:
        lookup.entity_edges(store, "nvidia", filters=wanted)
        lookup.neighbour_counts(store, "nvidia", filters=wanted)
        lookup.subgraph(store, ["nvidia"], filters=wanted)
        lookup.paths(store, "tesla", "inria", filters=wanted)
        lookup.edges(store, filters=wanted)
        lookup.changes(store, filters=wanted)
        lookup.claims(store, filters=wanted)
        network(store, filters=wanted)
    lookup.edge(store, edge)
    lookup.edge_claims(store, edge)
    lookup.claim(store, claim.id)
    lookup.article(store, claim.article.id)
    lookup.article_claims(store, claim.article.id)
    for words in ("", "nv"):
        lookup.search(store, words)
    for cursor in (None, lookup.articles(store, limit=1).next, lookup.articles(store, limit=7).next):
        lookup.articles(store, cursor=cursor)
    lookup.articles(store, publisher=("Daily",))
    lookup.articles(store, publisher=("Daily",), since="2025-01-02", until="2025")
    lookup.entity(store, "nvidia")
    lookup.retraction(store, "nvidia")
    lookup.called(store, "Jensen Huang")
    lookup.stats(store)
    Analyst(store).changes("2020")
    graph = Graph(store)
    for rows in (turtle(store), store.claims(), faults(store), kept_in(store), graph.entities(), graph.edges()):
        list(rows)
    size(store)
    store.retract(corpus()[1].article.source, reason="a test")
    store.retract(corpus()[2].article.id, reason="a test")
    store.retract(copies[0].article.id, reason="a test")


def may_scan(query: Sent) -> bool:
    return query.sender.startswith(tuple(READS_ALL)) or (query.sender == SEARCH and "queryNodes" not in query.cypher)


def test_every_query_that_was_sent_finds_its_way_by_an_index(store: Store, sent: dict[str, Sent]) -> None:
    emptied(store).add([*corpus(), *many(600)])  # of a few nodes all may be read rather than some be found
    counted_anew(store)
    queries = [query for query in sent.values() if "MATCH" in query.cypher or "MERGE" in query.cypher]
    assert len(queries) > 50
    found = {(q.sender, q.cypher): scans(store, q.cypher, dict(q.parameters)) for q in queries}
    wrong = {key: some for key, some in found.items() if some and not may_scan(sent[key[1]])}
    assert wrong == {}
    assert {key: some for key, some in found.items() if some & {"AllNodesScan", "UndirectedAllRelationshipsScan"}} == {}


def test_every_module_with_cypher_was_heard(sent: dict[str, Sent]) -> None:
    senders = {query.sender.split()[0] for query in sent.values()}
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "graph").rglob("*.py") if "MATCH (" in path.read_text(encoding="utf-8")}
    carried = {"graph/properties.py", "graph/lookup/filters.py"}  # parts of others' queries
    carried.add("graph/bulk/build.py")  # sent once, to a database that is only being made
    assert len(modules) > 12
    assert modules - senders - carried == set(), "ask these in `ask_everything`"


def test_names_and_ids_that_users_write_are_found_by_an_index(store: Store) -> None:
    emptied(store).add(corpus())
    for label in ("Entity", "Company", "Person", "Product"):
        assert scans(store, f"MATCH (n:{label} {{name: $name}}) RETURN n", {"name": "Nvidia"}) == set()
    anchored = [q for some in sections().values() for q in some if "{name: '" in q.cypher and "shortest" not in q.cypher.lower()]
    assert len(anchored) > 10
    scanning = {q.name: found for q in anchored if (found := scans(store, q.cypher, q.parameters)) - {"NodeIndexScan"}}
    assert scanning == {}
    by_id = "MATCH (:Claim {edge: $id})-[:SUBJECT]->(:Entity)-[r {id: $id}]-(:Entity) RETURN DISTINCT r"
    assert scans(store, by_id, {"id": "e_x"}) == set()


def test_a_query_that_scans_is_seen(store: Store) -> None:
    emptied(store).add(corpus())
    assert scans(store, "MATCH (n) RETURN n", {}) == {"AllNodesScan"}
    assert scans(store, "MATCH (e:Entity) WHERE e.search STARTS WITH 'n' RETURN e", {}) == {"NodeByLabelScan"}
    assert scans(store, "MATCH ()-[r:SUPPLIES {id: 'x'}]->() RETURN r", {}) == {"DirectedRelationshipTypeScan"}
