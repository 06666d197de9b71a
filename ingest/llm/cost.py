"""Tokens and money: an estimate before, a count while reading, and caps that no call may overstep."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from ingest.llm.asking import Request, Usage
from ingest.llm.errors import CapReached, ModelError

__all__ = ["Budget", "Estimate", "Price", "estimate", "listed_name", "price_of", "tokens_of"]

_PRICES = Path(__file__).parent.parent / "data" / "llm" / "prices.yaml"
_CHARACTERS = 3
"""A token has at least so many characters in the languages and numbers of news: an estimate from above."""
_OTHERS = re.compile(r"[^\x00-\u024f\u2000-\u20cf]")
_WRITTEN = 0.4
"""Tokens of an answer for each token of the article, in dense ones."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens read, and written."""

    read: float
    written: float

    def __post_init__(self) -> None:
        """Raises ModelError for a price with which nothing can be counted."""
        if not all(math.isfinite(price) and price >= 0 for price in (self.read, self.written)):
            raise ModelError(f"a price of {self.read} and {self.written} dollars for a million tokens: expected numbers from 0 up")

    def of(self, usage: Usage) -> float:
        """What so many tokens cost."""
        return (usage.read * self.read + usage.written * self.written) / 1e6


def price_of(model: str) -> Price | None:
    """The list price of a model, by the longest name in ``data/llm/prices.yaml`` that its own begins with; None when unknown."""
    name = listed_name(model)
    return None if name is None else _prices()[name]


def listed_name(model: str) -> str | None:
    """The name in the list of prices that a model goes by."""
    plain = model.rpartition("/")[2].casefold()
    fits = [name for name in _prices() if plain == name or plain.startswith((f"{name}-2", f"{name}@", f"{name}-latest"))]
    return max(fits, key=len, default=None)


@cache
def _prices() -> dict[str, Price]:
    data = yaml.safe_load(_PRICES.read_text(encoding="utf-8"))
    return {name: Price(float(read), float(written)) for name, (read, written) in data["models"].items()}


def tokens_of(request: Request) -> int:
    """How many tokens a request has at most."""
    return sum(_tokens(message["content"]) for message in request.messages) + 50 * len(request.messages)


def _tokens(text: str) -> int:
    """A third of its letters, digits and signs of European languages, and each byte of others, which may be a token of its own."""
    others = "".join(_OTHERS.findall(text))
    return (len(text) - len(others)) // _CHARACTERS + len(others.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading will take: calls, tokens read, tokens that answers probably have, and the price if it is known."""

    calls: int
    usage: Usage
    money: float | None


def estimate(requests: Iterable[Request], price: Price | None) -> Estimate:
    """The estimate of these calls, from above."""
    read = written = calls = 0
    for request in requests:
        calls += 1
        read += tokens_of(request)
        written += 100 + int(_WRITTEN * len(request.messages[-1]["content"]) / _CHARACTERS)
    usage = Usage(calls, read, written)
    return Estimate(calls, usage, price.of(usage) if price else None)


@dataclass(slots=True)
class Budget:
    """What may be used, and what was; each call takes its worst case out of it before it is made, and gives back what it did not need.

    The worst case is learned from calls that took more than it, at endpoints that heed no limit or add words of their own.
    """

    answer_tokens: int
    price: Price | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    used: Usage = field(default_factory=Usage)
    _held: Usage = field(default_factory=Usage)
    _most_written: int = 0
    _more_read: float = 1.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def money(self) -> float | None:
        """What was spent, if the price is known."""
        return self.price.of(self.used) if self.price else None

    @contextmanager
    def call(self, request: Request) -> Iterator[list[Usage]]:
        """Room for one call; what is put into the list is what it used. Raises CapReached when there is none."""
        with self._lock:
            read = math.ceil(self._more_read * tokens_of(request))
            worst = Usage(0, read, max(self.answer_tokens, self._most_written))
            self._check(self.used + self._held + worst)
            self._held += worst
        taken: list[Usage] = []
        try:
            yield taken
        finally:
            with self._lock:
                self._held = Usage(0, self._held.read - worst.read, self._held.written - worst.written)
                for usage in taken:
                    self.used += usage
                    self._most_written = max(self._most_written, usage.written)
                    self._more_read = max(self._more_read, usage.read / tokens_of(request))

    def _check(self, total: Usage) -> None:
        if self.max_tokens is not None and total.tokens > self.max_tokens:
            raise CapReached(f"the cap of {self.max_tokens} tokens leaves no room for it ({self.used.tokens} are used): raise --max-tokens")
        if self.max_cost is not None and self.price is not None and not self.price.of(total) <= self.max_cost:
            spent = self.price.of(self.used)
            raise CapReached(f"the cap of ${self.max_cost:g} leaves no room for it (${spent:.4f} are spent): raise --max-cost")
