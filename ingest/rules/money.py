"""Amounts of money in a text, with their currency and scale: "2 milliards de dollars", "$6.6bn", "3,5 Mrd. Euro", "zwei Millionen Euro"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.rules.lexicon import any_of, lexicon

__all__ = ["PRICED", "YEAR", "Money", "is_of_something_else", "monies", "price"]

PRICED = frozenset(("invests-in", "acquires", "supplies", "partners-with", "disputes-with", "regulates"))
"""Relations that an amount in their sentence is likely to be the price of; the ontology allows it for more."""
YEAR = re.compile(r"\b(?:19[5-9]|20[0-4])\d\b")
_NUMBER = r"\d{1,3}(?:[\s.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_RANGE = re.compile(r"(?<!\d)\d{1,3}(?:[.,]\d+)?(?:\s+\w{1,3}\s+|\s?[-–]\s?)$")
_SMALLEST = 1000.0
_FARTHEST = 90
_BESIDE = 3
"""Words before and behind an amount that tell what it is of."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and where it stands."""

    start: int
    end: int
    amount: float
    currency: str


def price(text: str, lang: str, first: int, last: int) -> Money | None:
    """The only amount near a pair that stands from ``first`` to ``last``."""
    low, high = first - _FARTHEST, last + _FARTHEST
    near = [money for money in monies(text, lang) if low <= money.start and money.end <= high]
    return near[0] if len(near) == 1 else None


def monies(text: str, lang: str) -> Iterator[Money]:
    """The amounts of a text; no ends of ranges, and no small change, which is a price or a year beside a word."""
    before, after, multipliers, currencies = _patterns(lang)
    taken: set[int] = set()
    for pattern in (before, after):
        for found in pattern.finditer(text):
            if found.start("number") in taken or _RANGE.search(text[: found.start()]):
                continue
            taken.add(found.start("number"))
            factor = multipliers.get(_spaced(found["multiplier"] or ""), 1.0)
            count = _count(found["number"], text[: found.start("number")], lang)
            amount = round(count * factor, 2)
            if amount >= _SMALLEST and not (factor == 1.0 and YEAR.fullmatch(found["number"])):
                yield Money(found.start(), found.end(), amount, currencies[_spaced(found["currency"])])


def is_of_something_else(text: str, money: Money, lang: str) -> bool:
    """Whether a word beside the amount says that it is a turnover, a value or a rate and no price."""
    around = (_words(text[: money.start])[-_BESIDE:], _words(text[money.end :])[:_BESIDE])
    said = "".join(f" {' '.join(words)} ;" for words in around)
    return any(f" {phrase} " in said for phrase in dict(lexicon(lang).amount)["others"])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]+", text.lower())


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text.lower())


@cache
def _patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, float], dict[str, str]]:
    """A sign or code before the number (``$2 billion``), and any currency after it (``2 milliards de dollars``)."""
    data: dict[str, Any] = dict(lexicon(lang).amount)
    multipliers, currencies = dict(data["multipliers"]), dict(data["currencies"])
    many = rf"[\s-]?(?P<multiplier>{any_of(multipliers)})(?!\w)"
    words = rf"(?<!-)(?:{any_of(lexicon(lang).numbers)})(?=\s(?:{any_of(multipliers)})(?!\w))"
    signs = [word for word, code in currencies.items() if not word.replace(" ", "").isalpha() or word == code.lower()]
    before = rf"(?<![\w$])(?P<currency>{any_of(signs)})\s?(?P<number>{_NUMBER})(?:{many})?"
    joint = r"(?:[\s-]?(?:d['’]|de\s|of\s|US\s)?)"
    after = rf"(?<![\w.,])(?P<number>{_NUMBER}|{words})(?:{many})?{joint}(?P<currency>{any_of(currencies)})(?!\w)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE), multipliers, currencies


def _count(number: str, before: str, lang: str) -> float:
    """What a number in figures or in a word is; 0 when the word is the end of a longer one ("vingt et un") or of a range."""
    if number[0].isdigit():
        return _number(number, lang)
    words = lexicon(lang)
    others = words.conjunctions.union(words.numbers, dict(words.amount)["multipliers"])
    earlier = [word.strip("-") for word in before.lower().split()[-2:]]
    longer = others.intersection(earlier[-1:]) or words.numbers.keys() & set(earlier)
    return 0.0 if longer else float(words.numbers[number.lower()])


def _number(text: str, lang: str) -> float:
    """Of two kinds of marks the last is decimal (``1.500,5``); one mark before three digits is what it is in the language."""
    bare = re.sub(r"\s", "", text)
    marks = [mark for mark in bare if mark in ".,"]
    if not marks:
        return float(bare)
    decimal, last = "." if lang == "en" else ",", marks[-1]
    thousands = len(bare.rpartition(last)[2]) == 3  # noqa: PLR2004 - a thousand has three digits
    if marks.count(last) > 1 or (thousands and len(marks) == 1 and last != decimal):
        return float(re.sub("[.,]", "", bare))
    whole, _, fraction = bare.rpartition(last)
    return float(f"{re.sub('[.,]', '', whole)}.{fraction}")
