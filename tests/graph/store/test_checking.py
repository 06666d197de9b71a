"""Each fault that a graph can have is made on purpose, and named."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from graph.checking import faults, size
from graph.schema import versions
from graph.store import Store
from tests.graph.samples import article, corpus, emptied, moved, reading

A_CLAIM = "MATCH (c:Claim {certainty: 'denied'}) "
DAMAGES = {
    "an edge without claims": (
        "MATCH (a:Entity {id: 'amd'}), (b:Entity {id: 'tesla'}) CREATE (a)-[:SUPPLIES {id: 'e_none'}]->(b)",
        "edge e_none: its id is not that of amd -SUPPLIES-> tesla",
    ),
    "an edge whose claims are gone": ("MATCH (c:Claim {relation: 'uses'}) DETACH DELETE c", "no claim holds it up"),
    "claims without their edge": ("MATCH ()-[r:SUPPLIES]->() DELETE r", "its claims are there, it is not"),
    "an edge that its claims don't add up to": ("MATCH ()-[r:SUPPLIES]->() SET r.sources = 9", "sources is 9, from its claims 2"),
    "an edge that lacks a property": ("MATCH ()-[r:SUPPLIES]->() REMOVE r.product", "product is None, from its claims 'GPU'"),
    "an edge with a property too many": ("MATCH ()-[r:SUPPLIES]->() SET r.note = 'x'", "note is 'x', a property that it may not have"),
    "an edge with another rank": ("MATCH ()-[r:SUPPLIES]->() SET r.rank = '0'", "rank is '0'"),
    "an edge in the wrong direction": (
        "MATCH (a)-[r:SUPPLIES]->(b) CREATE (b)-[s:SUPPLIES]->(a) SET s = properties(r) DELETE r",
        "its id is not that of tesla -SUPPLIES-> nvidia",
    ),
    "an edge that leads to no entity": (
        "MATCH (a)-[r:SUPPLIES]->(b) MATCH (x:Article) WITH a, r, x LIMIT 1 CREATE (a)-[s:SUPPLIES]->(x) SET s = properties(r) DELETE r",
        "its id is not that of nvidia -SUPPLIES-> a_",
    ),
    "an edge twice": ("MATCH (a)-[r:SUPPLIES]->(b) CREATE (a)-[s:SUPPLIES]->(b) SET s = properties(r)", "it is there twice"),
    "a claim without its article": (A_CLAIM + "MATCH (c)-[s:STATED_IN]->() DELETE s", "its article is gone"),
    "an article gone from under its claims": ("MATCH (a:Article {publisher: 'Tribune'}) DETACH DELETE a", "its article is gone"),
    "a claim in two articles": (
        A_CLAIM + "MATCH (a:Article {publisher: 'Tribune'}) CREATE (c)-[:STATED_IN]->(a)",
        "it is stated in 2 articles, not in one",
    ),
    "a claim without its subject": (A_CLAIM + "MATCH (c)-[s:SUBJECT]->() DELETE s", "SUBJECT leads to [], not to ['nvidia']"),
    "a claim on another entity": (
        A_CLAIM + "MATCH (c)-[s:OBJECT]->() MATCH (e:Entity {id: 'amd'}) DELETE s CREATE (c)-[:OBJECT]->(e)",
        "OBJECT leads to ['amd'], not to ['tesla']",
    ),
    "a made-up quote": (A_CLAIM + "SET c.quote = 'made up'", "the evidence's offsets"),
    "a quote at other offsets": (A_CLAIM + "SET c.start = c.start + 1, c.end = c.end + 1", "the article does not have the quote"),
    "a claim with another edge": (A_CLAIM + "SET c.edge = 'e_other'", "edge is 'e_other', from its content"),
    "a claim of another article": (A_CLAIM + "SET c.article = 'a_other'", "article is 'a_other', from its content"),
    "a claim with another id": (A_CLAIM + "SET c.id = 'c_other'", "claim c_other: it does not fit its content, whose id is c_"),
    "a claim without its words": (A_CLAIM + "REMOVE c.quote", "it cannot be read: KeyError 'quote'"),
    "a claim of no relation": (A_CLAIM + "SET c.relation = 'loves'", "it cannot be read: KeyError 'loves'"),
    "a claim that breaks the ontology": (A_CLAIM + "SET c.confidence = 7.0", "confidence 7.0 is not between 0 and 1"),
    "a claim from elsewhere": (A_CLAIM + "SET c.sources = ['elsewhere']", "'elsewhere' is no source of its article"),
    "a claim from nowhere": (A_CLAIM + "SET c.sources = []", "'' is no source of its article"),
    "an entity without edges": (
        "CREATE (:Entity:Company {id: 'x', name: 'X', type: 'Company', aliases: [], search: 'x'})",
        "entity x: no claim holds it up",
    ),
    "an entity whose edges are gone": ("MATCH (:Entity {id: 'coreweave'})-[r:INVESTS_IN]-() DELETE r", "coreweave: no edge joins it"),
    "an entity with another name": ("MATCH (e:Entity {id: 'tesla'}) SET e.name = 'T'", "tesla: name is 'T', from its claims 'Tesla'"),
    "an entity that is not found": ("MATCH (e:Entity {id: 'tesla'}) SET e.search = 'x'", "search is 'x', from its claims 'tesla'"),
    "an entity with another label": (
        "MATCH (e:Entity {id: 'tesla'}) REMOVE e:Company SET e:Person",
        "its labels are Entity, Person, from its claims Entity, Company",
    ),
    "ends of other types than the relation joins": (
        "MATCH (e:Entity {id: 'h100'}) REMOVE e:Product SET e:Person, e.type = 'Person'",
        "uses does not go from ResearchOrg to Person",
    ),
    "a lock that stayed": ("MATCH (e:Entity {id: 'tesla'}) SET e.locked = true", "locked is True, a property that it may not have"),
    "an article with another text": (
        "MATCH (a:Article {publisher: 'Tribune'}) SET a.text = a.text + '!'",
        "its text is not the one from which the id was made",
    ),
    "an article with another title": ("MATCH (a:Article {publisher: 'Tribune'}) SET a.title = 'x'", "title is 'x', from its versions"),
    "an article that nobody signed": ("MATCH (a:Article {publisher: 'Tribune'}) SET a.author = 'x'", "author is 'x', from its versions"),
    "an article from nowhere": ("MATCH (a:Article {publisher: 'Tribune'}) REMOVE a.versions", "nothing says where it was read"),
    "something that is gone and there": (
        "CREATE (:Retraction {id: 'tesla', reason: 'x'})",
        "retraction tesla: what it says is gone is there",
    ),
}
TWICE = {
    "article": "MATCH (n:Article {publisher: 'Tribune'}) CREATE (m:Article) SET m = properties(n)",
    "claim": A_CLAIM + "MATCH (c)-[:STATED_IN]->(a) MATCH (c)-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o) "
    "CREATE (m:Claim)-[:STATED_IN]->(a) SET m = properties(c) CREATE (s)<-[:SUBJECT]-(m)-[:OBJECT]->(o)",
    "entity": "MATCH (n:Entity {id: 'tesla'}) CREATE (m:Entity:Company) SET m = properties(n)",
}


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(corpus())
    return store


def run(store: Store, *statements: str) -> None:
    with store._session() as session:
        for statement in statements:
            session.run(statement).consume()


def test_a_graph_that_is_right_has_no_faults_whatever_was_done_to_it(filled: Store) -> None:
    filled.add([moved(corpus()[0], source="b", published="2024-12-31")])
    filled.retract(corpus()[1].article.source, reason="a test")
    filled.retract("b", reason="a test")
    assert list(faults(filled)) == []
    assert list(faults(emptied(filled))) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named(filled: Store, name: str) -> None:
    damage, words = DAMAGES[name]
    run(filled, damage)
    found = list(faults(filled))
    assert any(words in fault for fault in found), found
    assert all("\n" not in fault and fault.split()[0] in ("article", "claim", "edge", "entity", "retraction") for fault in found)


@pytest.fixture
def unguarded(filled: Store) -> Iterator[Store]:
    """Without the constraints on ids, which are there again after the test."""
    unique = [name for name, statement in versions()[0].indexes.items() if "UNIQUE" in statement]
    run(filled, *(f"DROP CONSTRAINT {name}" for name in unique))
    yield filled
    emptied(filled).prepare()


@pytest.mark.parametrize("kind", TWICE)
def test_an_id_that_two_things_bear_is_named(unguarded: Store, kind: str) -> None:
    run(unguarded, TWICE[kind])
    found = list(faults(unguarded))
    assert any(fault.startswith(f"{kind} ") and fault.endswith("it is there 2 times") for fault in found), found


def test_everything_is_looked_at_once(filled: Store) -> None:
    seen: list[str] = []
    assert list(faults(filled, each=seen.append)) == []
    assert len(seen) == len(set(seen)) == size(filled) == 8 + 9 + 10


def test_memory_does_not_grow_with_the_graph(store: Store) -> None:
    peaks = []
    for numbers in (range(1000, 2000), range(2000, 4000)):
        texts = {i: article(f"Firm {i} supplies firm {i + 1}, says the outlet. " * 40) for i in numbers}
        store.add([reading(text, (f"Firm {i}", "supplies", f"Firm {i + 1}")) for i, text in texts.items()], batch=500)
        tracemalloc.start()
        assert list(faults(store)) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], peaks
