"""How much encoder and judge count together: logistic regressions on articles that neither learned from (``ingest.rules.weigh``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.rules.judge import BACK, Weights, ways_of
from ingest.rules.weigh import logit
from ingest.rules.windows import Window
from ontology.vocabulary import ontology
from training.encoder.documents import Document
from training.encoder.labels import CLASSES
from training.examples import Example

__all__ = ["REQUIRED", "Row", "best_f1", "fitted", "judged", "rows"]

Edge = tuple[str, str, str]
_STRENGTH, _ROUNDS = 10.0, 2000
_LOWEST = -9.0
REQUIRED = 1.0
"""The weight of what an annotator calls required; the optional weighs less."""


@dataclass(frozen=True, slots=True)
class Row:
    """An edge that an article may have: the best score of the encoder for one of its pairs, and of the judge if it saw one.

    ``doubt`` is that pair's, which counts against its score when the best is chosen.
    """

    encoder: float
    judge: float | None
    together: bool
    doubt: float
    true: bool
    weight: float


def judged(examples: Iterable[Example], judge: Weights) -> dict[str, dict[Edge, float]]:
    """By article, the judge's best score for each edge."""
    found: dict[str, dict[Edge, float]] = defaultdict(dict)
    for example in examples:
        best = found[example.origin]
        for name, score in zip(judge.classes, judge.scores(example.features).tolist(), strict=True):
            relation, _, way = name.partition(":")
            if (relation, way) in example.allowed:
                edge = _edge(relation, way, *example.ends)
                best[edge] = max(best.get(edge, -np.inf), logit(1 / (1 + np.exp(-score))))
    return found


def rows(document: Document, weighed: Iterable[tuple[Window, NDArray[np.float32]]], judge: Mapping[Edge, float]) -> Iterator[Row]:
    """One for each edge that the encoder scored, by windows and the scores of their pairs (pairs × classes)."""
    weights = {_edge(one.relation, "", one.head, one.tail): one.weight for one in document.said}
    best: dict[Edge, tuple[float, bool, float]] = {}
    for window, scores in weighed:
        for couple, given in zip(window.couples, scores.tolist(), strict=True):
            allowed = ways_of(couple.first.type, couple.second.type)
            for name, score in zip(CLASSES, given, strict=True):
                relation, _, way = name.partition(":")
                edge = _edge(relation, way, couple.first.entity, couple.second.entity)
                if (relation, way) in allowed and (edge not in best or score - couple.doubt > best[edge][0] - best[edge][2]):
                    best[edge] = (score, couple.together, couple.doubt)
    for edge, (score, together, doubt) in best.items():
        yield Row(max(score, _LOWEST), judge.get(edge), together, doubt, edge in weights, weights.get(edge, 1.0))


def fitted(found: Sequence[Row]) -> dict[str, list[float]]:
    """The weights of encoder, judge and doubt, and the bias: of both together, of the encoder alone, and of pairs in two sentences."""
    near = [row for row in found if row.together]
    return {
        "together": _weights([row for row in near if row.judge is not None], lambda r: (r.encoder, r.judge or 0.0, r.doubt)),
        "alone": _weights(near, lambda r: (r.encoder, 0.0, r.doubt)),
        "apart": _weights([row for row in found if not row.together], lambda r: (r.encoder, 0.0, r.doubt)),
    }


def best_f1(found: Sequence[Row], required: int) -> float:
    """At the best threshold of the encoder's score; ``required`` counts also those that no pair of names could give."""
    best, right, wrong = 0.0, 0, 0
    for row in sorted(found, key=lambda row: -row.encoder):
        right += row.true and row.weight >= REQUIRED
        wrong += not row.true
        best = max(best, 2 * right / (right + wrong + required))
    return best


def _weights(found: Sequence[Row], seen: Callable[[Row], tuple[float, float, float]]) -> list[float]:
    """Raises ValueError where nothing or everything is true: then there is nothing to fit."""
    truth = [row.true for row in found]
    if len(set(truth)) < 2:  # noqa: PLR2004 - true and false
        raise ValueError(
            f"the articles held out have {sum(truth)} true of {len(truth)} possible edges of a kind; some must be true, some not"
        )
    model = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS)
    model.fit(np.array([seen(row) for row in found]), truth, sample_weight=[row.weight for row in found])
    return [round(float(number), 4) for number in (*model.coef_[0], model.intercept_[0])]


def _edge(relation: str, way: str, first: str, second: str) -> Edge:
    head, tail = (second, first) if way == BACK else (first, second)
    return (relation, *sorted((head, tail))) if ontology().relations[relation].symmetric else (relation, head, tail)  # type: ignore[return-value]  # sorted keeps the two
