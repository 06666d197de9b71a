"""What the encoder should answer: for each pair of a window, which relations are said, and with what certainty and phase.

A relation of a pair that is said elsewhere in the document is neither true nor false here: its weight is 0.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.rules.judge import BACK, FORTH, SYMMETRIC, ways_of
from ingest.rules.windows import Couple, Window
from ontology.vocabulary import ontology
from training.encoder.documents import Document, Said
from training.train import classes

__all__ = ["CERTAINTIES", "CLASSES", "PHASES", "RELATIONS", "Status", "Targets", "targets"]

CLASSES = tuple(classes())
RELATIONS = tuple(ontology().relations)
CERTAINTIES = tuple(ontology().certainties)
PHASES = tuple(ontology().phases)
_COLUMNS = {name: column for column, name in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class Status:
    """Of a relation said of a pair: the pair's row, and the places of relation, certainty and phase in their lists."""

    row: int
    relation: int
    certainty: int
    phase: int
    weight: float


@dataclass(frozen=True, slots=True)
class Targets:
    """Truth and weight, pairs × classes, and the statuses of what is true; what a pair's types do not allow has weight 0."""

    truth: NDArray[np.float32]
    weights: NDArray[np.float32]
    statuses: tuple[Status, ...]


def targets(window: Window, document: Document) -> Targets:
    """What is to be learned of a window of the document's pieces."""
    by_ends: dict[frozenset[str], list[Said]] = defaultdict(list)
    for one in document.said:
        by_ends[frozenset((one.head, one.tail))].append(one)
    shape = (len(window.couples), len(CLASSES))
    truth, weights = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    statuses = []
    for row, couple in enumerate(window.couples):
        for relation, way in ways_of(couple.first.type, couple.second.type):
            weights[row, _COLUMNS[f"{relation}:{way}"]] = 1.0
        for one in by_ends.get(frozenset((couple.first.entity, couple.second.entity)), ()):
            column = _COLUMNS[f"{one.relation}:{_way(couple, one)}"]
            if not weights[row, column]:
                continue
            here = _is_said(couple, one, document)
            truth[row, column], weights[row, column] = float(here), one.weight * here
            if here:
                statuses.append(_status(row, one))
    return Targets(truth, weights, tuple(statuses))


def _way(couple: Couple, one: Said) -> str:
    if ontology().relations[one.relation].symmetric:
        return SYMMETRIC
    return FORTH if one.head == couple.first.entity else BACK


def _is_said(couple: Couple, one: Said, document: Document) -> bool:
    """Of a pair in two sentences: when one of them is evidence, and no sentence of the evidence has both names."""
    if couple.together:
        return couple.first_piece in one.pieces
    ends = {one.head, one.tail}
    if any(ends <= {mention.entity for mention in document.pieces[number].mentions} for number in one.pieces):
        return False
    return bool(one.pieces & {couple.first_piece, couple.second_piece})


def _status(row: int, one: Said) -> Status:
    return Status(row, RELATIONS.index(one.relation), CERTAINTIES.index(one.certainty), PHASES.index(one.phase), one.weight)
