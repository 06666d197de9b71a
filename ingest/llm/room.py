"""How long an answer may be: less than was asked for, where the endpoint says that its model cannot write so much."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.llm.asking import Request

__all__ = ["LEAST", "Room", "is_about_room"]

LEAST = 256
"""Tokens; an answer that may have fewer says nothing."""
_STATUSES = frozenset((400, 422))
_SPARE = 16
_MORE = 1.05
"""The tokens of one article, from the characters of another."""
_AMOUNT = re.compile(r"too (?:large|long|high|big|many)|at most|maximum|exceed|less than|greater than|range|context|[<>≤≥]")
_NUMBER = re.compile(r"(?<![\w.\-])(?:\d{1,3}(?:[,_]\d{3})+|\d{1,9})(?![\w\-])")
_CONTEXT = re.compile(r"context (?:length|window|size)\D{0,40}?(\d[\d,_]*)|(\d[\d,_]*)[- ]tokens? context")
_PROMPT = re.compile(
    r"(\d[\d,_]*) (?:tokens? )?(?:in|from|of) (?:the |your )?(?:input |prompt )?(?:messages|prompt|input)|"
    r"(\d[\d,_]*) (?:input|prompt) tokens"
)


def is_about_room(reason: str) -> bool:
    """Whether a refusal says that too many tokens were asked for, and not that the parameter is unknown."""
    told = reason.casefold()
    return "token" in told and _AMOUNT.search(told) is not None


@dataclass(frozen=True, slots=True)
class Room:
    """``most`` is what an answer may have; ``context`` what prompt and answer may have together, ``rate`` the tokens of a character."""

    most: int | None = None
    context: int | None = None
    rate: float = 0.0

    def limit(self, request: Request, asked: int) -> int:
        """Tokens for the answer to this request, of those asked for."""
        limit = asked if self.most is None else min(asked, self.most)
        if self.context is not None:
            limit = min(limit, max(LEAST, self.context - int(_MORE * self.rate * request.characters) - _SPARE))
        return limit

    def smaller(self, reason: str, request: Request, asked: int) -> Room | None:
        """The room as the refusal of so many tokens tells of it, or else half of them; None when none is left for this request."""
        told = reason.casefold()
        context, prompt = _found(_CONTEXT, told), _found(_PROMPT, told)
        if context is not None and prompt is not None:
            if context - prompt < LEAST:
                return None
            told_of = replace(self, context=context, rate=prompt / max(1, request.characters))
            if told_of.limit(request, asked) < asked:
                return told_of
        most = asked // 2 if context is not None else _largest(told, asked)
        return replace(self, most=most) if most >= LEAST else None


def _found(pattern: re.Pattern[str], told: str) -> int | None:
    match = pattern.search(told)
    return _number(next(filter(None, match.groups()))) if match else None


def _largest(told: str, asked: int) -> int:
    """The largest number below what was asked for, or half of that."""
    numbers = [_number(word) - ("exclusive" in told) for word in _NUMBER.findall(told)]
    fits = [n for n in numbers if LEAST <= n < asked and n not in _STATUSES]
    return max(fits, default=asked // 2)


def _number(word: str) -> int:
    return int(re.sub(r"\D", "", word)[:9])
