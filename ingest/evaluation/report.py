"""All figures of an evaluation: of the whole, and of each relation and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import numpy as np

from ingest.evaluation.articles import Annotated
from ingest.evaluation.calibration import Calibration, calibration
from ingest.evaluation.counts import Array, classes, counts_of, edge_counts, figures, resampled, summed
from ingest.evaluation.matching import Judged, by_article, judged
from ingest.evaluation.said import Said
from ontology.records import Json

__all__ = ["Evaluation", "Part", "evaluate"]

_PERCENTILES = (2.5, 97.5)
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of some articles, or of some edges in them, each with its 95 % interval."""

    articles: int
    counts: Counter[str]
    figures: dict[str, float]
    intervals: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of holding claims against gold; ``others`` claims belong to no article of the gold."""

    judged: tuple[Judged, ...]
    whole: Part
    classes: dict[str, dict[str, Json]]
    relations: dict[str, Part]
    languages: dict[str, Part]
    calibration: Calibration
    others: int

    def to_json(self) -> Json:
        """The figures, rounded to three digits."""
        counts, found = self.whole.counts, self.whole.figures
        return {
            "articles": self.whole.articles,
            "required": counts["tp"] + counts["fn"],
            "found": counts["tp"] + counts["fp"] + counts["optional"],
            **{kind: _scores(self.whole, kind) for kind in ("edge", "pair")},
            **{name: value for name, value in found.items() if "." not in name},
            "classes": self.classes,
            "relations": {name: _row(part) for name, part in self.relations.items()},
            "languages": {name: {"articles": part.articles, **_row(part)} for name, part in self.languages.items()},
            "intervals": self.whole.intervals,
            "calibration": {
                "error": round(self.calibration.error, _DIGITS),
                "edges": self.calibration.count,
                "bins": [{name: round(value, _DIGITS) for name, value in asdict(one).items()} for one in self.calibration.bins],
            },
            "other_claims": self.others,
        }


def evaluate(articles: Sequence[Annotated], claims: Sequence[Said], *, min_confidence: float = 0.0) -> Evaluation:
    """Hold claims against gold, those that are less sure than ``min_confidence`` left out."""
    owned, others = by_article((claim for claim in claims if claim.confidence >= min_confidence), [one.gold.id for one in articles])
    every = tuple(judged(one, owned.get(one.gold.id, [])) for one in articles)
    rows = [counts_of(one) for one in every]
    outcomes = [outcome for one in every for outcome in one.outcomes]
    relations = sorted({outcome.edge[0] for outcome in outcomes if outcome.kind != "optional"})
    spoken = sorted(zip(every, rows, strict=True), key=lambda pair: pair[0].of.lang)
    return Evaluation(
        judged=every,
        whole=_part(rows),
        classes={field: _classes(rows, field) for field in ("certainty", "phase")},
        relations={name: _part([_of_relation(one, name) for one in every]) for name in relations},
        languages={lang: _part([row for _, row in some]) for lang, some in groupby(spoken, key=lambda pair: pair[0].of.lang)},
        calibration=calibration(outcomes),
        others=others,
    )


def _of_relation(one: Judged, relation: str) -> Counter[str]:
    return edge_counts(outcome for outcome in one.outcomes if outcome.edge[0] == relation)


def _part(rows: Sequence[Counter[str]]) -> Part:
    found = {name: _rounded(value) for name, value in figures(summed(rows)).items()}
    spread = {name: np.percentile(values, _PERCENTILES) for name, values in figures(resampled(rows)).items()}
    intervals = {name: (_rounded(ends[0]), _rounded(ends[1])) for name, ends in spread.items()}
    return Part(len(rows), sum(rows, start=Counter()), found, intervals)


def _classes(rows: Sequence[Counter[str]], field: str) -> dict[str, Json]:
    found = classes(summed(rows), field)
    return {value: {name: _rounded(score) for name, score in row.items()} | {"n": int(true)} for value, (row, true) in found.items()}


def _scores(part: Part, kind: str) -> Json:
    return {name: part.figures[f"{kind}.{name}"] for name in ("precision", "recall", "f1")}


def _row(part: Part) -> Json:
    return {**_scores(part, "edge"), **{name: part.counts[name] for name in ("tp", "fp", "fn")}, "f1_interval": part.intervals["edge.f1"]}


def _rounded(value: Array | float) -> float:
    return round(float(value), _DIGITS)
