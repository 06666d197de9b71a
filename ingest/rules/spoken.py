"""The phrases and pronouns that the tagger sees, each given to the name before it that it most likely stands for."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.rules.lexicon import Lexicon
from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.tagger import Spoken, Tag, Tagged
from ingest.rules.windows import TYPES
from ingest.rules.words import first_name_gender

__all__ = ["spoken"]

_LEAST, _LEAST_OF_TWO, _FITS = 0.3, 0.2, 0.05
"""How likely a phrase must stand for a name, for each of two names, and be of its type."""

_LEADS_TO = re.compile(r"\s+(?:[\w-]+\s+)?")
"""What may stand between a phrase and the name that it introduces."""

_HALF = re.compile(r"(?:\w+ )?\w+est(?= (?!of\b)[a-z])")
"""An English superlative with its noun behind it: the tagger saw half of "the largest company"."""

_CUT_OFF = re.compile(r"\s+\w{1,2}['’].?$")
"""A word whose apostrophe is the last sign of a phrase, or the first behind it."""

Place = tuple[int, int]


@dataclass(slots=True)
class _Talk:
    """Where each entity was spoken of, and how the last time."""

    seen: Tagged
    places: dict[str, deque[Place]] = field(default_factory=dict)
    ends: dict[str, Place] = field(default_factory=dict)
    last: dict[str, Mention] = field(default_factory=dict)

    def note(self, block: int, mention: Mention) -> None:
        """The entity is spoken of here."""
        if (place := self.seen.place(block, mention.start)) is not None:
            self.places.setdefault(mention.entity, deque()).append(place)
            self.ends[mention.entity] = self._end(block, mention.end, place)
            self.last[mention.entity] = mention

    def _end(self, block: int, end: int, start: Place) -> Place:
        """Where the last token of what starts there stands; the same where nothing of it is seen or it goes on into another sentence."""
        place = self.seen.place(block, end - 1)
        return place if place is not None and place[0] == start[0] else start

    def _forget(self, sentence: int) -> None:
        """Drop the places that are out of sight from this sentence on."""
        for entity, places in list(self.places.items()):
            while places and not self.seen.in_sight(sentence, places[0][0]):
                places.popleft()
            if not places:
                del self.places[entity]

    def meant(self, block: int, tag: Tag, gender: str, later: Iterable[Mention], count: int) -> list[tuple[float, Mention]]:
        """The ``count`` entities that a phrase stands for, each spoken of before or named in its sentence, and how likely; or nothing."""
        here = self.seen.place(block, tag.start)
        if here is None:
            return []
        self._forget(here[0])
        known = {entity: (list(places), self.ends[entity], self.last[entity]) for entity, places in self.places.items()}
        for mention in later:
            place = self.seen.place(block, mention.start)
            if place is None or place[0] != here[0]:
                break
            known.setdefault(mention.entity, ([place], self._end(block, mention.end, place), mention))
        order = sorted(known.values(), key=lambda some: some[0][-1], reverse=True)
        shares = self.seen.chosen(here, self._end(block, tag.end, here), [Spoken(places, end, m.type) for places, end, m in order])
        fitting = [
            (share, mention)
            for share, (*_, mention) in zip(shares, order, strict=False)
            if tag.shares[TYPES.index(mention.type)] >= _FITS and _may_be(gender, mention)
        ]
        best = sorted(fitting, key=lambda pair: -pair[0])[:count]
        least = _LEAST if count == 1 else _LEAST_OF_TWO
        if len(best) < count or any(share < least for share, _ in best):
            return []
        return [(min(1.0, count * share), mention) for share, mention in best]


def spoken(texts: Sequence[str], named: Sequence[Sequence[Mention]], seen: Tagged, lex: Lexicon) -> list[list[Mention]]:
    """By block, the phrases that stand for somebody; one for two ("both companies") is two mentions in one place."""
    talk = _Talk(seen)
    return [list(_of_block(number, text, names, talk, lex)) for number, (text, names) in enumerate(zip(texts, named, strict=True))]


def _of_block(number: int, text: str, names: Sequence[Mention], talk: _Talk, lex: Lexicon) -> Iterator[Mention]:
    told = 0
    for tag in (_trimmed(text, tag, lex) for tag in talk.seen.tags[number] if tag.phrase):
        while told < len(names) and names[told].start < tag.start:
            talk.note(number, names[told])
            told += 1
        if not _stands_alone(text, tag, names[max(0, told - 1) : told + 1], lex):
            continue
        words = text[tag.start : tag.end]
        later = (names[n] for n in range(told, len(names)))
        for sure, of in talk.meant(number, tag, lex.gender(words.casefold()), later, 2 if _is_of_two(words, lex) else 1):
            mention = Mention(tag.start, tag.end, words, of.entity, of.name, of.type, PHRASE, sure)
            talk.note(number, mention)
            yield mention
    for name in names[told:]:
        talk.note(number, name)


def _trimmed(text: str, tag: Tag, lex: Lexicon) -> Tag:
    """Without a preposition that holds its article ("du groupe"), and without one cut off behind it ("la start-up d'")."""
    words = text[tag.start : tag.end]
    first, _, rest = words.partition(" ")
    contracted = first.casefold() in lex.prepositions and first.casefold() in lex.listed("articles")
    start = tag.end - len(rest) if rest and contracted else tag.start
    cut = _CUT_OFF.search(text, tag.start, tag.end + 1)
    return replace(tag, start=start, end=cut.start() if cut else tag.end)


def _stands_alone(text: str, tag: Tag, beside: Sequence[Mention], lex: Lexicon) -> bool:
    """Whether a phrase is of whole words, lies over no name beside it, and introduces none ("son concurrent grenoblois Lumarec")."""
    words = text[tag.start : tag.end].casefold()
    whole = (
        words not in lex.listed("articles") - lex.listed("owners")
        and text[tag.start].isalnum()
        and not text[max(0, tag.start - 1) : tag.start].isalnum()
    )
    whole = whole and not ((half := _HALF.match(text.casefold(), tag.start)) and half.end() == tag.end)
    apart = all(tag.end <= m.start or tag.start >= m.end for m in beside)
    return whole and apart and not any(m.start >= tag.end and _LEADS_TO.fullmatch(text[tag.end : m.start]) for m in beside)


def _may_be(gender: str, mention: Mention) -> bool:
    """Whether a pronoun of this gender may stand for one who is named so; a first name that nobody lists tells nothing."""
    if not gender or mention.type != "Person":
        return True
    return first_name_gender(mention.name) in ("", gender)


def _is_of_two(words: str, lex: Lexicon) -> bool:
    return not lex.listed("of_two").isdisjoint(words.casefold().replace("’", "'").split())
