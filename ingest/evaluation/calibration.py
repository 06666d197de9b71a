"""Whether a confidence means what it says: of the edges that are sure at 0.8, four in five should be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.evaluation.matching import FALSE, RIGHT, Outcome

__all__ = ["Bin", "Calibration", "calibration"]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The edges whose confidence is from ``start`` up to ``end``: how many, how sure on average, what share is right."""

    start: float
    end: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Ten bins, the empty ones too, and the expected calibration error (Naeini et al. 2015), 0 when there are no edges."""

    bins: tuple[Bin, ...]
    error: float
    count: int


def calibration(outcomes: Iterable[Outcome]) -> Calibration:
    """Held against the edges that are right or false; optional ones count neither way."""
    found = [(outcome.confidence, outcome.kind == RIGHT) for outcome in outcomes if outcome.kind in (RIGHT, FALSE)]
    bins = tuple(_bin(number, [one for one in found if min(int(one[0] * _BINS), _BINS - 1) == number]) for number in range(_BINS))
    error = sum(one.count * abs(one.confidence - one.right) for one in bins) / len(found) if found else 0.0
    return Calibration(bins, error, len(found))


def _bin(number: int, found: list[tuple[float, bool]]) -> Bin:
    start, end, count = number / _BINS, (number + 1) / _BINS, len(found)
    if not count:
        return Bin(start, end, 0, 0.0, 0.0)
    return Bin(start, end, count, sum(sure for sure, _ in found) / count, sum(right for _, right in found) / count)
