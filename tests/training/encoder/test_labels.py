"""What the encoder should answer of a window's pairs."""

from __future__ import annotations

from typing import Any

from ingest.rules.judge import ways_of
from ingest.rules.windows import Window, windows
from training.encoder.documents import Document, passage_document
from training.encoder.labels import CERTAINTIES, CLASSES, PHASES, RELATIONS, Status, Targets, targets

ENTITIES = [["Altair", "Company"], ["Boreal", "Company"], ["Ada Roux", "Person"]]


def learned(sentences: list[str], *relations: list[Any]) -> tuple[Window, Targets]:
    document: Document = passage_document({"sentences": sentences, "entities": ENTITIES, "relations": list(relations)}, "one:0")
    (window,) = windows(document.pieces, lambda text: [7] * len(text.split()))
    return window, targets(window, document)


def true(found: Targets) -> list[tuple[int, str]]:
    return [(row, CLASSES[column]) for row, column in zip(*map(list, found.truth.nonzero()), strict=True)]


def weight(found: Targets, row: int, name: str) -> float:
    return float(found.weights[row, CLASSES.index(name)])


def test_what_is_said_is_true_each_way_round() -> None:
    _, found = learned(["Altair a racheté Boreal."], ["Altair", "acquires", "Boreal", "reported", "planned", [0]])
    assert true(found) == [(0, "acquires:forth")]
    assert found.statuses == (Status(0, RELATIONS.index("acquires"), CERTAINTIES.index("reported"), PHASES.index("planned"), 1.0),)
    _, found = learned(["Boreal appartient à Altair."], ["Altair", "acquires", "Boreal", "asserted", "current", [0]])
    assert true(found) == [(0, "acquires:back")]
    _, found = learned(["Boreal rivalise avec Altair."], ["Altair", "competes-with", "Boreal", "asserted", "current", [0]])
    assert true(found) == [(0, "competes-with:sym")]


def test_what_the_types_allow_counts_and_nothing_else() -> None:
    window, found = learned(["Altair parle à Ada Roux."])
    (couple,) = window.couples
    allowed = {f"{relation}:{way}" for relation, way in ways_of(couple.first.type, couple.second.type)}
    assert {name for name in CLASSES if weight(found, 0, name)} == allowed
    assert not found.truth.any()


def test_what_is_said_in_another_sentence_is_neither_true_nor_false() -> None:
    window, found = learned(
        ["Altair a racheté Boreal.", "Altair voit Boreal."], ["Altair", "acquires", "Boreal", "asserted", "current", [0]]
    )
    rows = {(c.first_piece, c.second_piece): row for row, c in enumerate(window.couples) if c.first.entity == "altair"}
    assert true(found) == [(rows[0, 0], "acquires:forth")]
    assert weight(found, rows[1, 1], "acquires:forth") == 0.0
    assert weight(found, rows[1, 1], "acquires:back") == 1.0
    assert weight(found, rows[0, 1], "acquires:forth") == 0.0


def test_a_relation_between_sentences_is_true_of_the_pair_across_them() -> None:
    window, found = learned(["Altair grandit.", "Boreal a été racheté."], ["Altair", "acquires", "Boreal", "asserted", "current", [0, 1]])
    assert [couple.together for couple in window.couples] == [False]
    assert true(found) == [(0, "acquires:forth")]


def test_a_relation_that_the_types_do_not_allow_is_left_out() -> None:
    _, found = learned(["Ada Roux quitte Altair."], ["Ada Roux", "subsidiary-of", "Altair", "asserted", "current", [0]])
    assert not found.truth.any()
    assert found.statuses == ()
