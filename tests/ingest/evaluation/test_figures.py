"""The figures, held against what one counts by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.evaluation import annotated, evaluate, read_claims, read_gold
from ingest.evaluation.names import folded_name
from ingest.evaluation.report import Evaluation
from tests.ingest.evaluation.marked import write


@pytest.fixture
def found(tmp_path: Path) -> Evaluation:
    gold, articles, said = write(tmp_path)
    return evaluate(annotated(read_gold(gold), articles), read_claims(said))


def figures(found: Evaluation, *names: str) -> list[Any]:
    told = found.to_json()
    return [told[name] for name in names]


def test_edges_are_right_false_or_missed_and_optional_ones_count_neither_way(found: Evaluation) -> None:
    assert figures(found, "articles", "required", "found", "other_claims") == [2, 5, 5, 1]
    assert found.whole.counts["tp"] == 3
    assert found.to_json()["edge"] == {"precision": 0.75, "recall": 0.6, "f1": 0.667}


def test_a_pair_is_right_whatever_the_relation_and_the_direction(found: Evaluation) -> None:
    assert found.to_json()["pair"] == {"precision": 1.0, "recall": 0.8, "f1": 0.889}


def test_qualities_of_the_edges_found_are_those_of_their_first_claim(found: Evaluation) -> None:
    assert figures(found, "certainty", "phase", "evidence") == [1.0, 0.667, 1.0]
    assert figures(found, "certainty_macro_f1", "phase_macro_f1") == [1.0, 0.4]
    assert found.classes["phase"]["current"] == {"precision": 0.667, "recall": 1.0, "f1": 0.8, "n": 2}
    assert found.classes["phase"]["planned"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "n": 1}


def test_quotes_are_looked_for_word_for_word(found: Evaluation) -> None:
    assert figures(found, "quotes_verbatim") == [0.833]


def test_each_relation_and_language_has_its_figures(found: Evaluation) -> None:
    told = found.to_json()
    assert list(told["relations"]) == ["acquires", "founded", "invests-in", "partners-with", "supplies"]
    supplies = told["relations"]["supplies"]
    assert [supplies[name] for name in ("tp", "fp", "fn", "f1")] == [0, 1, 1, 0.0]
    assert {lang: (row["articles"], row["tp"], row["fp"], row["fn"]) for lang, row in told["languages"].items()} == {
        "en": (1, 1, 1, 1),
        "fr": (1, 2, 0, 1),
    }


def test_intervals_enclose_the_figure_and_are_the_same_each_time(found: Evaluation, tmp_path: Path) -> None:
    low, high = found.whole.intervals["edge.f1"]
    assert (low, high) == (0.5, 0.8)
    again = tmp_path / "again"
    again.mkdir()
    gold, articles, said = write(again)
    assert evaluate(annotated(read_gold(gold), articles), read_claims(said)).to_json() == found.to_json()


def test_calibration_counts_right_and_false_edges_at_their_highest_confidence(found: Evaluation) -> None:
    bins = {one.start: (one.count, one.confidence, one.right) for one in found.calibration.bins if one.count}
    assert bins == {0.5: (2, 0.525, 0.5), 0.8: (1, 0.8, 1.0), 0.9: (1, 0.95, 1.0)}
    assert found.calibration.error == pytest.approx((2 * 0.025 + 0.2 + 0.05) / 4)


def test_claims_that_are_less_sure_can_be_left_out(tmp_path: Path) -> None:
    gold, articles, said = write(tmp_path)
    found = evaluate(annotated(read_gold(gold), articles), read_claims(said), min_confidence=0.55)
    assert found.to_json()["edge"] == {"precision": 1.0, "recall": 0.6, "f1": 0.75}


def test_without_claims_everything_is_missed(tmp_path: Path) -> None:
    gold, articles, _ = write(tmp_path)
    told = evaluate(annotated(read_gold(gold), articles), []).to_json()
    assert told["edge"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert told["quotes_verbatim"] == told["phase_macro_f1"] == told["calibration"]["error"] == 0.0


@pytest.mark.parametrize(
    ("name", "other"),
    [("NVIDIA Corp.", "Nvidia"), ("Société « Orvik »", "societe orvik"), ("Meta Platforms, Inc.", "Meta"), ("L’Atelier", "l'atelier")],
)
def test_names_that_are_one(name: str, other: str) -> None:
    assert folded_name(name) == folded_name(other)


def test_a_name_of_a_legal_form_alone_stays() -> None:
    assert folded_name("SAS") == "sas"
    assert folded_name("GPT-4") != folded_name("GPT-5")
