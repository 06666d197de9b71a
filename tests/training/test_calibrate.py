from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest.rules.judge import FORTH, Weights
from training.calibrate import Table, calibrated
from training.examples import Example, Said

CLASS = "acquires:forth"


def example(origin: str, *, true: bool, here: bool = True) -> Example:
    said = (Said("acquires", FORTH, "asserted", "current", 1.0, here),) if true else ()
    return Example(origin, "en", ("a", "b"), frozenset({("acquires", FORTH)}), frozenset({"seen"}), said)


def too_sure(_: Sequence[Example]) -> Table:
    """A judge that gives everything 0.98."""
    return {
        "relations_features": np.array("seen"),
        "relations_classes": np.array(CLASS),
        "relations_weights": np.array([[2.0]], dtype=np.float16),
        "relations_bias": np.array([2.0], dtype=np.float32),
    }


def probability(table: Table) -> float:
    return float(1 / (1 + np.exp(-Weights.read(table, "relations").scores({"seen"})[0])))


@pytest.mark.parametrize(("right", "of"), [(3, 12), (6, 12), (9, 12)])
def test_what_is_right_so_often_is_said_with_that_probability(right: int, of: int) -> None:
    examples = [example(f"article-{number}", true=number < right) for number in range(of)]
    assert probability(calibrated(examples, too_sure)) == pytest.approx(right / of, abs=0.02)


def test_what_is_said_elsewhere_in_the_article_counts_neither_way() -> None:
    told = [example(f"article-{number}", true=number < 6) for number in range(12)]
    elsewhere = [example(f"other-{number}", true=True, here=False) for number in range(30)]
    assert probability(calibrated([*told, *elsewhere], too_sure)) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("examples", [[], [example("fr-01:3", true=True)], [example("article", true=True)]])
def test_without_articles_that_disagree_nothing_is_put_right(examples: list[Example]) -> None:
    assert probability(calibrated(examples, too_sure)) == probability(too_sure([]))


def test_each_article_is_scored_by_a_judge_that_never_saw_it() -> None:
    seen: list[set[str]] = []

    def watched(examples: Sequence[Example]) -> Table:
        seen.append({e.origin for e in examples})
        return too_sure(examples)

    articles = [example(f"article-{number}", true=number % 2 == 0) for number in range(20)]
    calibrated([*articles, example("en-01:7", true=True)], watched)
    whole, *parts = seen
    left_out = [whole - part for part in parts]
    assert set.union(*left_out) == {a.origin for a in articles}
    assert sum(map(len, left_out)) == len(articles)
