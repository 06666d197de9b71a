"""Passages are checked before they are learned from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.encoder.check import faults, faults_of_file, main

PASSAGES = Path(__file__).parents[3] / "training" / "passages"
GOOD: dict[str, Any] = {
    "sentences": ["Altair Group a racheté Boreal.", "Altair paie, dit la firme."],
    "entities": [["Altair Group", "Company"], ["Boreal", "Company"]],
    "aliases": {"Altair": "Altair Group"},
    "phrases": [["la firme", 1, "Altair Group"]],
    "relations": [["Altair Group", "acquires", "Boreal", "asserted", "current", [0, 1]]],
}


def relation(*row: object) -> dict[str, Any]:
    return {**GOOD, "relations": [list(row)]}


@pytest.mark.parametrize("path", sorted(PASSAGES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_projects_passages_have_no_faults(path: Path) -> None:
    assert list(faults_of_file(path)) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({**GOOD, "entities": [*GOOD["entities"], ["Boreal", "Company"]]}, "an entity is given twice"),
        ({**GOOD, "entities": [*GOOD["entities"], ["Cobalt", "Company"]]}, "the text does not name Cobalt"),
        ({**GOOD, "aliases": {"Altaïr": "Altair Group"}}, "the text does not have the other name Altaïr"),
        ({**GOOD, "aliases": {"Altair": "Altair"}}, "Altair is another name of Altair, which is no entity"),
        ({**GOOD, "phrases": [["la firme", 0, "Boreal"]]}, "sentence 0 does not have the phrase la firme"),
        ({**GOOD, "phrases": [["la firme", 1, "Altair"]]}, "la firme stands for Altair, which is no entity"),
        (relation("Altair", "acquires", "Boreal", "asserted", "current", [0]), "Altair acquires Boreal: an end is no entity"),
        (relation("Altair Group", "buys", "Boreal", "asserted", "current", [0]), "Altair Group buys Boreal: the ontology has no buys"),
        (relation("Altair Group", "works-for", "Boreal", "asserted", "current", [0]), "works-for does not go from Company to Company"),
        (relation("Altair Group", "acquires", "Boreal", "sure", "current", [0]), "sure, current is no certainty and phase"),
        (relation("Altair Group", "acquires", "Boreal", "asserted", "current", [2]), "it must be numbers of sentences from 0 to 1"),
        (relation("Altair Group", "acquires", "Boreal", "asserted", "current", []), "the evidence is []"),
        ({**GOOD, "relations": GOOD["relations"] * 2}, "Altair Group acquires Boreal is given twice"),
        ({"sentences": []}, "not written as a passage is: KeyError('entities')"),
        (relation("Altair Group", "acquires"), "not written as a passage is: ValueError"),
        ([], "not written as a passage is: TypeError"),
    ],
)
def test_a_fault_is_named(row: dict[str, Any], fault: str) -> None:
    assert fault in "\n".join(faults(row))


def test_a_type_that_the_ontology_lacks_is_a_fault() -> None:
    row = {**GOOD, "entities": [["Altair Group", "Firm"], ["Boreal", "Company"]]}
    assert next(faults(row)).startswith("Altair Group is a Firm; it must be one of Company")


def test_the_command_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fr-01.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n{", encoding="utf-8")
    assert main([str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:3: not JSON: ")
    path.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")
    assert main([str(path)]) == 0
