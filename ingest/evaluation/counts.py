"""What there is to count in an article, and the figures that the sums of such counts give.

A figure is computed for one sum, or for a thousand of them at once: each count is an array.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.evaluation.matching import FALSE, MISSED, OPTIONAL, RIGHT, Judged, Outcome
from ontology.vocabulary import ontology

__all__ = ["Array", "Sums", "classes", "counts_of", "edge_counts", "figures", "resampled", "scores", "summed"]

Array = NDArray[np.float64]
Sums = Mapping[str, NDArray[Any]]

_RESAMPLES = 1000
_SEED = 1
_EDGES = {RIGHT: "tp", FALSE: "fp", MISSED: "fn", OPTIONAL: "optional"}


def edge_counts(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Edges by what became of them: tp, fp, fn, optional."""
    return Counter(_EDGES[outcome.kind] for outcome in outcomes)


def counts_of(one: Judged) -> Counter[str]:
    """Everything that is counted in an article."""
    counts = edge_counts(one.outcomes)
    counts.update(dict(zip(("pair_tp", "pair_fp", "pair_fn"), one.pairs, strict=True)))
    counts["quotes"], counts["quotes_verbatim"] = one.quotes, one.verbatim
    for outcome in one.outcomes:
        if outcome.kind == RIGHT and outcome.said and outcome.truth:
            counts["evidence"] += outcome.in_sentence
            for field in ("certainty", "phase"):
                true, named = getattr(outcome.truth, field), getattr(outcome.said, field)
                counts[f"{field} true {true}"] += 1
                counts[f"{field} named {named}"] += 1
                counts[f"{field} right {true}"] += true == named
    return counts


def summed(rows: Sequence[Counter[str]]) -> Sums:
    """One sum over all articles."""
    return {name: np.asarray(sum(row[name] for row in rows)) for name in _names(rows)}


def resampled(rows: Sequence[Counter[str]]) -> Sums:
    """A thousand sums, each over as many articles drawn with replacement (Efron 1979); the same each time."""
    names = _names(rows)
    table = np.array([[row[name] for name in names] for row in rows], dtype=np.int64)
    draws = np.random.default_rng(_SEED).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=_RESAMPLES)
    return dict(zip(names, (draws @ table).T, strict=True))


def figures(sums: Sums) -> dict[str, Array]:
    """Every figure of these sums by name, those of edges and pairs as ``edge.f1``."""
    found = {f"edge.{name}": value for name, value in scores(sums, "tp", "fp", "fn").items()}
    found |= {f"pair.{name}": value for name, value in scores(sums, "pair_tp", "pair_fp", "pair_fn").items()}
    right = _count(sums, "tp")
    for field, values in (("certainty", ontology().certainties), ("phase", ontology().phases)):
        found[field] = _ratio(sum((_count(sums, f"{field} right {value}") for value in values), start=np.zeros_like(right)), right)
        found[f"{field}_macro_f1"] = _macro(sums, field)
    found["evidence"] = _ratio(_count(sums, "evidence"), right)
    found["quotes_verbatim"] = _ratio(_count(sums, "quotes_verbatim"), _count(sums, "quotes"))
    return found


def scores(sums: Sums, right: str, false: str, missed: str) -> dict[str, Array]:
    """Precision, recall and F1; each is 0 where there is nothing to divide by."""
    return _scores(_count(sums, right), _count(sums, false), _count(sums, missed))


def classes(sums: Sums, field: str) -> dict[str, tuple[dict[str, Array], Array]]:
    """Of certainty or phase: the scores of each value over the edges found, and how often it is true."""
    terms = {"certainty": ontology().certainties, "phase": ontology().phases}[field]
    found = {}
    for value in terms:
        true, named, right = (_count(sums, f"{field} {what} {value}") for what in ("true", "named", "right"))
        found[value] = _scores(right, named - right, true - right), true
    return found


def _macro(sums: Sums, field: str) -> Array:
    """The mean F1 of the values that occur in the gold."""
    rows = classes(sums, field).values()
    total = sum((np.where(true > 0, row["f1"], 0.0) for row, true in rows), start=np.zeros(()))
    return _ratio(total, sum(((true > 0).astype(np.float64) for _, true in rows), start=np.zeros(())))


def _scores(right: Array, false: Array, missed: Array) -> dict[str, Array]:
    precision, recall = _ratio(right, right + false), _ratio(right, right + missed)
    return {"precision": precision, "recall": recall, "f1": _ratio(2 * precision * recall, precision + recall)}


def _ratio(part: Array, whole: Array) -> Array:
    shape = np.broadcast_shapes(part.shape, whole.shape)
    return np.divide(part, whole, out=np.zeros(shape), where=whole != 0)


def _count(sums: Sums, name: str) -> Array:
    return np.asarray(sums[name] if name in sums else np.zeros_like(next(iter(sums.values()))), dtype=np.float64)


def _names(rows: Sequence[Counter[str]]) -> list[str]:
    return sorted({"tp", *(name for row in rows for name in row)})
