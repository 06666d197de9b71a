"""Which names of an article are worth a closer look when one may be short for another: few of thousands, by their words and letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from ingest.rules.words import name_words

__all__ = ["SMALL", "Nearby", "Surface"]

Surface = tuple[str, list[str]]
"""A name as the article spells it, and its words in lower case without a legal suffix."""
SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "et", "of", "the", "and", "for", "&", "en", "in", "von"])
"""Words within names that no initials stand for."""
_BRACKETS = re.compile(r" \(([^()]+)\)")
_BEFORE_A_NAME = re.compile(r"(?:[^\w\s]\s*|\b[a-zà-ÿ'’]+\s)\Z")
_FEWEST_OWNED = 3
"""Words that a name has at most for its first to be part of it, whatever it is: "British Airways"."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_BACK = 80
"""Characters before a name that say whether it starts there."""


class Nearby:
    """The names of an article by their words and by the letters that initials start with; groups of surfaces are told by number."""

    def __init__(self, groups: Sequence[Sequence[Surface]], texts: Sequence[str]) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_letter: dict[str, set[int]] = defaultdict(set)
        self._brackets: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, surfaces in enumerate(groups):
            for name, words in surfaces:
                for word in words:
                    self._by_word[word].add(number)
                for letter in _openings(name):
                    self._by_letter[letter].add(number)
        self._texts = texts
        for text in texts:
            for found in _BRACKETS.finditer(text):
                self._brackets[found[1]].append((text, found.start()))

    def of(self, surfaces: Sequence[Surface]) -> list[int]:
        """The groups, in order, that a name with these surfaces may be short for: they share its first word or its first letter."""
        found: set[int] = set()
        for name, words in surfaces:
            for word in words[:1]:
                found |= self._by_word.get(word, set())
            if len(words) == 1 and name.isupper():
                found |= self._by_letter.get(_letters(name)[0], set())
        return sorted(found)

    def initials(self, acronym: str, name: str) -> bool:
        """Whether the letters open the name's words; or the first does, and a text has the one in brackets behind the other."""
        letters, words = _letters(acronym), _words(name)
        if len(letters) < 2 or not words:  # noqa: PLR2004 - one letter is no acronym
            return False
        for some in (words, _without_land(words)):
            if letters in ([w[0] for w in some if w not in SMALL], [w[0] for w in some]):
                return True
        return words[0][0] == letters[0] and self._explained(acronym, name)

    def opposed(self, short: str, longer: str) -> bool:
        """Whether a sentence names both, outside of each other and of brackets: "Puma Kitchens lost its case against Puma"."""
        bracketed = re.compile(rf"{re.escape(longer)} \({re.escape(short)}\)|{re.escape(short)} \({re.escape(longer)}\)")
        alone = re.compile(rf"(?<!\w){re.escape(short)}(?![\w'’-])")
        for text in self._texts:
            for sentence in _SENTENCE_END.split(text) if longer in text else ():
                if longer in sentence and alone.search(bracketed.sub("", sentence).replace(longer, "")):
                    return True
        return False

    def _explained(self, acronym: str, name: str) -> bool:
        """Whether a text has "Name (ACRONYM)" or "ACRONYM (Name)"."""
        if any(text.endswith(acronym, 0, place) for text, place in self._brackets.get(name, ())):
            return True
        behind = ((text, place - len(name)) for text, place in self._brackets.get(acronym, ()) if text.endswith(name, 0, place))
        return any(not start or _BEFORE_A_NAME.search(text[max(0, start - _BACK) : start]) for text, start in behind)


def _letters(acronym: str) -> list[str]:
    return [c for c in acronym.casefold() if c.isalpha()]


def _words(name: str) -> list[str]:
    return re.findall(r"[^-'’\s]+", name.casefold())


def _without_land(words: list[str]) -> list[str]:
    """Without whose it is: "US National Oceanic and Atmospheric Administration" is the NOAA."""
    if len(words) <= _FEWEST_OWNED:
        return words
    owner = words[0].rstrip(".")
    return words[1:] if owner in name_words().states or owner in name_words().demonyms else words


def _openings(name: str) -> set[str]:
    """The first letter of a name, and that of its first word that counts."""
    words = _words(name)
    return {word[0] for some in (words, _without_land(words)) for word in (*some[:1], *islice((w for w in some if w not in SMALL), 1))}
