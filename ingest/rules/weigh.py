"""The judge and the encoder together: one probability from two scores, one certainty and phase from two opinions.

The weights of the combination stand beside the encoder's (``names.json``); they were learned on articles that neither had seen
(``training/combine.py``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.rules.encoder import FOLDER

__all__ = ["Combination", "combination", "likeliest", "logit"]

_CERTAIN = 1e-5


@dataclass(frozen=True, slots=True)
class Combination:
    """Weights of the scores of encoder and judge, of the doubt whom phrases stand for, and a bias; ``alone``, ``apart``: without judge."""

    together: tuple[float, float, float, float]
    alone: tuple[float, float, float, float]
    apart: tuple[float, float, float, float]

    def probability(self, encoder: float, judge: float | None, *, together: bool, doubt: float) -> float:
        """How likely the relation is said; ``judge`` is its score (a logit), None where it has none; ``doubt`` is a couple's."""
        weights = self.apart if not together else self.alone if judge is None else self.together
        score = weights[0] * encoder + weights[1] * (judge or 0.0) + weights[2] * doubt + weights[3]
        return 1.0 / (1.0 + math.exp(-score))


@cache
def combination(folder: Path = FOLDER) -> Combination:
    """The combination that ships with the program."""
    data: Mapping[str, Sequence[float]] = json.loads((folder / "names.json").read_text(encoding="utf-8"))["combination"]
    rows = [tuple(map(float, data[name])) for name in ("together", "alone", "apart")]
    return Combination(*((a, b, c, d) for a, b, c, d in rows))


def logit(probability: float) -> float:
    """The score behind a probability, within bounds."""
    held = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return math.log(held / (1 - held))


def likeliest(encoder: Mapping[str, float], judge: Mapping[str, float] | None) -> str:
    """The value that both together find likeliest; each gives a score for each value (a logit)."""
    opinions = [_shares(encoder)] if judge is None else [_shares(encoder), _shares({name: _log_sigmoid(s) for name, s in judge.items()})]
    return max(encoder, key=lambda name: sum(opinion[name] for opinion in opinions))


def _log_sigmoid(score: float) -> float:
    return -math.log1p(math.exp(-score)) if score > 0 else score - math.log1p(math.exp(score))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Log-probabilities."""
    values: NDArray[np.float64] = np.array(list(scores.values()), dtype=np.float64)
    values -= values.max()
    return dict(zip(scores, (values - np.log(np.exp(values).sum())).tolist(), strict=True))
