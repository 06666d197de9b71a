"""What phrases cost: passages as gold, without their phrases, and the table of a few."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.phrases import gold_of, kept_aside, main, named_alone
from training.encoder.documents import passage_document

PASSAGE: dict[str, Any] = {
    "sentences": [
        "Orvane buys Brandholt",
        "Orvane plc has bought Brandholt.",
        *["Nobody would say more."] * 4,
        "It also supplies Tessaly Motors with sensors.",
    ],
    "entities": [["Orvane plc", "Company"], ["Brandholt", "Company"], ["Tessaly Motors", "Company"]],
    "aliases": {"Orvane": "Orvane plc"},
    "phrases": [["It", 6, "Orvane plc"]],
    "relations": [
        ["Orvane plc", "acquires", "Brandholt", "asserted", "current", [1]],
        ["Orvane plc", "supplies", "Tessaly Motors", "asserted", "current", [1, 6], "optional"],
    ],
}


def test_a_passage_is_gold_with_all_names_and_the_words_of_its_evidence() -> None:
    gold = gold_of(PASSAGE, "en-x:0")
    assert [(e["key"], e["names"]) for e in gold["entities"]] == [
        ("e0", ["Orvane plc", "Orvane"]),
        ("e1", ["Brandholt"]),
        ("e2", ["Tessaly Motors"]),
    ]
    acquires, supplies = gold["relations"]
    assert (acquires["head"], acquires["tail"], acquires["need"]) == ("e0", "e1", "required")
    assert supplies["need"] == "optional"
    assert supplies["evidence"] == "Orvane plc has bought Brandholt. It also supplies Tessaly Motors with sensors."


def test_without_phrases_the_names_are_left() -> None:
    document = passage_document(PASSAGE, "en-x:0")
    kinds = [[mention.text for mention in piece.mentions] for piece in named_alone(document).pieces]
    assert "It" in [mention.text for mention in document.pieces[6].mentions]
    assert kinds == [["Orvane", "Brandholt"], ["Orvane plc", "Brandholt"], [], [], [], [], ["Tessaly Motors"]]


def test_one_of_seven_is_kept_aside_always_the_same() -> None:
    aside = [number for number in range(700) if kept_aside(f"en-x:{number}")]
    assert 70 < len(aside) < 130
    assert aside[:4] == [2, 3, 23, 24]


def test_what_is_written_down_is_in_reach_and_what_needs_a_phrase_is_not_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    required = PASSAGE | {"relations": [[*row[:6]] for row in PASSAGE["relations"]]}
    file = tmp_path / "en-x.jsonl"
    file.write_text("".join(json.dumps(required) + "\n" for _ in range(12)), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["phrases", str(file)])
    main()
    head, _, *lines = capsys.readouterr().out.splitlines()
    reach = {line[:16].strip(): float(line.split()[-1]) for line in lines}
    assert head == f"{sum(kept_aside(f'en-x:{n}') for n in range(12))} of 12 passages"
    assert (reach["as written"], reach["names alone"]) == (1.0, 0.5)
