"""What kind of entity a name stands for: its signs, weighed with the numbers of ``kinds.yaml``.

The weights are a softmax regression over annotated articles (``training/kinds.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from ingest.rules.windows import TYPES

__all__ = ["KINDS", "scores", "values", "weighed"]

PATH = Path(__file__).parents[1] / "data" / "kinds.yaml"
_SIGNS, _TAGS, _DAMPING, _LEAST = 0.3, 1.0, 0.7, 1e-4
"""How much the signs and the tagger's shares count, how little each further occurrence, and what no share goes below."""
KINDS = ("Company", "Government", "Person", "Product", "ResearchOrg")


def scores(votes: Mapping[str, int], occurrences: int) -> dict[str, float]:
    """The share of each kind, all together 1."""
    weights = _weights()
    sums = dict(weights["bias"])
    for sign, value in values(votes, occurrences):
        for kind, weight in weights.get(sign, {}).items():
            sums[kind] += weight * value
    top = max(sums.values())
    powers = {kind: math.exp(value - top) for kind, value in sums.items()}
    total = sum(powers.values())
    return {kind: power / total for kind, power in powers.items()}


def weighed(shares: Mapping[str, float], tagged: Sequence[Sequence[float]]) -> dict[str, float]:
    """The shares together with those that the tagger gave each occurrence (in the order of ``TYPES``), all together 1."""
    if not tagged:
        return dict(shares)
    logs = {
        kind: _SIGNS * math.log(shares[kind] + _LEAST) + _TAGS * sum(math.log(one[n] + _LEAST) for one in tagged) / len(tagged) ** _DAMPING
        for n, kind in enumerate(TYPES)
    }
    top = max(logs.values())
    powers = {kind: math.exp(value - top) for kind, value in logs.items()}
    total = sum(powers.values())
    return {kind: power / total for kind, power in powers.items()}


def values(votes: Mapping[str, int], occurrences: int) -> Iterator[tuple[str, float]]:
    """How much each sign counts, given how often the name occurs."""
    damping = occurrences**0.6
    return ((sign, min(count / damping, 2.0)) for sign, count in votes.items())


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    data: Mapping[str, Mapping[str, float]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return data
