"""Documents as the network takes them: windows with their targets, in batches of windows of about one length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from ingest.rules.windows import Window, windows
from training.encoder.documents import Document
from training.encoder.labels import Status, Targets, targets
from training.encoder.swap import swapped

__all__ = ["Lesson", "Plan", "batches", "lessons", "thinned"]

_MOST_COUPLES = 220
_BATCH_TOKENS = 900
_JITTER = 24


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


def batches(found: Sequence[Lesson], rng: Random, *, most: int = _BATCH_TOKENS) -> list[list[Lesson]]:
    """Windows of about one length together, ``most`` tokens with the padding; the batches in any order."""
    made: list[list[Lesson]] = []
    longest = 0
    for lesson in sorted(found, key=lambda one: len(one.window.ids) + rng.random() * _JITTER):
        size = len(lesson.window.ids)
        if not made or (len(made[-1]) + 1) * max(size, longest) > most:
            made.append([])
            longest = 0
        made[-1].append(lesson)
        longest = max(size, longest)
    rng.shuffle(made)
    return made
