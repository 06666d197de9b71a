"""The Cypher door holds: every attempt of the corpus is refused with a reason, nothing changes, and honest queries pass."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from threading import Thread

import pytest
import yaml

from graph.cypher import only_reading
from graph.cypher.grammar import tree_of
from graph.errors import QueryRefused
from graph.store import Store

FILLED = {
    "{deep}": "(" * 60 + "1" + ")" * 60,
    "{deep_lists}": "[" * 60 + "1" + "]" * 60,
    "{many}": "[" + ",".join("1" * 2500) + "]",
    "{long}": "x" * 20_001,
    "{sum}": "+".join("1" * 2500),
}
FILE = Path(__file__).with_name("bypasses.yaml")


def filled(statement: str) -> str:
    for name, text in FILLED.items():
        statement = statement.replace(name, text)
    return statement


CORPUS = [(kind, filled(text)) for kind, texts in yaml.safe_load(FILE.read_text(encoding="utf-8")).items() for text in texts]
REASONS = ("only read", "not allowed here", "no Cypher", "one is read at a time", "escape", "range(", "reduce", "hops", "longest length")
SIZES = ("deep", "words and signs", "characters", "times as large", "numbers here")

HONEST = {
    "a variable length": "MATCH p = (a:Company)-[:SUPPLIES*1..4]->(b) WHERE none(n IN nodes(p) WHERE n.x = 1) RETURN length(p), count(*)",
    "subqueries": """
        MATCH (c:Company) CALL (c) { MATCH (c)-[r]->() RETURN count(r) AS out, collect(DISTINCT type(r)) AS kinds }
        WITH c, out, kinds WHERE out > 1 AND EXISTS { (c)<-[:INVESTS_IN]-() } RETURN c.name, out, kinds ORDER BY out DESC LIMIT 5""",
    "aggregation": """
        MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WITH a.publisher AS who, c.relation AS what, count(*) AS n, avg(c.confidence) AS sure
        RETURN who, collect({what: what, n: n, sure: round(sure, 2)}) AS said, reduce(all = 0, x IN collect(n) | all + x) AS total""",
    "a shortest path of any length": """
        MATCH p = SHORTEST 2 (:Company {name: $from})-[r:SUPPLIES|INVESTS_IN]-+(:Company {name: $to})
        RETURN [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | {type: type(r), claims: size(r.claims)}] AS hops""",
    "dates, text and lists": """
        MATCH (a:Article) WHERE a.published STARTS WITH '2025' AND NOT a.title CONTAINS "it's // no comment; CREATE (n)"
        UNWIND range(0, size(split(a.title, ' ')) - 1) AS i WITH a, split(a.title, ' ')[i] AS word
        RETURN toLower(replace(word, ',', '')) AS word, count(DISTINCT a) AS n, max(date(left(a.published, 10))) AS latest
        ORDER BY n DESC SKIP 1 LIMIT 3 UNION ALL RETURN 'end' AS word, 0 AS n, null AS latest""",
}


def test_the_corpus_is_large_and_says_nothing_twice() -> None:
    assert len(CORPUS) >= 120
    assert len({text for _, text in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("statement", [text for _, text in CORPUS], ids=lambda text: text[:60])
def test_an_attempt_is_refused_with_a_reason(statement: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        only_reading(statement, {"where": "http://127.0.0.1:1/x"})
    reason = str(refused.value)
    assert "\n" not in reason
    assert any(words in reason for words in (*REASONS, *SIZES)), reason


@pytest.mark.parametrize("statement", HONEST.values(), ids=HONEST)
def test_an_honest_query_passes(statement: str) -> None:
    assert only_reading(statement, {"from": "TSMC", "to": "OpenAI"}) == statement


def test_comments_are_left_out_and_nothing_else() -> None:
    assert only_reading("MATCH (n) // all\nRETURN /* the */ n.`a//b`, '/* x */'") == "MATCH (n)  \nRETURN   n.`a//b`, '/* x */'"


def test_a_refused_writing_clause_is_named_with_what_is_allowed() -> None:
    with pytest.raises(QueryRefused, match=r"'LOAD CSV FROM' \(load csv clause\).*MATCH, OPTIONAL MATCH"):
        only_reading("LOAD CSV FROM 'x' AS l RETURN l")


@pytest.mark.parametrize("statement", ["RETURN 1", "MATCH (n) RETURN n"])
def test_what_the_runtime_learned_is_forgotten_now_and_then(statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.cypher.grammar._FORGET_AFTER", 0)
    tree_of.cache_clear()
    assert only_reading(statement) == statement


class Listener:
    """Counts who connects to a port of loopback."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.met = self.door.getsockname()[1], 0
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                other, _ = self.door.accept()
            except OSError:
                return
            self.met += 1
            other.close()


def test_nothing_changes_and_nobody_is_called(prepared: Store) -> None:
    before, listener = prepared.graph_hash(), Listener()
    with listener.door:
        for _, statement in CORPUS:
            with pytest.raises(QueryRefused):
                prepared.read(statement.replace("{port}", str(listener.port)), {"where": f"http://127.0.0.1:{listener.port}/x"})
        started = time.monotonic()
        assert prepared.read("RETURN 1").values == ((1,),)
        assert time.monotonic() - started < 5
        assert listener.met == 0
    assert prepared.revision() >= 0
    assert prepared.graph_hash() == before


@pytest.mark.parametrize("statement", HONEST.values(), ids=HONEST)
def test_the_store_answers_an_honest_query(prepared: Store, statement: str) -> None:
    assert prepared.read(statement, {"from": "TSMC", "to": "OpenAI"}, timeout=30).fields
