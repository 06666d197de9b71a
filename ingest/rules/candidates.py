"""Stretches of a block that may be names: runs of capitalised words with what joins them, cut where titles and common words begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language

from ingest.catalogue import Entry
from ingest.rules.lexicon import Lexicon
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import in_dictionary, name_words

__all__ = ["Candidate", "Evidence", "candidates", "surface_key"]

_VERSION = re.compile(r"v?\d{1,3}(?:\.\d{1,2}){0,2}[a-zA-Z]{0,2}|[1-9]\d{3}|\d{3,4}[A-Z]{0,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = frozenset(("PER", "PERSON", "ORG", "MISC", "PRODUCT", "FAC", "WORK_OF_ART", "EVENT", "NORP", "LOC", "GPE", "LAW"))
_FIRM = frozenset(("PER", "PERSON", "ORG", "PRODUCT"))
_UNIT = re.compile(r"\d+(?:[.,]\d+)?(?:[kmgt]?(?:o|b|w|wh|hz|bits?|bps)|[kmgt]bits?|bits?|x|v|nm|mm|cm|km|kg|k|m|md|e|er|ère|ème|th|st|nd|rd|h|s|p|px|fps)", re.IGNORECASE)
_OPEN_QUOTES, _CLOSE_QUOTES = frozenset("«“\""), frozenset("»”\"")


@dataclass(slots=True)
class Candidate:
    """The tokens ``first`` … ``last`` of block ``block``; ``sure``: it stands for a name without further evidence."""

    block: int
    first: int
    last: int
    text: str
    sure: bool
    head: str = ""
    known: Entry | None = None


@dataclass(slots=True)
class Evidence:
    """How often the article writes each word in lower case, and with a capital where none is due."""

    low: Counter[str] = field(default_factory=Counter)
    high: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, blocks: Sequence[Tokens]) -> Evidence:
        """Counted over the blocks that are not written in capitals throughout."""
        found = cls()
        for block in blocks:
            for token in block.items:
                if token.text.islower():
                    found.low[token.lower] += 1
                elif not block.titled and not token.opens and token.capital:
                    found.high[token.lower] += 1
        return found


def surface_key(text: str) -> str:
    """What two spellings of one name share: letters and digits in lower case."""
    return re.sub(r"[^\w]|_", "", text.casefold())


def candidates(blocks: Sequence[Tokens], lexicon: Lexicon, model: Language | None) -> list[Candidate]:
    """The candidates of all blocks, in order; those of titled blocks only by what the others name."""
    finder = _Finder(lexicon, model, Evidence.of(blocks))
    plain = [c for n, block in enumerate(blocks) if not block.titled for c in finder.block(n, block)]
    sure = {surface_key(c.text) for c in plain if c.sure}
    kept = [c for c in plain if c.sure or surface_key(c.text) in sure]
    titled = [c for n, block in enumerate(blocks) if block.titled for c in finder.titled(n, block, sure)]
    return sorted([*kept, *titled], key=lambda c: (c.block, c.first))


@dataclass(slots=True)
class _Finder:
    lexicon: Lexicon
    model: Language | None
    evidence: Evidence

    def block(self, number: int, block: Tokens) -> Iterator[Candidate]:
        """The candidates of a block that is written as usual."""
        at = 0
        while at < len(block.items):
            if not self._starts(block.items[at]):
                at += 1
                continue
            end = self._run(block.items, at)
            for first, last in self._cut(block.items, at, end):
                if (candidate := self._judged(number, block, first, last)) is not None:
                    yield self._headed(block, candidate)
            at = end + 1

    def titled(self, number: int, block: Tokens, sure: set[str]) -> Iterator[Candidate]:
        """The names of a block in capitals: those that other blocks have, coined ones, and persons and firms that the model sees."""
        items, at = block.items, 0
        while at < len(items):
            last = next((e for e in range(min(len(items), at + 6) - 1, at - 1, -1) if items[e].text[-1].isalnum() and surface_key(self._text(block, at, e)) in sure), None)
            if last is None and self._starts(items[at]):
                last = self._seen(items, at)
            if last is None or not items[at].text[0].isalnum():
                at += 1
                continue
            yield Candidate(number, at, last, self._text(block, at, last), sure=True)
            at = last + 1

    def _seen(self, items: list[Token], at: int) -> int | None:
        token = items[at]
        if token.coined and not self._common(token) and token.lower not in name_words().generic:
            return at
        end = at
        while token.label and end + 1 < len(items) and items[end + 1].label == token.label and self._starts(items[end + 1]):
            end += 1
        fits = token.label in {"PER", "PERSON", "ORG"} and not any(self._common(t) for t in items[at : end + 1])
        return end if fits else None

    @staticmethod
    def _text(block: Tokens, first: int, last: int) -> str:
        return block.text[block.items[first].start : block.items[last].end]

    def _starts(self, token: Token) -> bool:
        if not token.capital:
            return False
        return not (token.opens and token.lower in self.lexicon.listed("function") and not token.coined)

    def _common(self, token: Token) -> bool:
        parts = token.lower.split("-") if "-" in token.text else ()
        return in_dictionary(token.lower, self.model) or (
            len(parts) > 1 and all(len(w) < 3 or w in self.lexicon.listed("function") or in_dictionary(w, self.model) for w in parts)  # noqa: PLR2004
        )

    def _run(self, items: list[Token], at: int) -> int:
        """The last token of the run that starts here."""
        end = at
        while (step := self._next(items, at, end)) is not None:
            end = step
        return end

    def _next(self, items: list[Token], at: int, end: int) -> int | None:
        token = items[end + 1] if end + 1 < len(items) else None
        if token is None:
            return None
        if token.text == "." and self._initial(items, end):
            return end + 2
        if token.capital and not token.opens and token.text[0] not in "'’":
            return end + 1
        if not token.glued and self._version(items, end):
            return end + 1
        if token.text == "&" and self._capital_at(items, end + 2):
            return end + 2
        if token.text == "," and self._suffix_at(items, end + 2):
            return end + 2
        return self._joined(items, at, end)

    def _initial(self, items: list[Token], end: int) -> bool:
        """Whether a lone capital with a point goes on with a name: "A. Smith"."""
        single = len(items[end].text) == 1 and items[end].text != "M" and items[end + 1].glued
        return single and self._capital_at(items, end + 2) and items[end + 2].lower not in self.lexicon.listed("function")

    def _version(self, items: list[Token], end: int) -> bool:
        before, token = items[end], items[end + 1]
        if token.lower in name_words().versions:
            return before.text[-1].isdigit() or bool(_VERSION.fullmatch(before.text)) or (before.coined and any(c.isdigit() for c in before.text))
        if not _VERSION.fullmatch(token.text) or _YEAR.fullmatch(token.text) or before.lower in self.lexicon.months:
            return False
        after = items[end + 2] if end + 2 < len(items) else None
        if after is None:
            return True
        return after.text not in "%$€£" and after.lower not in self.lexicon.amount.get("multipliers", ()) and not (after.glued and after.text in ",.-" and self._digit_at(items, end + 3))

    @staticmethod
    def _digit_at(items: list[Token], at: int) -> bool:
        return at < len(items) and items[at].glued and items[at].text[0].isdigit()

    @staticmethod
    def _capital_at(items: list[Token], at: int) -> bool:
        return at < len(items) and items[at].capital and not items[at].opens

    def _suffix_at(self, items: list[Token], at: int) -> bool:
        return self._capital_at(items, at) and items[at].lower in name_words().legal_suffixes

    def _joined(self, items: list[Token], at: int, end: int) -> int | None:
        """Where the run goes on after words like ``de la`` and ``of``, when its first word takes them."""
        joiners, particles = self.lexicon.listed("joiners"), self.lexicon.listed("particles")
        stop = end + 1
        while stop < len(items) and stop < end + 4 and items[stop].lower in joiners | particles:
            stop += 1
        if stop == end + 1 or not self._capital_at(items, stop):
            return None
        between = [t.lower for t in items[end + 1 : stop]]
        person = items[at].lower in name_words().first_names and all(w in particles for w in between) and end - at < 3  # noqa: PLR2004
        return stop if person or self._takes(items, at, end, between) else None

    def _takes(self, items: list[Token], at: int, end: int, between: list[str]) -> bool:
        heads = {w.casefold() for words in self.lexicon.legal_heads.values() for w in words}
        headed = any(t.lower in heads for t in items[at : end + 1])
        if between[0] == "et":
            return headed and len(between) > 1
        if between[0] == "and":
            return headed and end > at + 1 and any(t.lower == "of" for t in items[at:end])
        return headed

    def _cut(self, items: list[Token], at: int, end: int) -> Iterator[tuple[int, int]]:
        """The run without titles, nationalities and days at its ends, parted at the titles inside."""
        words, days = name_words(), self.lexicon.listed("days") | self.lexicon.months
        first = at
        for here in range(at, end + 2):
            if here <= end and not (items[here].lower in words.job_heads and items[here].lower not in {"m"} or (items[here].lower in days and end > at)):
                continue
            if first < here:
                yield from self._trimmed(items, first, here - 1)
            first = here + 1

    def _trimmed(self, items: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
        words = name_words()
        while first <= last and self._droppable_left(items, first, last):
            first += 1
        while last > first and ((items[last].lower in words.generic and items[last].lower not in {"ai", "ia"}) or not (items[last].text[0].isalnum())):
            last -= 1
        joiners = self.lexicon.listed("joiners") | self.lexicon.listed("particles")
        while last > first and items[last].lower in joiners and not items[last].capital:
            last -= 1
        if first <= last:
            yield first, last

    def _droppable_left(self, items: list[Token], first: int, last: int) -> bool:
        words, token = name_words(), items[first]
        following = items[first + 1] if first < last else None
        if not token.text[0].isalnum() or token.lower in self.lexicon.listed("joiners") and not token.capital:
            return True
        if token.lower in self.lexicon.titles or f"{token.lower}." in self.lexicon.titles:
            return following is not None
        if token.lower in self.lexicon.listed("function"):
            return not (token.lower in self.lexicon.listed("articles") and following is not None and not token.opens and following.capital)
        if following is None:
            return False
        if token.lower in words.demonyms:
            return self.lexicon.lang == "fr" or not self._common(following)
        if token.lower in words.generic:
            return self.lexicon.lang == "fr" or not token.opens
        if token.opens:
            return self._just_a_word(token)
        return False

    def _just_a_word(self, token: Token) -> bool:
        """Whether the first word of a sentence owes its capital to its place."""
        heads = {w.casefold() for words in self.lexicon.legal_heads.values() for w in words}
        if token.coined or token.lower in heads or self.evidence.high[token.lower]:
            return False
        if token.pos in {"DET", "ADP", "PRON", "CCONJ", "SCONJ", "ADV", "AUX", "VERB", "NUM"}:
            return self._common(token) or bool(self.evidence.low[token.lower])
        if any(token.lower in group for group in self.lexicon.nouns.values()):
            return True
        return bool(self.evidence.low[token.lower]) or (self._common(token) and token.pos not in {"PROPN", "NOUN"})

    def _headed(self, block: Tokens, c: Candidate) -> Candidate:
        """The candidate with a head in small letters: "université de Lyon", "ministère de la Défense"."""
        at, items = c.first - 1, block.items
        while at >= 0 and c.first - at < 4 and items[at].lower in self.lexicon.listed("of") | self.lexicon.listed("definite") | {"de"}:  # noqa: PLR2004
            at -= 1
        at -= at > 0 and (items[at].lower in name_words().demonyms or items[at].pos == "ADJ")
        for kind in ("ResearchOrg", "Government"):
            if at >= 0 and items[at].text in self.lexicon.listed(f"lower_heads_{kind}") and items[at + 1].lower not in {"le", "la", "les", "chez"}:
                return Candidate(c.block, at, c.last, self._text(block, at, c.last), sure=True, head=kind)
        return c

    def _judged(self, number: int, block: Tokens, first: int, last: int) -> Candidate | None:
        items, words = block.items, name_words()
        text = self._text(block, first, last)
        lower, token = text.casefold(), items[first]
        banned = words.generic | words.demonyms | words.phrases | words.job_heads | self.lexicon.months | self.lexicon.listed("days")
        if lower in banned or (last == first and lower.removesuffix("s") in words.generic) or len(text) == 1 or _UNIT.fullmatch(text):
            return None
        if first == last and (token.lower in self.lexicon.listed("function") and not token.coined):
            return None
        sure = self._sure(items, first, last) or self._quoted(items, first, last)
        return Candidate(number, first, last, text, sure)

    @staticmethod
    def _quoted(items: list[Token], first: int, last: int) -> bool:
        before = items[first - 1].text if first else ""
        after = items[last + 1].text if last + 1 < len(items) else ""
        return before in _OPEN_QUOTES and after in _CLOSE_QUOTES and before != "" and after != ""

    def _sure(self, items: list[Token], first: int, last: int) -> bool:
        run = items[first : last + 1]
        if any(self._coined(t) for t in run) or self._headed_by_name(run):
            return True
        common = all(self._common(t) or not t.capital for t in run)
        seen = any(t.label in _NAMED for t in run)
        if not run[0].opens:
            proper = last > first or run[0].pos == "PROPN"
            return not common or self.model is None or self.lexicon.lang == "fr" or (proper and seen) or run[0].pos == "PROPN"
        if any(self.evidence.high[t.lower] for t in run if t.capital and t.opens):
            return True
        if not common:
            return not self.evidence.low[run[0].lower] or last > first
        after = items[last + 1] if last + 1 < len(items) else None
        acts = after is not None and (after.pos in {"VERB", "AUX"} or after.text in {"'s", "’s"} or last > first)
        return acts and any(t.label in _FIRM for t in run) and not self.evidence.low[run[0].lower]

    def _coined(self, token: Token) -> bool:
        return token.coined and not (token.text.isupper() and len(token.text) > 3 and self._common(token))  # noqa: PLR2004

    def _headed_by_name(self, run: Sequence[Token]) -> bool:
        """Whether a first name opens it, or a word like "University" is in it."""
        words = name_words()
        last = run[-1].lower
        return len(run) > 1 and (run[0].lower in words.first_names or any(last in group for group in words.suffixes.values()) or last in words.legal_suffixes)
