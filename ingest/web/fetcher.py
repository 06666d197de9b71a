"""Fetching politely: what robots.txt allows, not too often, again after a while, and never what is already here."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx2 as httpx
from protego import Protego

from ingest.errors import SourceAway, SourceError, SourceMissing, SourceRefused, SourceUnreadable
from ingest.llm.wait import pause_of, seconds_of
from ingest.web.answers import Answer, Web
from ingest.web.terms import Politeness, Validators

__all__ = ["AGENT", "Fetcher", "address_of"]

AGENT = "aigraph/0.1"
"""How the program calls itself to servers, and the name that robots.txt may use."""

_GONE = frozenset((404, 410))
_MOVED = frozenset((301, 302, 303, 307, 308))
_LATER = frozenset((408, 425, 429, 500, 502, 503, 504))
_UNCHANGED = 304
_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_MOST_REDIRECTS = 5
_MOST_FAILURES = 2


@dataclass(slots=True)
class Fetcher:
    """Gets pages one after another."""

    politeness: Politeness = field(default_factory=Politeness)
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _free_at: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Protego | SourceError] = field(default_factory=dict)
    _failed: Counter[str] = field(default_factory=Counter)
    _down: dict[str, SourceAway] = field(default_factory=dict)
    _web: Web = field(init=False, repr=False)

    def __post_init__(self) -> None:
        asks = self.politeness
        self._web = Web(agent=AGENT, seconds=asks.seconds, most=asks.most, private=asks.private)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._web.close()

    def get(self, address: str, known: Validators | None = None, *, had: Callable[[str], bool] = lambda _: False) -> Answer | None:
        """The page at an address, where its redirects lead to; None when it is as ``known`` has it, or they lead to what was ``had``.

        Raises SourceError.
        """
        url = address_of(address)
        for _ in range(_MOST_REDIRECTS + 1):
            self._require_allowed(url)
            answer = self._asked(url, known.headers() if known else {})
            if answer.status == _UNCHANGED and known is not None:
                return None
            if answer.status not in _MOVED or "location" not in answer.headers:
                return _good(answer)
            url = address_of(str(url.join(answer.headers["location"])))
            if had(str(url)):
                return None
        raise SourceUnreadable(f"{address} is redirected more than {_MOST_REDIRECTS} times, at last to {url}: give the address of the page")

    def _require_allowed(self, url: httpx.URL) -> None:
        """Raise SourceRefused where robots.txt says no, SourceAway where its server does not answer (RFC 9309)."""
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._rules(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        rules = self._robots[origin]
        if isinstance(rules, SourceError):
            raise type(rules)(f"{url} is not asked for: {rules}")
        if not rules.can_fetch(str(url), AGENT):
            raise SourceRefused(f"{url} is closed to programs by {origin}/robots.txt: save the page in a browser and give the file")

    def _rules(self, url: httpx.URL) -> Protego | SourceError:
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._asked(url, {})
                if answer.status not in _MOVED or "location" not in answer.headers:
                    break
                url = address_of(str(url.join(answer.headers["location"])))
        except SourceError as error:
            return error
        return Protego.parse(answer.data.decode(errors="replace"))  # what is not there forbids nothing

    def _asked(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """The answer, asked for again when that may help; of a host that failed twice in a row no more is asked."""
        origin = _origin(url)
        if origin in self._down:
            raise SourceAway(f"{url} is not asked for, its server failed: {self._down[origin]}")
        failure = SourceAway(f"{url} is not asked for")
        for attempt in range(1, self.politeness.attempts + 1):
            self._wait_turn(url)
            found, wait = self._tried(url, headers, attempt)
            if isinstance(found, Answer):
                self._failed[origin] = 0
                return found
            failure = found
            if wait > self.politeness.longest_wait:
                failure = self._down[origin] = SourceAway(f"{found}; it asks to wait {wait:.0f} seconds")
                break
            self._hold(url, wait)
        self._failed[origin] += 1
        if self._failed[origin] >= _MOST_FAILURES:
            self._down.setdefault(origin, failure)
        raise failure

    def _tried(self, url: httpx.URL, headers: Mapping[str, str], attempt: int) -> tuple[Answer | SourceAway, float]:
        """The answer, or what failed and may pass, with the seconds to wait."""
        try:
            answer = self._web.get(url, headers)
        except SourceAway as error:
            return error, pause_of(attempt, str(url))
        if answer.status not in _LATER:
            return answer, 0.0
        asked = seconds_of(answer.headers)
        failure = SourceAway(f"{url} answers {answer.status} and cannot be had now: try again later")
        return failure, pause_of(attempt, str(url)) if asked is None else asked

    def _wait_turn(self, url: httpx.URL) -> None:
        origin = _origin(url)
        left = self._free_at.get(origin, 0.0) - self.clock()
        if left > 0:
            self.pause(left)
        self._hold(url, self._interval(origin))

    def _interval(self, origin: str) -> float:
        rules = self._robots.get(origin)
        delay = rules.crawl_delay(AGENT) if isinstance(rules, Protego) else None
        return min(max(self.politeness.interval, float(delay or 0)), self.politeness.longest_wait)

    def _hold(self, url: httpx.URL, seconds: float) -> None:
        """Let no request to this host start for so long."""
        origin = _origin(url)
        self._free_at[origin] = max(self._free_at.get(origin, 0.0), self.clock() + seconds)


def address_of(address: str) -> httpx.URL:
    """The address without its fragment; raises SourceRefused or SourceUnreadable."""
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise SourceUnreadable(f"{address[:200]!r} is no address ({error}): give one as https://host/page") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise SourceRefused(f"{address[:200]!r} is no address of the web: give one as https://host/page")
    if url.userinfo:
        raise SourceRefused(f"https://…@{url.host} holds a login: give the address without it, or save the page and give the file")
    return url.copy_with(fragment=None)


def _good(answer: Answer) -> Answer:
    if answer.status in _GONE:
        raise SourceMissing(f"{answer.url} does not exist ({answer.status}): give the address of a page")
    if answer.status >= _CLIENT_ERROR and answer.status < _SERVER_ERROR:
        raise SourceRefused(f"{answer.url} is refused ({answer.status}): save the page in a browser and give the file")
    if answer.status != httpx.codes.OK:
        raise SourceUnreadable(f"{answer.url} answers {answer.status}, not 200 with a page: see what it shows in a browser")
    return answer


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
