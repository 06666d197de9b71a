"""Sheets: every entity, edge and claim a row, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.export import write_sheets
from graph.export.sheets import SHEETS, neutral
from graph.store import Store
from ontology.records import Article, Reading
from tests.graph.samples import corpus, says

FORMULAS = ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "\n=1", "\uff1d1", "\uff0b1"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_has_its_row(store: Store, tmp_path: Path) -> None:
    store.add(corpus())
    write_sheets(store, tmp_path / "sheets")
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == sorted(SHEETS)
    entities, edges, claims = (rows(tmp_path / "sheets" / name) for name in SHEETS)
    assert [row["id"] for row in claims] == [claim.id for claim in store.claims()]
    assert (len(entities), len(edges)) == (9, len({row["edge"] for row in claims}))
    supply = next(row for row in edges if row["relation"] == "supplies")
    assert (supply["subject_name"], supply["object_name"], supply["support"], supply["contradicted"]) == ("Nvidia", "Tesla", "2", "True")
    said = next(row for row in claims if row["amount"])
    assert (said["quote"], said["amount"], said["currency"]) == ("Nvidia supplies Tesla and backs CoreWeave.", "2000000000", "USD")
    assert (tmp_path / "sheets" / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_no_cell_begins_a_formula(store: Store, tmp_path: Path) -> None:
    for number, formula in enumerate(FORMULAS):
        text = Article(f"{formula} supplies Tesla {number}.", f"{formula}/{number}", formula, formula, "2025-01-01", "en")
        store.add([Reading(text, (says(text, f"={number}x", "supplies", "Tesla", product=formula),))])
    write_sheets(store, tmp_path)
    cells = [cell for name in SHEETS for row in rows(tmp_path / name) for cell in row.values()]
    words = [cell for cell in cells if any(formula.strip() in cell for formula in FORMULAS)]
    assert len(words) > 30
    assert not any(cell.lstrip(" \n\t\r")[:1] in {"=", "+", "-", "@", "\uff1d", "\uff0b"} for cell in cells if cell)


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_becomes_words(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Nvidia", "a=b", "", None, -1.5, 2, "株式", "'quoted'"])
def test_what_is_none_stays(cell: object) -> None:
    assert neutral(cell) == cell
