"""What every course of learning does: steps, of which the speed rises at first and then falls to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import Tensor, nn

from training.encoder.peers import peers

__all__ = ["course", "half"]

_LARGEST_STEP = 1.0
_WARM_UP, _FIRST = 0.06, 0.002

T = TypeVar("T")


def half() -> torch.autocast:
    """Half precision where the processor computes it; elsewhere it would be emulated, sixteen times slower than whole floats."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()))  # noqa: SLF001 - nothing public tells


def course(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    *,
    batches: Callable[[], list[list[T]]],
    loss_of: Callable[[list[T]], Tensor],
    say: Callable[[str], None],
) -> None:
    """Change the network; ``batches`` gives those of an epoch, ``say`` gets a line after each; the work is shared with ``peers``."""
    among = peers()
    speeds = [group["lr"] for group in optimizer.param_groups]
    network.train()
    for epoch in range(epochs):
        taken = among.mine(batches())
        total = 0.0
        for number, batch in enumerate(taken):
            done = (epoch + number / len(taken)) / epochs
            for group, speed in zip(optimizer.param_groups, speeds, strict=True):
                group["lr"] = speed * min(1.0, (done + _FIRST) / _WARM_UP) * (1.0 - done)
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            among.agree(network.parameters())
            torch.nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_STEP)
            optimizer.step()
            total += float(loss.detach())
        say(f"epoch {epoch + 1} of {epochs}: {len(taken)} batches, loss {total / max(1, len(taken)):.3f}")
