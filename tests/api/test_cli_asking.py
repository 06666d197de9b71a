"""query, show, path, stats: each edge with its evidence, and names that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from api.cli.names import entity_called
from api.errors import Gone, NotFound
from graph.store import Store
from ontology.edges import edge_id
from ontology.records import Reading
from tests.api.doors import Ran
from tests.graph.samples import HOSTILE, article, corpus, emptied, reading, says

SUPPLY = edge_id(("nvidia", "supplies", "tesla"))
ENDLESS = "UNWIND range(1, 10000000) AS a UNWIND range(1, 10000000) AS b RETURN count(a + b)"
MODEL = ("Tesla", "develops", "Product:Mistral")
Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _told(told: Store) -> Iterator[None]:
    assert told.revision()
    return iter((None,))


def lines(ran: Ran) -> list[list[str]]:
    assert ran.code == 0, ran.err
    return [line.split("\t") for line in ran.out.splitlines()]


def answer(ran: Ran) -> Any:  # noqa: ANN401 - any JSON
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_query_answers_in_tab_separated_lines(run: Run) -> None:
    asked = "MATCH (a {name: $who})-[r:SUPPLIES]-(b) RETURN a, r, b.name, r.sources, r.amount"
    assert lines(run("query", asked, "--param", "who=Nvidia")) == [
        ["a", "r", "b.name", "r.sources", "r.amount"],
        ["Nvidia", "[:SUPPLIES]", "Tesla", "2", ""],
    ]


def test_parameters_are_json_or_text(run: Run) -> None:
    ran = run("query", "RETURN $n + 1 AS n, $t AS t, $l AS l", "--param", "n=2", "--param", "t=a=b", "--param", 'l=["x"]')
    assert lines(ran)[1] == ["3", "a=b", '["x"]']


def test_a_query_answers_in_json(run: Run) -> None:
    found = answer(run("query", "RETURN 1 AS n", "--json"))
    assert (found["fields"], found["values"], found["truncated"]) == (["n"], [[1]], False)


def test_a_query_that_was_cut_says_so(run: Run) -> None:
    ran = run("query", "UNWIND range(1, 9) AS n RETURN n", "--limit", "2")
    assert lines(ran) == [["n"], ["1"], ["2"]]
    assert "only the first 2 rows" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["query", "CREATE (n)"], 1, "here queries only read"),
        (["query", "MATCH (n"], 1, "the query is no Cypher at line 1"),
        (["query", "RETURN $x", "--param", "x"], 2, "--param 'x' names no value"),
        (["query", ENDLESS, "--timeout", "0.2"], 1, "longer than it may"),
        (["show", "Nvdia"], 1, "unknown entity 'Nvdia'; did you mean Nvidia?"),
        (["show", "Jenson Hwang"], 1, "unknown entity 'Jenson Hwang'; did you mean Jensen Huang?"),
        (["show", "Mistral"], 1, "unknown entity 'Mistral'; did you mean Mistral AI?"),
        (["show", "Zzyzx"], 1, "unknown entity 'Zzyzx'"),
        (["show", "e_00000000000000000000"], 1, "there is no edge e_00000000000000000000"),
        (["path", "Tesla", "Nobody"], 1, "unknown entity 'Nobody'"),
        (["path", "Tesla", "AMD", "--max-hops", "1"], 1, "no path of at most 1 hops joins Tesla and AMD"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_number(run: Run, arguments: list[str], code: int, words: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("aigraph: ")
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_an_entity_is_shown_with_its_edges_and_their_evidence(run: Run) -> None:
    ran = run("show", "nVIDIA")
    assert ran.out.startswith("Nvidia · Company · nvidia\n7 edges from 10 claims in 7 articles\n")
    rows = {row[-1]: row for row in lines(ran)[4:]}
    assert rows[SUPPLY] == [
        "supplies",
        "Tesla",
        "asserted, current, contradicted",
        "2",
        "“Nvidia supplies Tesla and backs CoreWeave.” (Daily, 2025-01-10)",
        SUPPLY,
    ]
    assert len(rows) == 7


def test_an_edge_is_worded_from_the_end_that_is_shown(run: Run) -> None:
    assert lines(run("show", "tesla"))[4][:2] == ["is supplied by", "Nvidia"]
    assert lines(run("show", "AMD"))[4][:2] == ["competes with", "Nvidia"]


def test_more_than_the_limit_is_counted(run: Run) -> None:
    assert run("show", "nvidia", "--limit", "2").out.endswith("2 of 7 are shown: ask for more with --limit\n")


def test_edges_claims_and_articles_are_shown_by_id(run: Run) -> None:
    edge = run("show", SUPPLY).out
    assert edge.startswith(f"Nvidia supplies Tesla · asserted, current, contradicted · {SUPPLY}\n2 claims for it, 1 against")
    assert "“Nvidia denies that it supplies Tesla.” (Echo, 2025-03-05)" in edge
    told = corpus()[0]
    claim = dict(lines(run("show", told.claims[0].id)))
    assert claim["quote"] == told.claims[0].evidence.quote
    assert claim["edge"] == SUPPLY
    assert "contradicted by" in claim
    shown = run("show", told.article.id).out
    assert told.article.source in shown
    assert "Nvidia invests-in CoreWeave" in shown


@pytest.mark.parametrize("what", ["nvidia", SUPPLY, corpus()[0].claims[0].id, corpus()[0].article.id])
def test_everything_is_shown_in_json_too(run: Run, what: str) -> None:
    found = answer(run("show", what, "--json"))
    assert what in json.dumps(found)
    assert "quote" in json.dumps(found)


def test_a_path_has_the_evidence_of_each_hop(run: Run) -> None:
    first, *hops = run("path", "Tesla", "AMD").out.splitlines()
    assert first == "1. Tesla – Nvidia – AMD"
    assert hops[0].startswith("   Nvidia supplies Tesla [asserted, current, contradicted] “Nvidia supplies Tesla and backs CoreWeave.”")
    assert hops[1].startswith("   AMD competes with Nvidia [asserted, current] “")
    found = answer(run("path", "Tesla", "AMD", "--json"))
    assert found["evidence"][SUPPLY]["evidence"]["quote"]


def test_stats_name_the_graph(run: Run, told: Store) -> None:
    assert answer(run("stats", "--json"))["graph_hash"] == told.graph_hash()
    assert ["claims", "13"] in lines(run("stats"))


def test_names_resolve_by_alias_and_ask_when_two_have_one(prepared: Store) -> None:
    emptied(prepared)
    words = article("Big Blue supplies Tesla, which Mistral supplies too, and makes the Mistral.")
    ibm, mistral, model = (says(words, *said) for said in (("IBM", "supplies", "Tesla"), ("Mistral", "supplies", "Tesla"), MODEL))
    ibm = replace(ibm, subject=replace(ibm.subject, mention="Big Blue"))
    model = replace(model, object=replace(model.object, id="mistral-model"))
    prepared.add([Reading(words, (ibm, mistral, model))])
    assert entity_called(prepared, "big blue").entity.id == "ibm"
    assert entity_called(prepared, "mistral").entity.type == "Company"
    with pytest.raises(NotFound, match=r"'MISTRAL' may be mistral \(Company\) or mistral-model \(Product\): give the id"):
        entity_called(prepared, "MISTRAL")
    prepared.retract(words.source, reason="a hoax")
    with pytest.raises(Gone, match="entity 'ibm' is gone: a hoax"):
        entity_called(prepared, "ibm")
    prepared.add(corpus())


def test_nothing_that_an_article_says_moves_the_terminal(run: Run, prepared: Store) -> None:
    emptied(prepared).add([reading(article(f"Nvidia \x1b[2J{HOSTILE}\nsupplies Tesla."), ("Nvidia", "supplies", "Tesla"))])
    shown = run("show", "Nvidia").out
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "supplies Tesla." in shown
    emptied(prepared).add(corpus())
