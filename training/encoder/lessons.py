"""Documents as the network takes them: windows with their targets; and batches of about one length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from ingest.rules.windows import Window, windows
from training.encoder.documents import Document
from training.encoder.labels import Status, Targets, targets
from training.encoder.swap import swapped

__all__ = ["Lesson", "Plan", "batched", "lessons", "thinned"]

_MOST_COUPLES = 220
_JITTER = 24

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the documents is taken in an epoch: a share of the single sentences, and of the windows in which nothing is said."""

    sentences: float
    silent: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window and what is to be learned of it."""

    window: Window
    targets: Targets


def lessons(
    documents: Sequence[Document], tokens_of: Callable[[str], list[int]], names: Mapping[str, Sequence[str]], plan: Plan, rng: Random
) -> Iterator[Lesson]:
    """An epoch's, in the order of the documents, with names swapped anew."""
    for document in documents:
        if ":" in document.id and len(document.pieces) == 1 and rng.random() > plan.sentences:
            continue
        changed = swapped(document, names, rng)
        for window in windows(changed.pieces, tokens_of):
            found = targets(window, changed)
            if found.statuses or rng.random() <= plan.silent:
                yield thinned(Lesson(window, found), rng)


def thinned(lesson: Lesson, rng: Random, *, most: int = _MOST_COUPLES) -> Lesson:
    """Of a window of very many pairs, those of which something is said and a sample of all."""
    count = len(lesson.window.couples)
    if count <= most:
        return lesson
    kept = sorted({one.row for one in lesson.targets.statuses} | set(rng.sample(range(count), most)))
    rows = {row: new for new, row in enumerate(kept)}
    statuses = tuple(Status(rows[s.row], s.relation, s.certainty, s.phase, s.weight) for s in lesson.targets.statuses)
    window = replace(lesson.window, couples=tuple(lesson.window.couples[row] for row in kept))
    return Lesson(window, Targets(lesson.targets.truth[kept], lesson.targets.weights[kept], statuses))


def batched(found: Sequence[T], size: Callable[[T], int], rng: Random, *, most: int) -> list[list[T]]:
    """Of about one ``size`` together, at most ``most`` with the padding; the batches in any order."""
    made: list[list[T]] = []
    longest = 0
    for one in sorted(found, key=lambda one: size(one) + rng.random() * _JITTER):
        if not made or (len(made[-1]) + 1) * max(size(one), longest) > most:
            made.append([])
            longest = 0
        made[-1].append(one)
        longest = max(size(one), longest)
    rng.shuffle(made)
    return made
