"""Processes that learn as one: ``torchrun --nproc-per-node 2 -m training.encoder.onward …`` takes two, a core each.

All make the same batches out of the same seed; each takes its part, and a step goes along the mean of their gradients. Two processes of
one thread learn more in an hour than one of two threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import torch
from torch import distributed
from torch.nn import Parameter

__all__ = ["Peers", "peers"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Peers:
    """Of ``count`` processes the one with this rank; the first writes what was learned."""

    rank: int = 0
    count: int = 1

    @property
    def first(self) -> bool:
        """Whether this one writes."""
        return self.rank == 0

    def mine(self, batches: list[T]) -> list[T]:
        """The part of this process: as many for each, so that a few of the last are dropped."""
        return batches[: len(batches) // self.count * self.count][self.rank :: self.count]

    def agree(self, parameters: Iterable[Parameter]) -> None:
        """Give every process the mean of all gradients."""
        if self.count == 1:
            return
        learning = [p for p in parameters if p.requires_grad]
        whole = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).reshape(-1) for p in learning])
        distributed.all_reduce(whole)
        parts = (whole / self.count).split([p.numel() for p in learning])
        for parameter, part in zip(learning, parts, strict=True):
            parameter.grad = part.view_as(parameter)


@cache
def peers() -> Peers:
    """Those that ``torchrun`` started, or this one alone; each drops other states in learning."""
    if not distributed.is_torchelastic_launched():
        return Peers()
    distributed.init_process_group("gloo")
    found = Peers(distributed.get_rank(), distributed.get_world_size())
    torch.manual_seed(torch.initial_seed() + found.rank)
    return found
