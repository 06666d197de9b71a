"""From when and until when a relation holds, of the only date that its sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.rules.grammar import straight
from ingest.rules.lexicon import lexicon
from ingest.rules.when import When, dates_of
from ontology.records import Json

__all__ = ["validity"]

_HAPPENS = frozenset(("acquires", "founded", "regulates"))
"""Relations that begin with one deed, so that a sentence's plain date ("in March", "last year") is most likely theirs."""
_LASTS = frozenset(("supplies", "partners-with", "works-for", "uses"))
"""Relations that may be said to last until then; of the others "until" tells a deadline."""
_FARTHEST = 80
_BIRTH = 4
"""Words before a date among which one tells that it is of a birth."""

Place = tuple[int, int]


def validity(
    text: str,
    lang: str,
    relation: str,
    phase: str,
    *,
    published: str | None = None,
    place: Place | None = None,
    names: Sequence[Place] = (),
) -> Json:
    """``valid_from`` or ``valid_to`` of the only date of a text, near the pair's ``place`` and no part of a name.

    Nothing where the date counts from the article's own (``published``) and that is not known.
    """

    def dates(*, ahead: bool) -> list[When]:
        told = dates_of(text, lang, published, ahead=ahead)
        return [one for one in told if all(one.end <= start or end <= one.start for start, end in names)]

    found, words = dates(ahead=phase == "planned"), _before(lang)
    if len(found) != 1 or not _is_near(found[0], place, text):
        return {}
    [one] = found
    before = straight(text[: one.start].lower())
    if not words.born.isdisjoint(before.split()[-_BIRTH:]):
        return {}
    if words.since.search(before):
        return _told("valid_from", dates(ahead=False)[0])
    if words.until.search(before):
        return _told("valid_to", dates(ahead=phase != "ended")[0]) if relation in _LASTS else {}
    if words.onwards.search(before) or _is_around(one, before, text, lang):
        return _told("valid_from", one) if phase != "ended" else {}
    happened = relation in _HAPPENS and phase == "current" and not one.weekday and (one.told or words.on.search(before))
    return _told("valid_from", one) if happened and not (one.counted and relation == "founded") else {}


def _told(name: str, one: When) -> Json:
    return {name: one.value} if one.value else {}


def _is_near(one: When, place: Place | None, text: str) -> bool:
    """Whether a date stands not too far from the pair, with no semicolon between."""
    if place is None:
        return True
    between = text[one.end : place[0]] if one.end <= place[0] else text[place[1] : max(place[1], one.start)]
    return len(between) <= _FARTHEST and ";" not in between


def _is_around(one: When, before: str, text: str, lang: str) -> bool:
    """Whether words stand on both sides that only together say that it begins: "von 2026 an"."""
    around: dict[str, str] = dict(lexicon(lang).dates).get("around", {})
    last, first = before.split()[-1:], text[one.end :].lower().split()[:1]
    return bool(last and first) and around.get(last[0]) == first[0]


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a date, by what it makes of it."""

    since: re.Pattern[str]
    onwards: re.Pattern[str]
    until: re.Pattern[str]
    on: re.Pattern[str]
    born: frozenset[str]


@cache
def _before(lang: str) -> _Before:
    data = dict(lexicon(lang).dates)
    since, onwards, until = (_ending(data[name]) for name in ("since", "onwards", "until"))
    return _Before(since, onwards, until, _ending(data["in"], nearer=True), frozenset(data["born"]))


def _ending(phrases: Iterable[str], *, nearer: bool = False) -> re.Pattern[str]:
    """One of the phrases at the end of a text, with a word between unless it must be ``nearer``."""
    any_of = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(phrases, key=len, reverse=True))
    between = "" if nearer else r"(?:[^\W\d]+\s)?"
    return re.compile(rf"(?<!\w)(?:{any_of})(?:(?<=')|\s){between}$")
