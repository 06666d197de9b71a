"""Encoder and judge are combined on articles that neither learned from."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.rules.judge import Weights
from ingest.rules.weigh import Combination
from ingest.rules.windows import windows
from training.encoder.combine import Row, best_f1, fitted, judged, rows
from training.encoder.documents import passage_document
from training.encoder.labels import CLASSES
from training.examples import Example


def some(together: bool, judge: bool) -> list[Row]:  # noqa: FBT001 - two of a table
    scores = np.linspace(-4, 4, 40).tolist()
    return [
        Row(score, 2 * score if judge else None, together, doubt=float(n % 3 == 0), true=score > 0.3, weight=1.0)
        for n, score in enumerate(scores)
    ]


def test_what_is_fitted_tells_true_from_false() -> None:
    found = fitted([*some(together=True, judge=True), *some(together=True, judge=False), *some(together=False, judge=False)])
    combination = Combination(*(tuple(found[name]) for name in ("together", "alone", "apart")))  # type: ignore[arg-type]  # lists from JSON
    for together, judge in ((True, 6.0), (True, None), (False, None)):
        assert combination.probability(3.0, judge, together=together, doubt=0.0) > 0.9
        assert combination.probability(-3.0, judge and -judge, together=together, doubt=0.0) < 0.1
    assert found["alone"][1] == found["apart"][1] == 0.0


def test_nothing_can_be_fitted_on_articles_in_which_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="0 true of 40 possible edges"):
        fitted([Row(0.0, 0.0, together=True, doubt=0.0, true=False, weight=1.0)] * 40)


def test_an_edge_has_the_best_score_of_its_pairs() -> None:
    passage = {
        "sentences": ["Boreal voit Altair.", "Altair a racheté Boreal."],
        "entities": [["Altair", "Company"], ["Boreal", "Company"]],
        "relations": [["Altair", "acquires", "Boreal", "asserted", "current", [1]]],
    }
    document = passage_document(passage, "one")
    (window,) = windows(document.pieces, lambda text: [7] * len(text.split()))
    scores = np.full((len(window.couples), len(CLASSES)), -20.0, dtype=np.float32)
    (row,) = (n for n, c in enumerate(window.couples) if c.first_piece == c.second_piece == 1)
    scores[row, CLASSES.index("acquires:forth")] = 2.5
    found = list(rows(document, [(window, scores)], {("acquires", "altair", "boreal"): 1.5}))
    assert [one for one in found if one.true] == [Row(2.5, 1.5, together=True, doubt=0.0, true=True, weight=1.0)]
    assert {one.encoder for one in found if not one.true} == {-9.0}


def test_the_judge_gives_each_edge_of_an_article_its_best_score() -> None:
    judge = Weights(
        {"near": 0}, ("acquires:back", "competes-with:sym"), np.array([[2.0, 1.0]], np.float32), np.array([-1.0, 0.0], np.float32)
    )
    allowed = frozenset({("acquires", "back"), ("competes-with", "sym")})
    pairs = [(("b", "a"), {"near"}), (("b", "a"), set[str]()), (("a", "b"), set[str]())]
    found = judged([Example("one", "fr", ends, allowed, frozenset(seen)) for ends, seen in pairs], judge)
    expected = {("acquires", "a", "b"): 1.0, ("acquires", "b", "a"): -1.0, ("competes-with", "a", "b"): 1.0}
    assert found.keys() == {"one"}
    assert found["one"] == pytest.approx(expected)


def test_the_best_f1_counts_what_no_pair_could_give_and_leaves_the_optional_out() -> None:
    found = [
        Row(score, None, together=True, doubt=0.0, true=true, weight=w)
        for score, true, w in ((3, True, 1.0), (2, True, 0.4), (1, False, 1.0), (0, True, 1.0))
    ]
    assert best_f1(found, 2) == 4 / 5  # both required, one false
    assert best_f1(found, 6) == 4 / 9
    assert best_f1([], 3) == 0.0
