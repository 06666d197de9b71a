"""SPARQL: it answers from the graph as it is now, and whatever a query does, it ends, and reads nothing else."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pyoxigraph as ox
import pytest

from graph.errors import QueryRefused, QueryTimeout, QueryTooLarge, StoreUnavailable
from graph.export.turtle import trig
from graph.sparql import BINDINGS, TRIPLES, Sparql, asking, kind_of
from graph.store import Store
from tests.graph.samples import article, corpus, emptied, reading

SUPPLIED = "SELECT ?name { :nvidia aig:supplies/skos:prefLabel ?name }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def asked(prepared: Store) -> Iterator[Sparql]:
    emptied(prepared).add(corpus())
    sparql = Sparql(prepared)
    yield sparql
    sparql.close()


def rows(sparql: Sparql, query: str, **more: Any) -> list[dict[str, str]]:  # noqa: ANN401 - any option
    found = json.loads(sparql.ask(query, "json", **more).body)
    return [{name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"]]


def test_a_question_is_answered_with_its_evidence(asked: Sparql) -> None:
    query = """
    SELECT ?who ?quote ?outlet ?date {
      ?claim rdf:subject/skos:prefLabel ?who ; rdf:predicate aig:supplies ; rdf:object :tesla ; aig:certainty aig:asserted ;
             aig:evidence/oa:exact ?quote ; prov:wasDerivedFrom [ dcterms:publisher ?outlet ; dcterms:date ?date ] }"""
    quote = "Nvidia supplies Tesla and backs CoreWeave."
    assert rows(asked, query) == [{"who": "Nvidia", "quote": quote, "outlet": "Daily", "date": "2025-01-10"}]


def test_the_ontology_can_be_asked_too(asked: Sparql) -> None:
    assert rows(asked, "SELECT ?l { aig:supplies skos:prefLabel ?l FILTER(lang(?l) = 'fr') }") == [{"l": "fournit"}]
    assert len(rows(asked, "SELECT ?s { ?s a/rdfs:subClassOf <https://schema.org/Person> }")) == 1


def test_the_same_counts_as_in_the_export(asked: Sparql, prepared: Store) -> None:
    graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://w3id.org/ai-industry-graph>) }"
    plain = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    counted = sum(int(rows(asked, query)[0]["n"]) for query in (graphs, plain))
    exported = ox.Store()
    exported.load("".join(trig(prepared)).encode(), ox.RdfFormat.TRIG)
    assert counted == len(exported)


@pytest.mark.parametrize("form", BINDINGS)
def test_select_is_answered_in_each_form(asked: Sparql, form: str) -> None:
    answer = asked.ask(SUPPLIED, form)
    assert answer.media_type == BINDINGS[form]
    assert b"Tesla" in answer.body
    again = ox.parse_query_results(answer.body, getattr(ox.QueryResultsFormat, form.upper())) if form != "csv" else None
    assert again is None or [row["name"] for row in again] == [ox.Literal("Tesla")]  # type: ignore[union-attr]  # solutions


@pytest.mark.parametrize("form", TRIPLES)
def test_construct_is_answered_in_each_form(asked: Sparql, form: str) -> None:
    answer = asked.ask("CONSTRUCT WHERE { ?a aig:supplies ?b }", form)
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    assert answer.media_type == TRIPLES[form]
    assert len(list(ox.parse(answer.body, formats[form]))) == 1


def test_ask_and_named_graphs(asked: Sparql) -> None:
    assert json.loads(asked.ask("ASK { :nvidia aig:supplies :tesla }", "json").body)["boolean"] is True
    article_ = corpus()[0].article.id
    graph = f"https://w3id.org/ai-industry-graph/article/{article_}"
    claims = "SELECT ?c { ?c a aig:Claim }"
    assert len(rows(asked, claims)) == 13
    assert len(rows(asked, claims, default_graphs=[graph])) == 2
    assert len(rows(asked, "SELECT ?c { GRAPH ?g { ?c a aig:Claim } }", named_graphs=[graph])) == 2
    assert len(rows(asked, claims.replace("{", f"FROM <{graph}> {{"))) == 2


def test_an_index_that_was_killed_is_made_anew(asked: Sparql) -> None:
    rows(asked, SUPPLIED)
    assert asked._index is not None
    asked._index._process.kill()
    asked._index._process.wait()
    assert rows(asked, SUPPLIED) == [{"name": "Tesla"}]


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                _, state, parent, *_ = (entry / "stat").read_text().rpartition(")")[2].join(["x", ""]).split(" ")
            except (OSError, ValueError):
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(entry.name))
    return found


def test_a_query_without_end_is_ended_and_works_no_more(asked: Sparql) -> None:
    rows(asked, SUPPLIED)
    started = monotonic()
    with pytest.raises(QueryTimeout, match=r"ended after 0\.5 s"):
        asked.ask(ENDLESS, "json", timeout=0.5)
    assert monotonic() - started < 3
    assert asked._index is not None
    if Path("/proc/self/stat").exists():
        until = monotonic() + 10
        while children(asked._index._process.pid):  # a process that was killed takes a moment to be gone
            assert monotonic() < until
    assert rows(asked, SUPPLIED) == [{"name": "Tesla"}]


def test_others_are_answered_while_one_runs(asked: Sparql) -> None:
    rows(asked, SUPPLIED)
    ended: list[str] = []

    def endless() -> None:
        with pytest.raises(QueryTimeout):
            asked.ask(ENDLESS, "json", timeout=3.0)
        ended.append("endless")

    thread = threading.Thread(target=endless)
    thread.start()
    assert rows(asked, SUPPLIED) == [{"name": "Tesla"}]
    assert ended == []
    thread.join()


def test_a_query_that_wants_too_much_is_ended(asked: Sparql) -> None:
    with pytest.raises(QueryTooLarge, match="answer is larger"):
        asked.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }", "json", size=10_000)
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f"
    if Path("/proc/self/statm").exists():
        with pytest.raises(QueryTooLarge, match="more memory"):
            asked.ask(hungry, "json", timeout=30, memory=30_000_000)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off"),
        ("SELECT * { service silent ?s { ?s ?p ?o } }", "SERVICE is off"),
        ("SELECT * { SERV\\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off"),
        ("SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off"),
        ("#x\rSELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off"),
        ("PREFIX select: <x:> INSERT DATA { :a :b :c }", "INSERT writes"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE writes"),
        ("LOAD <file:///etc/passwd>", "LOAD writes"),
        ("CLEAR ALL", "CLEAR writes"),
        ("select", "cannot be answered"),
        ("SELECT * { ?s ?p", "cannot be answered"),
        ("MATCH (n) RETURN n", "it is no query in SPARQL"),
        ("", "it is no query in SPARQL"),
        (f"SELECT * {{ ?s ?p {'1' * 20_000} }}", "at most 20000"),
    ],
)
def test_what_is_not_answered_says_why(asked: Sparql, query: str, words: str) -> None:
    with pytest.raises(QueryRefused, match=words):
        asked.ask(query, "json")


@pytest.mark.parametrize(
    "query",
    ["SELECT * { ?s ?p 'SERVICE' }", "SELECT ?service { ?service :service <x:service> } # service", 'ASK { ?s ?p """a "service" b""" }'],
)
def test_the_word_alone_is_no_offence(asked: Sparql, query: str) -> None:
    assert kind_of(query) == BINDINGS
    asked.ask(query, "json")


def test_no_connection_is_opened_even_when_the_query_is_not_looked_at(asked: Sparql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "kind_of", lambda _: BINDINGS)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.5)
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        with pytest.raises(QueryRefused, match="open files"):
            asked.ask(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "json")
        asked.ask(f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}", "json")
        with pytest.raises(TimeoutError):
            door.accept()


def test_the_index_ends_with_what_asked(prepared: Store) -> None:
    sparql = Sparql(prepared)
    rows(sparql, SUPPLIED)
    assert sparql._index is not None
    pid, folder = sparql._index._process.pid, Path(sparql._index.address).parent
    assert folder.is_dir()
    del sparql
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not folder.exists()


def test_an_index_that_cannot_be_made_is_told(prepared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "trig", lambda _: iter(["this is no TriG"]))
    with pytest.raises(StoreUnavailable, match="index for SPARQL could not be made"):
        Sparql(prepared).ask(SUPPLIED, "json")


def test_the_index_follows_the_graph(store: Store) -> None:
    sparql = Sparql(store)
    store.add(corpus())
    assert rows(sparql, SUPPLIED) == [{"name": "Tesla"}]
    first = sparql._index
    assert rows(sparql, SUPPLIED) == [{"name": "Tesla"}]
    assert sparql._index is first
    store.add([reading(article("A new one."), ("Nvidia", "supplies", "AMD"))])
    assert sorted(row["name"] for row in rows(sparql, SUPPLIED)) == ["AMD", "Tesla"]
    store.retract(corpus()[0].article.source, reason="a test")
    store.retract(corpus()[1].article.source, reason="a test")
    assert rows(sparql, SUPPLIED) == [{"name": "AMD"}]
    sparql.close()
