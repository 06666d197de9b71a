"""The judge: logistic regressions that weigh the features of a pair, one for each relation and way, and for certainty and phase.

Trained by ``training/train.py`` on articles and on sentences written for the project; what it says is a probability, and was calibrated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.rules.mentions import Mention
from ontology.vocabulary import ontology

__all__ = ["BACK", "FORTH", "SYMMETRIC", "Judge", "Weights", "judge", "may_relate", "ways_of"]

FORTH, BACK, SYMMETRIC = "forth", "back", "sym"
MODEL = Path(__file__).parents[1] / "data" / "judge.npz"


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each feature (rows) and class (columns), and a bias for each class."""

    rows: Mapping[str, int]
    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, features: Collection[str]) -> NDArray[np.float64]:
        """The sum of the weights of these features, for each class; unknown features count nothing."""
        known = sorted(row for feature in features if (row := self.rows.get(feature)) is not None)
        return np.asarray(self.weights[known].sum(axis=0, dtype=np.float64) + self.bias)

    @classmethod
    def read(cls, data: Mapping[str, NDArray[np.generic]], name: str) -> Weights:
        """The table that ``train.py`` wrote under this name."""
        features = str(data[f"{name}_features"]).split("\n")
        classes = tuple(str(data[f"{name}_classes"]).split("\n"))
        weights = data[f"{name}_weights"].astype(np.float32)
        return cls({feature: row for row, feature in enumerate(features)}, classes, weights, data[f"{name}_bias"].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Judge:
    """What was learned: of relations, of certainty, of phase."""

    relations: Weights
    certainties: Weights
    phases: Weights

    def relations_of(self, first: Mention, second: Mention, features: Collection[str]) -> Iterator[tuple[str, str, float]]:
        """Each relation and way that the ontology allows between the two, with its probability."""
        allowed = _columns_of(self.relations.classes, first.type, second.type)
        if not allowed:
            return
        probabilities = 1.0 / (1.0 + np.exp(-self.relations.scores(features)))
        for column, relation, way in allowed:
            yield relation, way, float(probabilities[column])

    def certainty_of(self, features: Collection[str]) -> str:
        """The likeliest certainty."""
        return _likeliest(self.certainties, features)

    def phase_of(self, features: Collection[str]) -> str:
        """The likeliest phase."""
        return _likeliest(self.phases, features)


@cache
def judge() -> Judge:
    """The judge that ships with the program, read on first use."""
    with np.load(MODEL, allow_pickle=False) as data:
        names: Sequence[str] = ("relations", "certainties", "phases")
        return Judge(*(Weights.read(data, name) for name in names))


@cache
def ways_of(first: str, second: str) -> frozenset[tuple[str, str]]:
    """The relations, each with its way, that may join an entity of one type with one of another named after it."""
    found = set()
    for relation in ontology().relations.values():
        forth, back = (first, second) in relation.pairs, (second, first) in relation.pairs
        if relation.symmetric and (forth or back):
            found.add((relation.name, SYMMETRIC))
        elif not relation.symmetric:
            found |= {(relation.name, way) for way, fits in ((FORTH, forth), (BACK, back)) if fits}
    return frozenset(found)


@cache
def _columns_of(classes: tuple[str, ...], first: str, second: str) -> tuple[tuple[int, str, str], ...]:
    """Where the classes are that may join entities of these types, each with its relation and way."""
    named = ((column, name.partition(":")) for column, name in enumerate(classes))
    return tuple((column, relation, way) for column, (relation, _, way) in named if (relation, way) in ways_of(first, second))


def may_relate(_text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the ontology has a relation for any two of the entities that are mentioned together."""
    types: dict[str, set[str]] = {}
    for mention in mentions:
        types.setdefault(mention.type, set()).add(mention.entity)
    pairs = combinations_with_replacement(types, 2)
    return any(len(types[one] | types[other]) > 1 and ways_of(one, other) for one, other in pairs)


def _likeliest(weights: Weights, features: Collection[str]) -> str:
    return weights.classes[int(np.argmax(weights.scores(features)))]
