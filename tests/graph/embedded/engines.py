"""Engines as the tests use them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from graph.embedded import Connection, attach, status

__all__ = ["attached", "happens", "pid_of"]


def attached(home: Path, *, idle_seconds: float = 60) -> Connection:
    return attach(home, idle_seconds=idle_seconds, progress=False)


def pid_of(home: Path) -> int:
    pid = status(home).pid
    assert pid is not None
    return pid


def happens(condition: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
