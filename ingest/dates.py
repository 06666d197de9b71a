"""Dates as articles write them, made EDTF (ISO 8601-2): ``2024``, ``2024-07``, ``2024-07-27``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from ingest.wording import folded, wording

__all__ = ["dateline", "edtf", "is_dateline", "published_on"]

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T\s].*)?", re.DOTALL)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s.*)?", re.DOTALL)
_NUMERIC = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\b")
_TIME = re.compile(r"\b\d{1,2} ?(?:h|:|uhr)(?: ?\d{2})?(?::\d{2})?\b ?(?:[ap]\.?m\.?|[a-z]{1,4})?")
_LINES_AT_THE_TOP = 10
_LONGEST_DATELINE = 110
_MONTHS = 12
_FIRST_PUBLISHED = "1800"
"""Before this, a date of publication is a machine's zero: Go's year 1, Windows' 1601, SQL Server's 1753."""


def edtf(value: object) -> str | None:
    """The EDTF date of what a front matter or a caller gives, or None when it is no date."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    value = value.strip()
    if match := _ISO.fullmatch(value):
        return _joined(*match.groups())
    if match := _DAY_FIRST.fullmatch(value):
        return _joined(match[3], match[2], match[1])
    return next((found for found, _place in _written(value)), None)


def published_on(value: object) -> str | None:
    """The EDTF date on which an article appeared, or None; what texts tell of may be older."""
    return _credible(edtf(value))


def _credible(found: str | None) -> str | None:
    return found if found and found >= _FIRST_PUBLISHED else None


def dateline(text: str) -> str | None:
    """The date of the first line near the top that tells when the article appeared, and does nothing else."""
    lines = [line for line in text[:4000].splitlines() if line.strip()][:_LINES_AT_THE_TOP]
    days = (found for line in lines if is_dateline(line) for found, _place in _written(line))
    return next(filter(_credible, days), None)


def is_dateline(line: str) -> bool:
    """Whether a line is a date, alone or with what stands around dates: weekday, hour, byline, section."""
    line = line.strip(" \t*_#|>")
    if len(line) > _LONGEST_DATELINE or line.endswith((".", "!", "?")):
        return False
    place = next((place for _found, place in _written(line)), None)
    if place is None:
        return False
    around = folded(line)[: place[0]] + " " + folded(line)[place[1] :]
    if re.search(r"(?:^|\s)(?:[|•·—–]|/)(?:\s|$)", around):
        return True
    words = re.findall(r"[a-z]+", _TIME.sub(" ", around))
    return set(words) <= wording().around_dates or (bool(words) and words[0] in {"par", "by", "von", "por"})


def _written(line: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The full dates in a line and their places in its folded form, numeric ones first."""
    plain = folded(line)
    for match in _NUMERIC.finditer(plain):
        if found := edtf(match[0]):
            yield found, match.span()
    for match in _in_words().finditer(plain):
        day, month, year = match["d1"] or match["d2"], match["m1"] or match["m2"], match["y1"] or match["y2"]
        if found := _joined(year, str(wording().months[month]), day):
            yield found, match.span()


@cache
def _in_words() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, wording().months), key=len, reverse=True))
    day_first = rf"\b(?P<d1>\d{{1,2}})(?:er|\.)? (?:de )?(?P<m1>{month})\.?,? (?:de )?(?P<y1>\d{{4}})\b"
    month_first = rf"\b(?P<m2>{month})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)? ?,? (?P<y2>\d{{4}})\b"
    return re.compile(f"{day_first}|{month_first}")


def _joined(year: str, month: str | None, day: str | None) -> str | None:
    if month is None:
        return year
    try:
        whole = date(int(year), int(month), int(day or 1))
    except ValueError:
        return year if int(month) > _MONTHS else None
    return whole.isoformat() if day else whole.isoformat()[:7]
