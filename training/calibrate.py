"""Make the judge's probabilities true: of the claims at 0.8, four in five should be right.

Platt 1999: a second regression on the scores that judges trained without an article give to its pairs. Its slope and intercept go into the
weights, so that the judge itself needs to know nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.rules.judge import Weights
from training.examples import Example

__all__ = ["calibrated"]

Table = dict[str, NDArray[np.generic]]
FOLDS = 4
LOWEST = -2.0
"""Scores below are of no interest: nothing is claimed there."""


def calibrated(examples: Sequence[Example], train: Callable[[Sequence[Example]], Table]) -> Table:
    """The table of relations that ``train`` makes of all examples, with its scores put right by those of held-out articles."""
    whole = train(examples)
    rows = list(_held_out(examples, train))
    if len({true for _, true, _ in rows}) < 2:  # noqa: PLR2004 - true and false
        return whole
    scores, truth, counts = (np.array(column) for column in zip(*rows, strict=True))
    platt = LogisticRegression(C=1e6, solver="lbfgs").fit(scores.reshape(-1, 1), truth, sample_weight=counts)
    slope, intercept = float(platt.coef_[0][0]), float(platt.intercept_[0])
    weights, bias = (np.asarray(whole[f"relations_{part}"], dtype=np.float64) for part in ("weights", "bias"))
    put_right: Table = {
        "relations_weights": (weights * slope).astype(np.float16),
        "relations_bias": (bias * slope + intercept).astype(np.float32),
    }
    return whole | put_right


def _held_out(examples: Sequence[Example], train: Callable[[Sequence[Example]], Table]) -> Iterator[tuple[float, bool, float]]:
    """Score, truth and weight of each relation that a pair of an article may have, scored by a judge that never saw the article."""
    for fold in {_fold(example) for example in examples} - {None}:
        judge = Weights.read(train([e for e in examples if _fold(e) != fold]), "relations")
        for example in examples:
            if _fold(example) == fold:
                yield from _scored(example, judge)


def _fold(example: Example) -> int | None:
    """Articles are divided, sentences written for the project are always learned from."""
    if ":" in example.origin:
        return None
    return hashlib.sha256(example.origin.encode()).digest()[1] % FOLDS


def _scored(example: Example, judge: Weights) -> Iterator[tuple[float, bool, float]]:
    said: Mapping[tuple[str, str], tuple[bool, float]] = {(s.relation, s.way): (s.here, s.weight) for s in example.said}
    for name, score in zip(judge.classes, judge.scores(example.features), strict=True):
        relation, _, way = name.partition(":")
        here, weight = said.get((relation, way), (False, 1.0))
        elsewhere = (relation, way) in said and not here
        if (relation, way) in example.allowed and not elsewhere and score > LOWEST:
            yield float(score), here, weight
