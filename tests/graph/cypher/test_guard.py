"""The Cypher door holds: every attempt of the corpus is refused with a reason, and honest queries pass."""

from __future__ import annotations

import pytest

from graph.cypher import only_reading
from graph.cypher.grammar import tree_of
from graph.errors import QueryRefused
from tests.graph.cypher.corpus import ATTEMPTS, HONEST, HONEST_PARAMETERS, PARAMETERS

REASONS = ("only read", "not allowed here", "no Cypher", "one is read at a time", "escape", "range(", "reduce", "hops", "longest length")
SIZES = ("deep", "words and signs", "characters", "times as large", "numbers here")


def test_the_corpus_is_large_and_says_nothing_twice() -> None:
    assert len(ATTEMPTS) >= 170
    assert len({text for _, text in ATTEMPTS}) == len(ATTEMPTS)


@pytest.mark.parametrize("statement", [text for _, text in ATTEMPTS], ids=lambda text: text[:60])
def test_an_attempt_is_refused_with_a_reason(statement: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        only_reading(statement, PARAMETERS)
    reason = str(refused.value)
    assert "\n" not in reason
    assert any(words in reason for words in (*REASONS, *SIZES)), reason


@pytest.mark.parametrize("statement", HONEST.values(), ids=HONEST)
def test_an_honest_query_passes(statement: str) -> None:
    assert only_reading(statement, HONEST_PARAMETERS) == statement


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


def test_a_number_of_five_thousand_digits_is_refused_as_others_are() -> None:
    with pytest.raises(QueryRefused, match="parameter 'n' has a whole number of 16611 bits"):
        only_reading("RETURN $n", {"n": [10**5000]})
