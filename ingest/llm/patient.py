"""An asker that stays within the budget, waits when it is told to, and does not ask again a server that wants nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.cost import Budget, tokens_of
from ingest.llm.errors import Again, Barred, ModelError, ModelRefused, ModelUnreachable
from ingest.llm.wait import Pace, pause_of

__all__ = ["Patient"]

_ATTEMPTS = 5
_LONGEST_WAIT = 120.0
"""A server that asks for more is taken at its word: the article is left for another day."""
_MOST_BARRED = 3
"""So many requests in a row that the server does not let through are not the articles' fault."""


@dataclass(slots=True)
class Patient:
    """Makes calls through ``once``; repeats what may pass.

    What is refused for good is refused for all that follow, and so is what was barred three times in a row; after a server that failed to
    the last, the others get one try each.
    """

    once: Callable[[Request], Reply]
    budget: Budget
    pace: Pace = field(default_factory=Pace)
    attempts: int = _ATTEMPTS
    pause: Callable[[int, str], float] = pause_of
    _refused: ModelRefused | None = None
    _down: bool = False
    _barred: int = 0

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
            except Barred as bar:
                raise self._left(str(bar)) from bar
            except Again as failure:
                wait = self.pause(attempt, request.key) if failure.after is None else failure.after
                if attempt == attempts or wait > _LONGEST_WAIT:
                    self._down = True
                    asked = f"; it asks to wait {wait:.0f} seconds" if wait > _LONGEST_WAIT else ""
                    raise ModelUnreachable(f"{failure}{asked}") from failure
                self.pace.hold(wait)
            else:
                self._down, self._barred = False, 0
                return reply
        raise AssertionError("the last attempt returns or raises")

    def _left(self, reason: str) -> ModelError:
        """Why this article is left, and all others when it is one of many."""
        self._barred += 1
        if self._barred < _MOST_BARRED:
            return ModelError(reason)
        self._refused = ModelRefused(f"{reason}; {_MOST_BARRED} in a row, so that no other is sent")
        return self._refused

    def _made(self, request: Request) -> Reply:
        with self.budget.call(request) as taken:
            try:
                reply = self.once(request)
            except Again as failure:
                if failure.paid:  # the server may have read it, and may count it
                    taken.append(Usage(1, tokens_of(request), self.budget.answer_tokens))
                raise
            taken.append(reply.usage)
            return reply
