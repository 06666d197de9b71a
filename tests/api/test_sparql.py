"""SPARQL at the doors: the W3C's protocol over HTTP, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from api.forms.asked import preferred
from graph.sparql import BINDINGS, TRIPLES
from tests.api.doors import Client, Ran

SUPPLIED = "SELECT ?name { :nvidia aig:supplies/skos:prefLabel ?name }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Run = Callable[..., Ran]


def test_a_query_is_asked_in_the_three_ways_of_the_protocol(client: Client) -> None:
    answers = [
        client.get("/sparql", query=SUPPLIED),
        client.send("POST", "/sparql", content=SUPPLIED, headers={"Content-Type": "application/sparql-query; charset=utf-8"}),
        client.send("POST", "/sparql", content=urlencode({"query": SUPPLIED}), headers=FORM),
    ]
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/sparql-results+json")
        assert [row["name"]["value"] for row in answer.json()["results"]["bindings"]] == ["Tesla"]
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("media_type", BINDINGS.values())
def test_the_form_is_negotiated(client: Client, media_type: str) -> None:
    answer = client.send("GET", "/sparql", params={"query": SUPPLIED}, headers={"Accept": f"text/html;q=0.9, {media_type}"})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert b"Tesla" in answer.content


@pytest.mark.parametrize("media_type", TRIPLES.values())
def test_triples_have_forms_of_their_own(client: Client, media_type: str) -> None:
    query = "CONSTRUCT WHERE { ?a aig:supplies ?b }"
    answer = client.send("GET", "/sparql", params={"query": query}, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert client.send("GET", "/sparql", params={"query": query}, headers={"Accept": "text/csv"}).status_code == 406


def test_a_graph_can_be_named(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?c a aig:Claim }"
    graph = client.get("/sparql", query="SELECT ?g { GRAPH ?g { ?c a aig:Claim } } ORDER BY ?g LIMIT 1").json()
    name = graph["results"]["bindings"][0]["g"]["value"]
    asked = {"query": count, "default-graph-uri": name}
    for answer in (client.get("/sparql", **asked), client.send("POST", "/sparql", content=urlencode(asked), headers=FORM)):
        assert 0 < int(answer.json()["results"]["bindings"][0]["n"]["value"]) < 13


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"params": {"query": "SELECT * { ?s"}}, 400, "cannot be answered"),
        ({"params": {"query": SUPPLIED, "named-graph-uri": "¥"}}, 400, "graph '¥' is no address (No scheme"),
        ({"params": {"query": "INSERT DATA { :a :b :c }"}}, 400, "only reads"),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}, 400, "SERVICE is off"),
        ({"params": {"query": SUPPLIED, "update": "x"}}, 400, "unknown parameter 'update'"),
        ({"params": {}}, 422, "query: field required"),
        ({"params": {"query": SUPPLIED}, "headers": {"Accept": "image/png"}}, 406, "application/sparql-results+json"),
        ({"params": {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "timeout_ms": 300}}, 504, "ended after 0.3 s"),
    ],
)
def test_what_goes_wrong_is_a_problem(client: Client, options: dict[str, dict[str, str]], status: int, words: str) -> None:
    answer = client.send("GET", "/sparql", **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "media_type", "status", "words"),
    [
        ("CLEAR ALL", "application/sparql-update", 400, "only reads"),
        ("update=CLEAR+ALL", FORM["Content-Type"], 400, "only reads"),
        ("", FORM["Content-Type"], 400, "has 0 queries"),
        ("query=a&query=b", FORM["Content-Type"], 400, "has 2 queries"),
        ("query=a&x=b", FORM["Content-Type"], 400, "unknown field 'x'"),
        ("&".join(["query=a"] * 200), FORM["Content-Type"], 400, "at most 100 fields"),
        ("{}", "application/json", 415, "application/sparql-query"),
    ],
)
def test_a_body_that_is_no_query_is_refused(client: Client, content: str, media_type: str, status: int, words: str) -> None:
    answer = client.send("POST", "/sparql", content=content, headers={"Content-Type": media_type})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/*", "csv"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml"),
        ("text/csv;q=x", None),
        ("image/png", None),
    ],
)
def test_the_liking_decides(accept: str, form: str | None) -> None:
    assert preferred(accept, BINDINGS) == form


@pytest.mark.usefixtures("told")
def test_the_command_prints_a_table_or_a_form(run: Run) -> None:
    assert run("sparql", SUPPLIED) == Ran(0, "name\nTesla\n", "")
    assert run("sparql", "ASK { :nvidia aig:supplies :tesla }") == Ran(0, "answer\nyes\n", "")
    assert json.loads(run("sparql", SUPPLIED, "--format", "json").out)["head"] == {"vars": ["name"]}
    assert "aig:supplies :tesla" in run("sparql", "CONSTRUCT WHERE { ?a aig:supplies ?b }").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("SELECT * { ?s",), 1, "cannot be answered"),
        ((SUPPLIED, "--format", "turtle"), 2, "--format 'turtle' is not one of table, json, xml, csv, tsv"),
        (("DROP ALL",), 1, "DROP writes"),
    ],
)
def test_the_command_says_what_is_wrong(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = run("sparql", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert words in ran.err
