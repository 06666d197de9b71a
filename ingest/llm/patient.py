"""An asker that stays within the budget, waits when it is told to, and does not ask again a server that wants nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.cost import Budget, tokens_of
from ingest.llm.endpoint import Again
from ingest.llm.errors import ModelRefused, ModelUnreachable
from ingest.llm.wait import Pace, pause_of

__all__ = ["Patient"]

_ATTEMPTS = 5
_LONGEST_WAIT = 120.0
"""A server that asks for more is taken at its word: the article is left for another day."""


@dataclass(slots=True)
class Patient:
    """Makes calls through ``once``; repeats what may pass.

    What is refused for good is refused for all that follow; after a server that failed to the last, the others get one try each.
    """

    once: Callable[[Request], Reply]
    budget: Budget
    pace: Pace = field(default_factory=Pace)
    attempts: int = _ATTEMPTS
    pause: Callable[[int, str], float] = pause_of
    _refused: ModelRefused | None = None
    _down: bool = False

    def __call__(self, request: Request) -> Reply:
        """The answer; raises ModelError."""
        attempts = 1 if self._down else self.attempts
        for attempt in range(1, attempts + 1):
            if self._refused is not None:
                raise ModelRefused(str(self._refused))
            if not self.pace.wait():
                raise ModelUnreachable("reading was ended before it")
            try:
                reply = self._made(request)
            except ModelRefused as error:
                self._refused = error
                raise
            except Again as failure:
                wait = self.pause(attempt, request.key) if failure.after is None else failure.after
                if attempt == attempts or wait > _LONGEST_WAIT:
                    self._down = True
                    asked = f"; it asks to wait {wait:.0f} seconds" if wait > _LONGEST_WAIT else ""
                    raise ModelUnreachable(f"{failure}{asked}") from failure
                self.pace.hold(wait)
            else:
                self._down = False
                return reply
        raise AssertionError("the last attempt returns or raises")

    def _made(self, request: Request) -> Reply:
        with self.budget.call(request) as taken:
            try:
                reply = self.once(request)
            except Again as failure:
                if failure.paid:  # the server may have read it, and may count it
                    taken.append(Usage(1, tokens_of(request), 0))
                raise
            taken.append(reply.usage)
            return reply
