"""Learning: the loss of a batch, and courses of epochs over the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ingest.rules.windows import Window, windows
from training.encoder.documents import Document
from training.encoder.labels import CERTAINTIES, PHASES
from training.encoder.lessons import Lesson, Plan, batched, lessons
from training.encoder.network import Network
from training.encoder.steps import course as run
from training.encoder.steps import half
from training.encoder.swap import names_of

__all__ = ["Course", "learn", "weighed"]

_HEAD_FASTER, _DECAY = 3.5, 0.01
_BATCH_TOKENS = 900
_STATUS_SHARE = 0.5
_FEWEST, _MORE = 8.0, 4.0
"""The loss of relations is divided by what is said in the batch, and a little more."""


@dataclass(frozen=True, slots=True)
class Course:
    """Epochs, speed of the transformer (the head's is higher), its lowest layers that do not learn, and what an epoch takes."""

    epochs: int
    speed: float
    frozen: int
    plan: Plan


def learn(
    network: Network,
    documents: Sequence[Document],
    course: Course,
    *,
    tokens_of: Callable[[str], list[int]],
    rng: Random,
    say: Callable[[str], None],
) -> None:
    """Change the network."""
    names, loss_of = names_of(documents), _loss_of(documents)

    def batches() -> list[list[Lesson]]:
        found = list(lessons(documents, tokens_of, names, course.plan, rng))
        return batched(found, lambda lesson: len(lesson.window.ids), rng, most=_BATCH_TOKENS)

    run(network, _optimizer(network, course), course.epochs, batches=batches, loss_of=partial(loss_of, network), say=say)


def weighed(network: Network, document: Document, tokens_of: Callable[[str], list[int]]) -> Iterator[tuple[Window, NDArray[np.float32]]]:
    """The windows of a document with the scores of each pair's relations."""
    network.eval()
    for window in windows(document.pieces, tokens_of):
        with torch.no_grad():
            yield window, network.relations(_seen(network, [window])).numpy()


def _seen(network: Network, found: Sequence[Window]) -> Tensor:
    """The transformer in half precision, the scores in full."""
    with half():
        seen = network(found)
    return seen.float()


def _optimizer(network: Network, course: Course) -> torch.optim.AdamW:
    frozen = (network.norm, *network.layers[: course.frozen])
    for module in frozen:
        module.requires_grad_(requires_grad=False)
    body = [network.marks, *(p for p in network.layers.parameters() if p.requires_grad)]
    within = {id(parameter) for parameter in body}
    head = [p for p in network.parameters() if p.requires_grad and id(p) not in within]
    groups = [{"params": body, "lr": course.speed}, {"params": head, "lr": course.speed * _HEAD_FASTER}]
    return torch.optim.AdamW(groups, weight_decay=_DECAY)


def _loss_of(documents: Sequence[Document]) -> Callable[[Network, Sequence[Lesson]], Tensor]:
    """The loss; of certainty and phase, the rare values count more, by the square root of how rare they are."""
    said = [one for document in documents for one in document.said]
    certainties = _rarity(Counter(one.certainty for one in said), CERTAINTIES)
    phases = _rarity(Counter(one.phase for one in said), PHASES)

    def loss_of(network: Network, batch: Sequence[Lesson]) -> Tensor:
        seen = _seen(network, [lesson.window for lesson in batch])
        truth = torch.from_numpy(np.concatenate([lesson.targets.truth for lesson in batch]))
        weights = torch.from_numpy(np.concatenate([lesson.targets.weights for lesson in batch]))
        each = functional.binary_cross_entropy_with_logits(network.relations(seen), truth, reduction="none")
        loss = (each * weights).sum() / max(_FEWEST, float(truth.sum()) + _MORE)
        return loss + _STATUS_SHARE * _status_loss(network, seen, batch, (certainties, phases))

    return loss_of


def _status_loss(network: Network, seen: Tensor, batch: Sequence[Lesson], rarities: tuple[Tensor, Tensor]) -> Tensor | float:
    starts = np.cumsum([0, *(len(lesson.window.couples) for lesson in batch)]).tolist()
    cases = [(start + one.row, one) for start, lesson in zip(starts, batch, strict=False) for one in lesson.targets.statuses]
    if not cases:
        return 0.0
    vectors = seen[[row for row, _ in cases]] + network.relation_vectors.weight[[one.relation for _, one in cases]]
    scores = network.statuses(vectors)
    counts = torch.tensor([one.weight for _, one in cases])
    certainties = torch.tensor([one.certainty for _, one in cases])
    phases = torch.tensor([one.phase for _, one in cases])
    of_certainty, of_phase = scores[:, : len(CERTAINTIES)], scores[:, len(CERTAINTIES) :]
    loss = functional.cross_entropy(of_certainty, certainties, weight=rarities[0], reduction="none")
    loss = loss + functional.cross_entropy(of_phase, phases, weight=rarities[1], reduction="none")
    return (loss * counts).mean()


def _rarity(counts: Counter[str], values: Sequence[str]) -> Tensor:
    most = max(counts.values(), default=1)
    return torch.tensor([(most / max(1, counts[value])) ** 0.5 for value in values])
