"""How names and phrases are counted against marks."""

from __future__ import annotations

from bench.mentions import counted, row
from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document

TEXT = "Brivelac sues Ondamire. The firm says that it is Calypso's."


def at(words: str, entity: str, type_: str = "Company", kind: str = "name") -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, entity, words, type_, kind)


def document(*mentions: Mention) -> Document:
    return Document("en-1", (Piece(0, 0, len(TEXT), TEXT, mentions),), ())


def test_places_types_and_antecedents_are_counted_apart() -> None:
    truth = document(
        at("Brivelac", "a"),
        at("Ondamire", "b"),
        at("The firm", "a", kind=PHRASE),
        at("it", "b", kind=PHRASE),
        at("Calypso", "c", "Product"),
    )
    read = document(
        at("Brivelac", "a"), at("Ondamire", "b", "Product"), at("The", "d"), at("The firm", "b", kind=PHRASE), at("it", "b", kind=PHRASE)
    )
    found = counted(truth, read)
    assert found == {"articles": 1, "names": 3, "own": 3, "named": 2, "typed": 1, "phrases": 2, "given": 2, "seen": 2, "right": 1}
    assert row("en", found).split() == ["en", "1", "0.667", "0.667", "0.500", "1.000", "0.500", "0.500"]


def test_a_phrase_of_two_is_right_when_none_is_wrong() -> None:
    both = at("The firm", "a", kind=PHRASE), at("The firm", "b", kind=PHRASE)
    assert counted(document(*both), document(both[0]))["right"] == 1
    assert counted(document(both[0]), document(*both))["right"] == 0
