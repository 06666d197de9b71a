"""How texts of others are shown."""

from __future__ import annotations

import json

from ontology.shown import json_line, visible


def test_a_text_is_one_line_of_words() -> None:
    assert visible("a\tb\nc\x1b[31m\u202ed\ud800é") == "a b c[31mdé"


def test_every_reader_takes_a_line_of_json_for_one() -> None:
    value = {"quote": "one\x85two\u2028three\u2029four\nfive é"}
    line = json_line(value)
    assert line.splitlines() == [line]
    assert json.loads(line) == value
    assert "é" in line
