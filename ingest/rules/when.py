"""Dates that a sentence tells, made EDTF; those that count from the article's own date ("last year", "depuis mars", "am Montag") too."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from ingest.rules.grammar import straight
from ingest.rules.lexicon import any_of, lexicon
from ingest.rules.money import YEAR
from ingest.wording import folded, wording

__all__ = ["When", "dates_of"]

_CAPITALS = ("en", "de")
"""Languages that write months and weekdays with a capital."""
_DAY_LENGTH, _MONTH_LENGTH = 10, 7
_MONTHS = 12
_WEEK = 7


@dataclass(frozen=True, slots=True)
class When:
    """A date where it stands in a text; ``counted``: from the article's date; ``told``: it needs no "in" or "on" before it."""

    start: int
    end: int
    value: str
    counted: bool
    told: bool = False
    weekday: bool = False


def dates_of(text: str, lang: str, published: str | None, *, ahead: bool = False) -> list[When]:
    """The dates of a text in order; one that needs the article's date (EDTF, or None) and cannot have it has "" as its value.

    ``ahead`` is for what is planned: "in March", "am Montag" are then the next and not the last one.
    """
    found: list[When] = []
    for one in _all(text, lang, _Now.of(published, ahead=ahead)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class _Now:
    """The article's date, as far as it is known."""

    year: int | None = None
    month: int | None = None
    day: date | None = None
    ahead: bool = False

    @classmethod
    def of(cls, published: str | None, *, ahead: bool) -> _Now:
        if not published or not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", published):
            return cls(ahead=ahead)
        day = date.fromisoformat(published) if len(published) == _DAY_LENGTH else None
        return cls(int(published[:4]), int(published[5:7]) if len(published) >= _MONTH_LENGTH else None, day, ahead)

    def moved(self, unit: str, count: int) -> str:
        """The year, month or day that lies so many from the article's."""
        if unit == "years":
            return f"{self.year + count:04}" if self.year else ""
        if unit == "months":
            return _month(self.year * _MONTHS + self.month - 1 + count) if self.year and self.month else ""
        return (self.day + timedelta(count)).isoformat() if self.day else ""

    def in_month(self, month: int, day: int | None, turn: int) -> str:
        """The nearest such month; ``turn`` 1 for the next and -1 for the last, 0 for what fits."""
        if not self.year or not self.month:
            return ""
        ahead = turn > 0 or (self.ahead and not turn)
        year = self.year + (ahead and month < self.month) - (not ahead and month > self.month)
        return _joined(year, month, day)

    def on_weekday(self, number: int, turn: int) -> str:
        """The nearest such day, the article's own included unless it is said to be another."""
        if self.day is None:
            return ""
        ahead = turn > 0 or (self.ahead and not turn)
        away = (number - self.day.weekday()) % _WEEK if ahead else -((self.day.weekday() - number) % _WEEK)
        if turn and not away:
            away = _WEEK * turn
        return (self.day + timedelta(away)).isoformat()


def _all(text: str, lang: str, now: _Now) -> Iterator[When]:
    """The dates by how much they say: a shorter one may lie within a longer one before it."""
    patterns = _patterns(lang)
    for found in patterns.months.finditer(text):
        month = wording().months[folded(found["m1"] or found["m2"])]
        day, year = found["d1"] or found["d2"], found["y1"] or found["y2"]
        turn = _turn(found, lang)
        value = _joined(int(year), month, int(day) if day else None) if year else now.in_month(month, int(day) if day else None, turn)
        if value or not year:
            yield When(*found.span(), value, counted=not year, told=bool(turn))
    for pattern, unit in patterns.ago:
        for found in pattern.finditer(text):
            number = found["n"].lower()
            count = int(number) if number.isdigit() else lexicon(lang).numbers[number]
            yield When(*found.span(), now.moved(unit, -count), counted=True, told=True)
    for found in patterns.relative.finditer(text):
        unit, count = patterns.moves[" ".join(straight(found[0].lower()).split())]
        yield When(*found.span(), now.moved(unit, count), counted=True, told=True)
    for found in patterns.weekdays.finditer(text):
        yield When(*found.span(), now.on_weekday(patterns.days[found["day"].lower()], _turn(found, lang)), counted=True, weekday=True)
    for found in YEAR.finditer(text):
        yield When(*found.span(), found[0], counted=False)


def _turn(found: re.Match[str], lang: str) -> int:
    """Whether "next" or "last" is said of it."""
    said = (found["before"] or found["behind"] or "").lower()
    return (said in dict(lexicon(lang).dates)["next"]) - (said in dict(lexicon(lang).dates)["last"])


def _joined(year: int, month: int, day: int | None) -> str:
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= calendar.monthrange(year, month)[1] else ""


def _month(count: int) -> str:
    return f"{count // _MONTHS:04}-{count % _MONTHS + 1:02}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    months: re.Pattern[str]
    weekdays: re.Pattern[str]
    relative: re.Pattern[str]
    moves: Mapping[str, tuple[str, int]]
    days: Mapping[str, int]
    ago: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _patterns(lang: str) -> _Patterns:
    data: dict[str, Any] = dict(lexicon(lang).dates)
    day = rf"(?P<day>{any_of(_cased(data['weekdays'], lang))})"
    moves = {phrase.lower(): (unit, count) for unit in ("years", "months", "days") for phrase, count in data[unit].items()}
    number = rf"(?P<n>\d{{1,2}}|{any_of(lexicon(lang).numbers)})"
    return _Patterns(
        months=_month_pattern(lang, data),
        weekdays=re.compile(rf"(?<!\w){_beside(data, day)}(?!\w)"),
        relative=re.compile(rf"(?<!\w)(?:{any_of(moves)})(?!\w)", re.IGNORECASE),
        moves=moves,
        days={day.lower(): at for at, day in enumerate(data["weekdays"])},
        ago=tuple(
            (re.compile(rf"(?<!\w){pattern.replace('{n}', number)}(?!\w)", re.IGNORECASE), unit)
            for unit in ("years", "months")
            for pattern in data[f"{unit}_ago"]
        ),
    )


def _month_pattern(lang: str, data: Mapping[str, Any]) -> re.Pattern[str]:
    names = any_of(_cased(lexicon(lang).months, lang))
    day_first = rf"(?:(?P<d1>\d{{1,2}})(?:er|\.|st|nd|rd|th)?\s(?:de\s|of\s)?)?(?P<m1>{names})(?:,?\s(?:de\s|del\s)?(?P<y1>\d{{4}}))?"
    month_first = rf"(?P<m2>{names})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s?,?\s(?P<y2>\d{{4}}))?"
    either = f"(?:{month_first}|{day_first})" if lang == "en" else f"(?:{day_first}|{month_first})"
    return re.compile(rf"(?<!\w){_beside(data, either)}(?!\w)")


def _beside(data: Mapping[str, Any], pattern: str) -> str:
    """With a word for the next or the last one before or behind it."""
    words = any_of((*data["next"], *data["last"]))
    return rf"(?:(?P<before>{words})\s)?{pattern}(?:\s(?P<behind>{words})(?!\w))?"


def _cased(words: Iterable[str], lang: str) -> list[str]:
    return [word.capitalize() if lang in _CAPITALS else word for word in words]
