"""The tagger in torch: the transformer, a label for each token, and what a phrase stands for."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ingest.rules.tagger import FARTHEST, LABELS, MOST_RANKS, MOST_TIMES
from training.encoder.network import Body, Special
from training.encoder.source import Sizes
from training.tagger.lessons import IGNORED, Lesson, Link

__all__ = ["HEADS", "TaggerNetwork"]

HEADS = ("tags", "far", "rank", "times", "link", "none")
_NUMBERS, _HIDDEN = 16, 256


class TaggerNetwork(Body):
    """``tags`` are scored from a token's state; what a phrase stands for, from the phrase's state and those of each one spoken of.

    That is the state where the other was last, the mean of all its places, their products with the phrase's, distance, rank and how often.
    """

    def __init__(self, sizes: Sizes, *, tokens: int, special: Special) -> None:
        super().__init__(sizes, tokens=tokens, special=special)
        self.tags = nn.Linear(sizes.width, LABELS)
        self.far, self.rank = nn.Embedding(FARTHEST + 1, _NUMBERS), nn.Embedding(MOST_RANKS + 1, _NUMBERS)
        self.times = nn.Embedding(MOST_TIMES + 1, _NUMBERS)
        self.link = nn.Sequential(nn.Linear(5 * sizes.width + 3 * _NUMBERS, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, 1))
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
        own = states[link.row]
        none = self.none(own)
        if not link.spoken_of:
            return none
        theirs = states[[one.rows[-1] for one in link.spoken_of]]
        whole = torch.stack([states[list(one.rows)].mean(0) for one in link.spoken_of])
        numbers = torch.tensor([(one.away, one.rank, min(len(one.rows), MOST_TIMES)) for one in link.spoken_of])
        far, rank, times = self.far(numbers[:, 0]), self.rank(numbers[:, 1]), self.times(numbers[:, 2])
        seen = torch.cat([own.expand_as(theirs), theirs, own * theirs, far, rank, whole, own * whole, times], 1)
        return torch.cat([self.link(seen)[:, 0], none])

    @staticmethod
    def labels(batch: Sequence[Lesson]) -> Tensor:
        """The labels of a batch, lessons × tokens of the longest."""
        longest = max(len(lesson.ids) for lesson in batch)
        return torch.tensor([[*lesson.labels, *[IGNORED] * (longest - len(lesson.labels))] for lesson in batch])
