"""Repeating a call that failed for a while: as long as the server asks, or ever longer, all calls of one endpoint together."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

__all__ = ["Pace", "pause_of", "seconds_of"]

_FIRST, _LONGEST = 1.0, 60.0


@dataclass(slots=True)
class Pace:
    """When the next call may be made. ``stop`` ends all waiting."""

    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def hold(self, seconds: float) -> None:
        """Let no call start for so long."""
        with self._lock:
            self._free_at = max(self._free_at, self.clock() + seconds)

    def wait(self) -> bool:
        """Wait for one's turn; false when there is nothing to wait for any more."""
        while (left := self._free_at - self.clock()) > 0:
            if self.stop.wait(left):
                return False
        return not self.stop.is_set()


def pause_of(attempt: int, key: str) -> float:
    """Seconds before attempt 1, 2…: doubled each time, and spread by the request's key so that calls at once do not come back at once."""
    spread = random.Random(f"{key}{attempt}").uniform(0.5, 1.0)  # noqa: S311 - nothing secret, and the same at each run
    return min(_LONGEST, _FIRST * float(2 ** (attempt - 1))) * spread


def seconds_of(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """What Retry-After asks for, in seconds: a number, or a date; None when it is missing or neither."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            return max(0.0, float(value) / unit)
        except ValueError:
            pass
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - now())
        except (ValueError, OverflowError):
            continue
    return None
