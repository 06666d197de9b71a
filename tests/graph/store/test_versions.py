"""A graph of an older version is brought forward once and whole; one of a newer version is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from graph import lookup
from graph.checking import faults
from graph.errors import GraphTooNew, StoreError
from graph.link import Login
from graph.preparing import prepare
from graph.schema import VERSION, Version, versions
from graph.store import Store
from tests.graph.samples import article, corpus, emptied, reading
from tests.graph.store.test_preparing import made, stripped

NUMBER = "MATCH (v:Revision {id: 'graph'}) RETURN v.schema AS schema, v.times AS times"
COUNTING = Version(number=VERSION + 1, change="MATCH (v:Revision {id: 'graph'}) SET v.times = coalesce(v.times, 0) + 1")
NEXT = (*versions(), COUNTING)


def run(store: Store, cypher: str) -> None:
    with store._session() as session:
        session.run(cypher).consume()


@pytest.fixture
def first(store: Store) -> Iterator[Store]:
    """A graph as the first version left it: its indexes alone, and no number."""
    stripped(store)
    for statement in versions()[0].indexes.values():
        run(store, statement)
    store.add(corpus())
    run(store, "MATCH (v:Revision) REMOVE v.schema")
    assert len(made(store)[0]) == len(versions()[0].indexes)
    yield store
    emptied(store).prepare()


def test_the_newest_version_is_the_last() -> None:
    assert [version.number for version in versions()] == list(range(1, VERSION + 1))


def test_a_graph_of_the_first_version_gets_what_it_lacks_and_keeps_what_it_has(first: Store) -> None:
    before = first.graph_hash(), first.revision()
    assert first.ask(NUMBER)[0]["schema"] is None
    first.prepare()
    assert first.ask(NUMBER)[0]["schema"] == VERSION
    names = {name for version in versions() for name in version.indexes}
    assert [name for name, state in made(first)[0] if state == "ONLINE"] == sorted(names)
    first._hash = None
    assert (first.graph_hash(), first.revision()) == before
    by_name = "CALL db.index.fulltext.queryNodes('entity_names', 'NVIDIÁ') YIELD node RETURN node.id"
    assert first.read(by_name).values == (("nvidia",),)
    assert first.retract(corpus()[0].article.source, reason="a test")
    assert list(faults(first)) == []


def test_programs_that_bring_it_forward_at_once_do_so_once(first: Store, login: Login) -> None:
    together = Barrier(4)

    def one() -> None:
        with Store(login) as store:
            store.ping()
            together.wait(60)
            store._link.twice(lambda session: prepare(session, NEXT))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(one) for _ in range(4)]:
            done.result()
    assert first.ask(NUMBER) == [{"schema": VERSION + 1, "times": 1}]
    with first._session() as session:
        prepare(session, NEXT)
    assert first.ask(NUMBER) == [{"schema": VERSION + 1, "times": 1}]


def test_a_change_that_fails_leaves_the_graph_as_it_was_and_is_made_whole_the_next_time(first: Store) -> None:
    before = first.graph_hash()
    breaks = Version(number=VERSION + 1, change="MATCH (e:Entity) SET e.name = 'x' WITH count(*) AS n RETURN n / 0")
    with pytest.raises(StoreError):
        first._link.twice(lambda session: prepare(session, (*versions(), breaks)))
    first._hash = None
    assert (first.graph_hash(), first.ask(NUMBER)[0]["schema"]) == (before, None)
    first._link.twice(lambda session: prepare(session, NEXT))
    assert first.ask(NUMBER) == [{"schema": VERSION + 1, "times": 1}]


def test_a_graph_of_a_newer_version_is_neither_opened_nor_written_to(store: Store) -> None:
    store.add(corpus()[:3])
    run(store, f"MATCH (v:Revision) SET v.schema = {VERSION + 1}")
    before = store.graph_hash(), store.revision()
    words = f"^the graph is of version {VERSION + 1}, written by a newer aigraph, and this one knows versions up to {VERSION}: update it, "
    for work in (store.prepare, lambda: store.add(corpus()), lambda: store.retract(corpus()[0].article.source, reason="a test")):
        with pytest.raises(GraphTooNew, match=words):
            work()
    store._hash = None
    assert (store.graph_hash(), store.revision()) == before


def test_a_new_graph_gets_its_number_with_its_first_article(store: Store) -> None:
    store.prepare()
    assert store.ask(NUMBER) == []
    store.add(corpus()[:1])
    assert store.ask(NUMBER)[0]["schema"] == VERSION


def test_names_are_found_with_or_without_accents_and_capitals(store: Store) -> None:
    told = article("Électricité du Val, Electricite Nord et Łódź Œuvres s'allient.")
    store.add([reading(told, ("Électricité du Val", "partners-with", "Electricite Nord"), ("Łódź Œuvres", "partners-with", "The It"))])
    both = {"electricite-du-val", "electricite-nord"}
    for words in ("éléctricité", "Électricité", "ELECTRICITE", "electricite", "élec", "ELEC"):
        assert {item.entity.id for item in lookup.search(store, words).items} == both
    names = "CALL db.index.fulltext.queryNodes('entity_names', $words) YIELD node RETURN node.name"
    for words in ("éléctricité", "Électricité", "ELECTRICITE", "elec*"):
        assert {row[0] for row in store.read(names, {"words": words}).values} == {"Électricité du Val", "Electricite Nord"}
    assert store.read(names, {"words": "lodz AND OEUVRES"}).values == (("Łódź Œuvres",),)
    assert [item.entity.name for item in lookup.suggest(store, "the it")] == ["The It"]  # words that an English analyzer leaves out


def test_a_source_of_any_length_and_form_is_taken_back(store: Store) -> None:
    sources = ["x/" * 20_000, 'a "b" c', "C:\\x\\y.txt", "*", "a  b", "a b", "/srv/été/œ (1).txt", "https://example.org/?q=a+b&c=[1]"]
    store.add([reading(article(f"Text {i}.", source=source)) for i, source in enumerate(sources)])
    for i, source in enumerate(sources):
        assert len(store.retract(source, reason="a test").articles) == 1, source[:40]
        assert lookup.articles(store).total == len(sources) - i - 1
