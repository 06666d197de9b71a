"""The tagger in torch: the transformer, a label for each token, and what a phrase stands for."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ingest.rules.tagger import LABELS, LATER, MOST_RANKS, MOST_TIMES
from ingest.rules.windows import TYPES
from training.encoder.network import Body, Special
from training.encoder.source import Sizes
from training.tagger.lessons import IGNORED, Lesson, Link

__all__ = ["HEADS", "TaggerNetwork"]

HEADS = ("tags", "far", "rank", "times", "types", "link", "none")
_NUMBERS, _HIDDEN = 16, 256


class TaggerNetwork(Body):
    """``tags`` are scored from a token's state; what a phrase stands for, from the phrase's state and those of each one spoken of.

    Those are the states where the other's last place starts and ends, the mean of all its places, their products with the phrase's;
    distance, rank, how often, and its type.
    """

    def __init__(self, sizes: Sizes, *, tokens: int, special: Special) -> None:
        super().__init__(sizes, tokens=tokens, special=special)
        self.tags = nn.Linear(sizes.width, LABELS)
        self.far, self.rank = nn.Embedding(LATER + 1, _NUMBERS), nn.Embedding(MOST_RANKS + 1, _NUMBERS)
        self.times, self.types = nn.Embedding(MOST_TIMES + 1, _NUMBERS), nn.Embedding(len(TYPES), _NUMBERS)
        self.link = nn.Sequential(nn.Linear(8 * sizes.width + 4 * _NUMBERS, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, 1))
        self.none = nn.Linear(sizes.width, 1)

    def forward(self, batch: Sequence[Lesson]) -> tuple[Tensor, Tensor]:
        """States and scores of the labels, lessons × tokens of the longest × width or labels."""
        longest = max(len(lesson.ids) for lesson in batch) + 2
        ids = torch.full((len(batch), longest), self.special.padding)
        mask = torch.zeros(len(batch), 1, 1, longest, dtype=torch.bool)
        for row, lesson in enumerate(batch):
            ids[row, : len(lesson.ids) + 2] = torch.tensor([self.special.start, *lesson.ids, self.special.end])
            mask[row, ..., : len(lesson.ids) + 2] = True
        states = self.through(self.words[ids], mask)[:, 1:-1]
        return states, self.tags(states)

    def linked(self, states: Tensor, link: Link) -> Tensor:
        """The scores of those that a phrase may stand for, and last of none; ``states`` are those of its window, tokens × width."""
        own, own_end = states[list(link.rows)]
        none = self.none(own)
        if not link.spoken_of:
            return none
        theirs, ends = states[[one.rows[-1] for one in link.spoken_of]], states[[one.end for one in link.spoken_of]]
        whole = torch.stack([states[list(one.rows)].mean(0) for one in link.spoken_of])
        numbers = torch.tensor(
            [(one.away, min(n, MOST_RANKS), min(len(one.rows), MOST_TIMES), one.type) for n, one in enumerate(link.spoken_of)]
        )
        given = [of(numbers[:, n]) for n, of in enumerate((self.far, self.rank, self.times, self.types))]
        owns = (one.expand_as(theirs) for one in (own, own_end))
        seen = torch.cat([*owns, theirs, ends, whole, own * theirs, own_end * ends, own * whole, *given], 1)
        return torch.cat([self.link(seen)[:, 0], none])

    @staticmethod
    def labels(batch: Sequence[Lesson]) -> Tensor:
        """The labels of a batch, lessons × tokens of the longest."""
        longest = max(len(lesson.ids) for lesson in batch)
        return torch.tensor([[*lesson.labels, *[IGNORED] * (longest - len(lesson.labels))] for lesson in batch])
