"""Who may come in: open on loopback, by token elsewhere; how often; and how many queries run at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from time import time
from typing import Annotated

from fastapi import Depends, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.errors import NotAllowed, NoToken, TooMany
from api.tokens import Token, Tokens

__all__ = ["Access", "Pace", "QueryDep", "may_query", "may_read"]

QUERIES_AT_ONCE = 8
_SECONDS_FOR_A_TURN = 2.0


class Pace:
    """At most so many requests a minute from each token, or from each address that has none; by a sliding window."""

    def __init__(self, a_minute: int) -> None:
        self.item: RateLimitItem = parse(f"{a_minute}/minute")
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def step(self, who: str) -> None:
        """Count a request; raises TooMany."""
        if not self._limiter.hit(self.item, who):
            ends = self._limiter.get_window_stats(self.item, who).reset_time
            wait = max(1, int(ends - time()) + 1)
            raise TooMany(f"more than {self.item.amount} requests in a minute: wait {wait} s", wait=wait)


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one server: ``tokens`` are asked for unless ``open``; ``pace`` None lets everybody ask as often as they like."""

    tokens: Tokens | None = None
    open: bool = True
    pace: Pace | None = None
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(QUERIES_AT_ONCE))

    def enter(self, request: Request, scope: str) -> Token | None:
        """Let a request in, and say with which token; raises NoToken, NotAllowed or TooMany."""
        token = self._token(request)
        if self.pace is not None:
            self.pace.step(token.name if token else f"address {request.client.host if request.client else ''}")
        if token is None and not self.open:
            raise NoToken("this server answers to tokens alone: send 'Authorization: Bearer …' with one of 'aigraph token create'")
        if token is not None and not token.may(scope):
            raise NotAllowed(f"the token {token.name!r} has the scopes {', '.join(token.scopes)}: this takes {scope}")
        return token

    def _token(self, request: Request) -> Token | None:
        """The token of a request; one that is wrong is refused even where none is asked for."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if not kind or self.tokens is None:
            return None
        found = self.tokens.known(secret.strip()) if kind.lower() == "bearer" else None
        if found is None:
            raise NoToken("the token of the request is none that this server knows: it may have been revoked")
        return found


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


async def may_read(request: Request) -> None:
    """Let those in who may read."""
    _access(request).enter(request, "read")


async def may_query(request: Request) -> None:
    """Let those in who may ask in Cypher."""
    _access(request).enter(request, "cypher")


def _turn(request: Request) -> Iterator[None]:
    """One of the places for queries, for as long as the query runs; raises TooMany."""
    turns = _access(request).turns
    if not turns.acquire(timeout=_SECONDS_FOR_A_TURN):
        raise TooMany(f"{QUERIES_AT_ONCE} queries are running, no more run at once: try again", wait=1)
    try:
        yield
    finally:
        turns.release()


QueryDep = Annotated[None, Depends(_turn)]
