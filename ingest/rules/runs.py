"""How far a run of capitalised words reaches: versions, initials and connectors belong to it, titles and nationalities don't."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.rules.lexicon import Lexicon
from ingest.rules.surety import Surety
from ingest.rules.tokens import Token
from ingest.rules.words import name_words

__all__ = ["Runs"]

_VERSION = re.compile(r"v?\d{1,3}(?:\.\d{1,2}){0,2}[a-zA-Z]{0,2}|[1-9]\d{3}|\d{3,4}[A-Z]{0,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_CONNECTORS = 3


@dataclass(frozen=True, slots=True)
class Runs:
    """Reads runs in a block's tokens."""

    lexicon: Lexicon
    surety: Surety

    def end(self, items: Sequence[Token], at: int) -> int:
        """The last token of the run that starts here."""
        end = at
        while (step := self._next(items, at, end)) is not None:
            end = step
        return end

    def cut(self, items: Sequence[Token], at: int, end: int) -> Iterator[tuple[int, int]]:
        """The run without titles, nationalities and days at its ends, parted at the titles inside: "Apple CEO Tim Cook" is two."""
        first = at
        for here in range(at, end + 2):
            parts = here > end or self._parts(items[here], alone=end == at)
            if parts and first < here:
                yield from self._trimmed(items, first, here - 1)
            if parts:
                first = here + 1

    def _parts(self, token: Token, *, alone: bool) -> bool:
        """Whether a title, a day or (in German, which writes it so) a common noun parts the run."""
        if self.lexicon.lang == "de" and self.lexicon.is_noun(token.lower):
            return True
        titled = token.lower in name_words().job_heads and token.lower != "m"
        return titled or (not alone and token.lower in self.lexicon.listed("days") | self.lexicon.months)

    def _next(self, items: Sequence[Token], at: int, end: int) -> int | None:
        if end + 1 >= len(items):
            return None
        token = items[end + 1]
        if (token.capital and not token.opens) or (not token.glued and self._version(items, end)):
            return end + 1
        goes_on = (
            (token.text == "." and self._initial(items, end))
            or (token.text == "&" and _capital_at(items, end + 2))
            or (token.text == "," and _capital_at(items, end + 2) and items[end + 2].lower in name_words().legal_suffixes)
        )
        return end + 2 if goes_on else self._joined(items, at, end)

    def _initial(self, items: Sequence[Token], end: int) -> bool:
        """Whether initials with a point go on with a name: "A. Smith", "A.P. Moller"."""
        before, after = items[end], items[end + 2] if end + 2 < len(items) else None
        if after is None or not _INITIALS.fullmatch(before.text) or before.text == "M" or not items[end + 1].glued:
            return False
        return after.capital and (not after.opens or len(before.text) > 1) and after.lower not in self.lexicon.listed("function")

    def _version(self, items: Sequence[Token], end: int) -> bool:
        before, token = items[end], items[end + 1]
        if token.lower in name_words().versions:
            return (
                before.text[-1].isdigit() or bool(_VERSION.fullmatch(before.text)) or (before.coined and any(map(str.isdigit, before.text)))
            )
        if not _VERSION.fullmatch(token.text) or _YEAR.fullmatch(token.text) or before.lower in self.lexicon.months:
            return False
        after = items[end + 2] if end + 2 < len(items) else None
        if after is None:
            return True
        decimals = (
            after.glued and after.text in ",.-" and end + 3 < len(items) and items[end + 3].glued and items[end + 3].text[0].isdigit()
        )
        return after.text not in "%$€£" and after.lower not in self.lexicon.amount.get("multipliers", ()) and not decimals

    def _joined(self, items: Sequence[Token], at: int, end: int) -> int | None:
        """Where the run goes on after words like ``de la`` and ``of``, when its first words take them."""
        particles = self.lexicon.listed("particles")
        joiners = self.lexicon.listed("joiners") | particles
        stop = end + 1
        while stop < len(items) and stop <= end + _CONNECTORS and items[stop].lower in joiners:
            stop += 1
        if stop == end + 1 or not _capital_at(items, stop):
            return None
        between = [t.lower for t in items[end + 1 : stop]]
        person = all(t.lower in name_words().first_names for t in items[at : end + 1]) and all(w in particles for w in between)
        return stop if person or self._takes(items[at : end + 1], between) else None

    def _takes(self, run: Sequence[Token], between: Sequence[str]) -> bool:
        headed = any(t.lower in self.lexicon.heads for t in run)
        if between[0] in {"et", "und", "y"}:
            return headed and len(between) > 1
        if between[0] == "and":
            return headed and any(t.lower == "of" for t in run)
        return headed

    def _trimmed(self, items: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
        tails, joiners = name_words().generic_tails, self.lexicon.listed("joiners") | self.lexicon.listed("particles")
        while first <= last and self._droppable(items, first, last):
            first += 1
        while last > first and (items[last].lower in tails or not items[last].text[0].isalnum()):
            last -= 1
        while last > first and items[last].lower in joiners and not items[last].capital:
            last -= 1
        if first <= last:
            yield first, last

    def _droppable(self, items: Sequence[Token], first: int, last: int) -> bool:
        """Whether the first token of a run is no part of the name."""
        token, following = items[first], items[first + 1] if first < last else None
        if not token.text[0].isalnum() or (token.lower in self.lexicon.listed("joiners") and not token.capital):
            return True
        if token.lower in self.lexicon.listed("function"):
            kept = token.lower in self.lexicon.listed("articles") and following is not None and not token.opens and following.capital
            return not kept
        return following is not None and self._no_part(token, following)

    def _no_part(self, token: Token, following: Token) -> bool:
        if token.lower in self.lexicon.titles or f"{token.lower}." in self.lexicon.titles:
            return True
        if token.lower in name_words().demonyms:
            return self.lexicon.lang == "fr" or not self.surety.common(following)
        if token.lower in name_words().generic and not token.text.istitle():
            return self.lexicon.lang == "fr" or not token.opens
        return token.opens and self.surety.just_a_word(token)


def _capital_at(items: Sequence[Token], at: int) -> bool:
    return at < len(items) and items[at].capital and not items[at].opens
