"""What processes take: time by the clock, processor time of this one and of an engine, memory."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Watch", "megabytes_of", "processor_of"]


def processor_of(pid: int) -> float:
    """Seconds of processor time that a process took until now (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes_of(pid: int, *, peak: bool = False) -> float:
    """What a process holds in memory now, or held at most (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    name = "VmHWM:" if peak else "VmRSS:"
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


@dataclass(slots=True)
class Watch:
    """Takes the time of what is done within it, by this process and another."""

    other: int | None = None
    seconds: float = 0.0
    own: float = 0.0
    others: float = 0.0
    _start: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0), repr=False)

    @property
    def processor(self) -> float:
        """Seconds of processor time, of both."""
        return self.own + self.others

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), processor_of(self.other) if self.other else 0.0

    def __enter__(self) -> Self:
        self._start = self._now()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.seconds, self.own, self.others = (now - then for now, then in zip(self._now(), self._start, strict=True))

    def told(self, number: int, what: str) -> str:
        """A line."""
        rates = f"{number / self.seconds:8.0f} {what} a second by the clock ({self.seconds:.1f} s)"
        return f"{rates}, {number / self.processor:8.0f} of processor time (program {self.own:.1f} s, engine {self.others:.1f} s)"
