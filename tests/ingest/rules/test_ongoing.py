"""What an article says has not ended goes on."""

from __future__ import annotations

import pytest

from ingest.rules.mentions import Mention
from ingest.rules.ongoing import going_on
from ingest.rules.read import Statement
from ingest.rules.windows import Piece


def stated(tail: str, phase: str, piece: int) -> Statement:
    head, other = (Mention(0, len(name), name, name.lower(), name, "Company") for name in ("Vantik", tail))
    return Statement(head, other, "disputes-with", 0.9, "asserted", phase, piece, piece, forth=True, seen=None)


def phases(sentence: str) -> list[str]:
    pieces = [Piece(0, 0, len(text), text, ()) for text in ("Vantik sued Dunlin in 2008.", sentence)]
    given = [stated("Dunlin", "ended", 0), stated("Dunlin", "ended", 1), stated("Pelmar", "ended", 0), stated("Dunlin", "planned", 0)]
    return [one.phase for one in going_on(given, pieces)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The quarrel of Vantik and Dunlin never quite ended.",
        "La querelle de Vantik et Dunlin n'a jamais vraiment pris fin.",
        "Der Streit von Vantik und Dunlin wurde nie ganz beigelegt.",
        "La disputa de Vantik y Dunlin nunca terminó.",
    ],
)
def test_no_statement_of_an_edge_that_has_not_ended_is_ended(sentence: str) -> None:
    assert phases(sentence) == ["current", "current", "ended", "planned"]


@pytest.mark.parametrize(
    "sentence", ["The quarrel ended.", "La querelle a pris fin.", "Vantik did not hand over Dunlin.", "Vantik not only ended it, it sued."]
)
def test_else_the_phase_stays(sentence: str) -> None:
    assert phases(sentence) == ["ended", "ended", "ended", "planned"]
