"""The phrases and pronouns that the tagger sees, each given to the name before it that it most likely stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.rules.lexicon import Lexicon
from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.tagger import Tag, Tagged
from ingest.rules.windows import TYPES

__all__ = ["spoken"]

_LEAST, _LEAST_OF_TWO, _FITS = 0.4, 0.2, 0.05
"""How likely a phrase must stand for a name, for each of two names, and be of its type."""

_ARTICLES = frozenset(("a", "an", "the"))
_LEADS_TO = re.compile(r"\s+(?:[\w-]+\s+)?")
"""What may stand between a phrase and the name that it introduces."""

Place = tuple[int, int]


@dataclass(slots=True)
class _Talk:
    """Where each entity was spoken of last."""

    seen: Tagged
    last: dict[str, tuple[Place, Mention]] = field(default_factory=dict)

    def note(self, block: int, mention: Mention) -> None:
        """The entity is spoken of here."""
        if (place := self.seen.place(block, mention.start)) is not None:
            self.last[mention.entity] = (place, mention)

    def meant(self, block: int, tag: Tag, later: Iterable[Mention], count: int) -> list[Mention]:
        """The ``count`` entities that a phrase stands for: one spoken of before, or named later in its sentence; or nothing."""
        here = self.seen.place(block, tag.start)
        if here is None:
            return []
        known = {entity: one for entity, one in self.last.items() if self.seen.in_sight(here[0], one[0][0])}
        for mention in later:
            place = self.seen.place(block, mention.start)
            if place is None or place[0] != here[0]:
                break
            known.setdefault(mention.entity, (place, mention))
        order = sorted(known.values(), key=lambda pair: pair[0], reverse=True)
        shares = self.seen.chosen(here, [place for place, _ in order])
        fitting = [
            (share, mention) for share, (_, mention) in zip(shares, order, strict=False) if tag.shares[TYPES.index(mention.type)] >= _FITS
        ]
        best = sorted(fitting, key=lambda pair: -pair[0])[:count]
        least = _LEAST if count == 1 else _LEAST_OF_TWO
        return [mention for _, mention in best] if len(best) == count and all(share >= least for share, _ in best) else []


def spoken(texts: Sequence[str], named: Sequence[Sequence[Mention]], seen: Tagged, lex: Lexicon) -> list[list[Mention]]:
    """By block, the phrases that stand for somebody; one for two ("both companies") is two mentions in one place."""
    talk = _Talk(seen)
    return [list(_of_block(number, text, names, talk, lex)) for number, (text, names) in enumerate(zip(texts, named, strict=True))]


def _of_block(number: int, text: str, names: Sequence[Mention], talk: _Talk, lex: Lexicon) -> Iterator[Mention]:
    told = 0
    for tag in talk.seen.tags[number]:
        while told < len(names) and names[told].start < tag.start:
            talk.note(number, names[told])
            told += 1
        if not tag.phrase or not _stands_alone(text, tag, names[max(0, told - 1) : told + 1]):
            continue
        words = text[tag.start : tag.end]
        later = (names[n] for n in range(told, len(names)))
        for of in talk.meant(number, tag, later, 2 if _is_of_two(words, lex) else 1):
            mention = Mention(tag.start, tag.end, words, of.entity, of.name, of.type, PHRASE)
            talk.note(number, mention)
            yield mention
    for name in names[told:]:
        talk.note(number, name)


def _stands_alone(text: str, tag: Tag, beside: Sequence[Mention]) -> bool:
    """Whether a phrase is of whole words, lies over no name beside it, and introduces none ("son concurrent grenoblois Lumarec")."""
    words = text[tag.start : tag.end].casefold()
    whole = words not in _ARTICLES and text[tag.start].isalnum() and not text[max(0, tag.start - 1) : tag.start].isalnum()
    apart = all(tag.end <= m.start or tag.start >= m.end for m in beside)
    return whole and apart and not any(m.start >= tag.end and _LEADS_TO.fullmatch(text[tag.end : m.start]) for m in beside)


def _is_of_two(words: str, lex: Lexicon) -> bool:
    return not lex.listed("of_two").isdisjoint(words.casefold().replace("’", "'").split())
