"""Checks of what people type, alike for requests and commands; each raises BadParameter that says what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from api.errors import BadParameter
from ontology.vocabulary import ontology

__all__ = ["checked_date", "checked_names", "checked_share", "checked_types"]

_LONGEST_SHOWN = 60


def checked_names(what: str, values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """These values, each of which must be one of the known names."""
    names, given = tuple(known), tuple(values)
    for value in given:
        if value not in names:
            raise BadParameter(f"{what} {value[:_LONGEST_SHOWN]!r} is not one of {', '.join(names)}")
    return given


def checked_types(values: Iterable[str]) -> tuple[str, ...]:
    """These types of entity."""
    return checked_names("type", values, ontology().entity_types)


def checked_date(what: str, value: str | None) -> str | None:
    """The date, which must be written as the ontology has dates."""
    pattern = ontology().qualifiers["valid_from"].pattern or ""
    if value is not None and not (re.fullmatch(pattern, value) and _is_in_the_calendar(value)):
        raise BadParameter(f"{what} is {value[:_LONGEST_SHOWN]!r}, no date: expected 2024, 2024-07 or 2024-07-27")
    return value


def _is_in_the_calendar(value: str) -> bool:
    """Whether there is such a day; of years and months the pattern says it."""
    day = value.rstrip("?~%").replace("0000-", "0004-", 1)  # a leap year like it, and Python has no year 0
    if len(day) < len("2024-07-27"):
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def checked_share(what: str, value: float | None) -> float | None:
    """The number, which must be one from 0 to 1."""
    if value is not None and not 0 <= value <= 1:  # nan is neither
        raise BadParameter(f"{what} is {value:g}: expected a number between 0 and 1")
    return value
