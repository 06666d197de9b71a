"""Qualifiers of pairs without a parse: those of German and Spanish, and those whose ends stand in two sentences.

Of two sentences only amounts and dates are taken, and only when there is one: which of two is meant, and who speaks, no word there tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.rules.grammar import LANGUAGES
from ingest.rules.lexicon import lexicon
from ingest.rules.mentions import Mention
from ingest.rules.money import PRICED, Money, is_of_something_else, monies, price
from ingest.rules.naming import EVENTFUL, event_of, speaker_of
from ingest.rules.posts import post_of
from ingest.rules.validity import validity
from ingest.rules.windows import Couple, Piece
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["Stretch", "plain_qualifiers"]

_PAYING = ("Company", "ResearchOrg", "Government")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The sentences that two mentions stand in, from the one's to the other's, in one text; all places are in it."""

    text: str
    mentions: tuple[Mention, ...]
    first: Mention
    second: Mention
    sentences: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, couple: Couple, pieces: Sequence[Piece]) -> Stretch:
        """The stretch of a pair of an article."""
        text, moved, sentences = "", dict[tuple[int, Mention], Mention](), list[tuple[int, int]]()
        for number in range(couple.first_piece, couple.second_piece + 1):
            piece = pieces[number]
            by = len(text) - piece.start
            moved |= {(number, m): replace(m, start=m.start + by, end=m.end + by) for m in piece.mentions}
            text += f"{piece.text} "
            sentences.append((piece.start + by, len(text)))
        ends = moved[couple.first_piece, couple.first], moved[couple.second_piece, couple.second]
        return cls(text.rstrip(), tuple(moved.values()), *ends, tuple(sentences))

    @property
    def together(self) -> bool:
        """Whether both stand in one sentence."""
        return len(self.sentences) == 1

    @property
    def place(self) -> tuple[int, int]:
        """From the first end to the second."""
        return self.first.start, max(self.first.end, self.second.end)


def plain_qualifiers(relation: str, stretch: Stretch, lang: str, phase: str, *, published: str | None = None) -> Json:
    """The qualifiers that a stretch gives to this relation of its pair; only those that the ontology has for it."""
    given: Json = {}
    if relation in PRICED and (money := _amount(stretch, lang)) is not None:
        given |= {"amount": money.amount, "currency": money.currency}
    names = [(m.start, m.end) for m in stretch.mentions]
    given |= validity(stretch.text, lang, relation, phase, published=published, place=stretch.place, names=names)
    return given | _named(relation, stretch, lang) if stretch.together and lang not in LANGUAGES else given


def _named(relation: str, stretch: Stretch, lang: str) -> Json:
    """Post, event and speaker, of one sentence."""
    ends = (stretch.first, stretch.second)
    person, employer = ends if stretch.first.type == "Person" else ends[::-1]
    eventful = "event" in ontology().relations[relation].qualifiers and relation not in EVENTFUL
    found = {
        "role": post_of(stretch.text, person, employer, lang) if relation == "works-for" else None,
        "event": event_of(stretch.text, stretch.mentions, ends, lang) if eventful else None,
        "said_by": speaker_of(stretch.text, stretch.mentions, ends, lang),
    }
    return {name: value for name, value in found.items() if value}


def _amount(stretch: Stretch, lang: str) -> Money | None:
    """The only amount near the pair, and of two sentences the only one at all; none of an enumeration, a turnover or a value."""
    if any(_is_listed(end, stretch, lang) for end in (stretch.first, stretch.second)):
        return None
    if not stretch.together and len(list(monies(stretch.text, lang))) > 1:
        return None
    money = price(stretch.text, lang, *stretch.place)
    if money is None or is_of_something_else(stretch.text, money, lang):
        return None
    return money if stretch.together or _is_theirs(money, stretch) else None


def _is_theirs(money: Money, stretch: Stretch) -> bool:
    """Whether the amount's sentence, of two or three, names no other organisation than the pair's."""
    start, end = next((a, b) for a, b in stretch.sentences if a <= money.start < b)
    ends = {stretch.first.entity, stretch.second.entity}
    return all(m.entity in ends for m in stretch.mentions if start <= m.start < end and m.type in _PAYING)


def _is_listed(end: Mention, stretch: Stretch, lang: str) -> bool:
    """Whether a name of the same type stands beside this one with only a comma or "und" between."""
    return any(_joins(stretch.text[a:b], lang) for a, b in _gaps(end, stretch))


def _gaps(end: Mention, stretch: Stretch) -> Iterator[tuple[int, int]]:
    for other in stretch.mentions:
        if other.type == end.type and other.entity != end.entity:
            yield min(end.end, other.end), max(end.start, other.start)


def _joins(between: str, lang: str) -> bool:
    words = lexicon(lang)
    joint = "|".join(sorted(map(re.escape, words.conjunctions), key=len, reverse=True))
    article = "|".join(map(re.escape, sorted(words.listed("articles"))))
    return bool(re.fullmatch(rf"\s*(?:,|,?\s(?:{joint})\s)\s*(?:(?:{article})\s+)?(?:\w+\s+)?", between, re.IGNORECASE))
