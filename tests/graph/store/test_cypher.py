"""Cypher as users write it: the questions of ``docs/cypher.md``, the saved queries, and more, each with its answer, on a real Neo4j."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from neo4j import READ_ACCESS

from docs.cypher.graph import readings
from docs.cypher.page import columns, properties
from docs.cypher.questions import Question, questions_in, saved, sections
from graph.reports import Rows
from graph.store import Store
from graph.values import Collected
from tests.graph.samples import article, emptied, moved, reading, story

FOLDER = Path(__file__).with_name("cypher")
THIRTY = [question for questions in sections().values() for question in questions]
MORE = {path.stem: questions_in(path) for path in sorted(FOLDER.glob("*.yaml"))}
ALL = [*THIRTY, *saved(), *(question for questions in MORE.values() for question in questions)]
WAYS = {
    "a pattern comprehension": "[(",
    "a map projection": "{.",
    "EXISTS": "EXISTS {",
    "COUNT": "COUNT {",
    "COLLECT": "COLLECT {",
    "CALL": "CALL (",
    "CALL, the old way": "CALL {",
    "a variable length": "*1..",
    "shortestPath": "shortestPath(",
    "allShortestPaths": "allShortestPaths(",
    "SHORTEST": "SHORTEST 1",
    "a quantified path pattern": "){1,",
    "a date": "date(",
    "a duration": "duration(",
    "full text": "db.index.fulltext.queryNodes",
    "UNION": "UNION",
    "UNION ALL": "UNION ALL",
    "OPTIONAL MATCH": "OPTIONAL MATCH",
    "UNWIND": "UNWIND",
    "CASE": "CASE",
    "reduce": "reduce(",
    "a percentile": "percentileCont(",
    "paging": "SKIP",
    "a parameter": "$",
}

each_question = pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def told(prepared: Store) -> Store:
    """The store with the graph of ``docs/cypher/graph.yaml``."""
    reports = emptied(prepared).add(readings())
    assert [rejection for report in reports for rejection in report.rejections] == []
    return prepared


@pytest.fixture
def with_copies(told: Store) -> Iterator[Store]:
    """The same with two copies of an article, of which one was found a second time and read less surely there; until the test is over."""
    whole = told.graph_hash()
    first, copy = (reading(article(f"{story(1)} {n}"), ("Inker", "supplies", "Paper")) for n in range(2))
    unsure = moved(first, source="elsewhere/inker.txt")
    told.add([first, copy, replace(unsure, claims=tuple(replace(claim, confidence=0.5) for claim in unsure.claims))])
    yield told
    for one in (first, copy):
        told.retract(one.article.id, reason="the test is over")
    assert told.graph_hash() == whole


def in_order(question: Question, rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    found = [list(row) for row in rows]
    return sorted(found, key=repr) if question.any_order else found


def expect(question: Question, fields: Iterable[str], rows: Iterable[Iterable[Any]], collected: Mapping[str, int]) -> None:
    if question.draws is not None:
        assert (collected["nodes"], collected["edges"]) == question.draws
    else:
        assert in_order(question, rows) == in_order(question, question.answer or [])
    if question in THIRTY:
        assert list(fields) == columns(question.cypher)


@each_question
def test_the_read_only_door_answers(told: Store, question: Question) -> None:
    rows: Rows = told.read(question.cypher, question.parameters, timeout=60)
    assert not rows.truncated
    expect(question, rows.fields, rows.values, {"nodes": len(rows.nodes), "edges": len(rows.edges)})


@each_question
def test_a_plain_driver_answers_the_same(told: Store, question: Question) -> None:
    collected = Collected()
    with told._session(default_access_mode=READ_ACCESS) as session:
        result = session.run(question.cypher, question.parameters)
        rows = [[collected.json(value) for value in record.values()] for record in result]
        expect(question, result.keys(), rows, {"nodes": len(collected.nodes), "edges": len(collected.edges)})


@pytest.mark.parametrize(
    ("kind", "things"),
    [
        ("Entity", "MATCH (x:Entity)"),
        ("Claim", "MATCH (x:Claim)"),
        ("Article", "MATCH (x:Article)"),
        ("Edge", "MATCH (:Entity)-[x]->(:Entity)"),
    ],
)
def test_the_page_names_the_properties_that_the_store_has(with_copies: Store, kind: str, things: str) -> None:
    found = with_copies.ask(f"{things} UNWIND keys(x) AS key RETURN DISTINCT key")
    assert sorted(row["key"] for row in found) == sorted(properties()[kind])


def test_there_are_as_many_as_promised() -> None:
    assert len(THIRTY) == 30
    assert len(saved()) >= 12
    assert len(ALL) >= 80
    assert len({question.name for question in ALL}) == len(ALL)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_among_them(way: str) -> None:
    assert any(WAYS[way] in question.cypher for question in ALL)


def test_no_query_is_without_an_answer() -> None:
    assert [question.name for question in ALL if question.answer is None and question.draws is None] == []
