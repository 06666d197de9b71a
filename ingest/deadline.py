"""One deadline for a whole call, below the HTTP client: its own time-outs are for each read, so a server that drips is never late."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpcore2 as core

__all__ = ["Deadline", "TimedStream"]


@dataclass
class Deadline:
    """The time that the present call has left."""

    clock: Callable[[], float] = time.monotonic
    until: float = float("inf")

    def begin(self, seconds: float) -> None:
        """A call starts."""
        self.until = self.clock() + seconds

    def left(self, asked: float | None, late: type[Exception] = core.ReadTimeout) -> float:
        """Seconds, of those asked for; raises what ``late`` says when there are none."""
        left = self.until - self.clock()
        if left <= 0:
            raise late("the time of the call is over")
        return left if asked is None else min(left, asked)


class TimedStream(core.NetworkStream):
    """A connection that knows the time left: a server that sends a byte now and then is late too."""

    def __init__(self, inner: core.NetworkStream, deadline: Deadline) -> None:
        self.inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came."""
        return self.inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self.inner.write(buffer, self._deadline.left(timeout, core.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> TimedStream:
        """The same, encrypted."""
        left = self._deadline.left(timeout, core.ConnectTimeout)
        return TimedStream(self.inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - of the HTTP client
        """What the connection itself knows."""
        return self.inner.get_extra_info(info)
