"""Stretches of a block that may be names: runs of capitalised words, kept where the capitals are no accident of their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from ingest.catalogue import Entry
from ingest.rules.lexicon import Lexicon
from ingest.rules.runs import Runs
from ingest.rules.surety import Evidence, Surety
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import name_words

__all__ = ["Candidate", "candidates", "is_no_name", "surface_key"]

_UNIT = re.compile(
    r"\d+(?:[.,]\d+)?(?:[kmgt]?(?:o|b|w|wh|hz|bits?|bps)|x|v|nm|mm|cm|km|kg|k|m|md|e|er|ère|ème|th|st|nd|rd|h|s|p|px|fps)", re.IGNORECASE
)
_QUOTES = {"«": "»", "“": "”", '"': '"'}
_LONGEST, _FAR = 6, 4


@dataclass(slots=True)
class Candidate:
    """The tokens ``first`` … ``last`` of block ``block``; ``sure``: it stands for a name without further evidence.

    ``head`` is the type that a word in small letters before it tells ("université de Lyon"); ``shares`` how likely the tagger finds each
    of its types, empty where it saw no name.
    """

    block: int
    first: int
    last: int
    text: str
    sure: bool
    head: str = ""
    known: Entry | None = None
    shares: tuple[float, ...] = ()


def surface_key(text: str) -> str:
    """What two spellings of one name share: letters and digits in lower case."""
    return re.sub(r"[^\w]|_", "", text.casefold())


def is_no_name(text: str, lexicon: Lexicon) -> bool:
    """Whether it is a word or phrase for a kind of thing, a day or a nationality, however it is written."""
    words, lower = name_words(), text.casefold()
    lists = (words.generic, words.demonyms, words.phrases, lexicon.months, lexicon.listed("days"))
    return len(text) == 1 or any(lower in some for some in lists)


def candidates(blocks: Sequence[Tokens], lexicon: Lexicon, model: Language | None) -> list[Candidate]:
    """The candidates of all blocks, in order; those of titled blocks only by what the others name."""
    surety = Surety(lexicon, model, Evidence.of(blocks, lexicon))
    finder = _Finder(lexicon, surety, Runs(lexicon, surety))
    plain = [c for n, block in enumerate(blocks) if not block.titled for c in finder.block(n, block)]
    sure = {surface_key(c.text) for c in plain if c.sure}
    kept = [c for c in plain if c.sure or surface_key(c.text) in sure]
    titled = [c for n, block in enumerate(blocks) if block.titled for c in finder.titled(n, block, sure)]
    return sorted([*kept, *titled], key=lambda c: (c.block, c.first))


@dataclass(slots=True)
class _Finder:
    lexicon: Lexicon
    surety: Surety
    runs: Runs

    def block(self, number: int, block: Tokens) -> Iterator[Candidate]:
        """The candidates of a block that is written as usual."""
        at = 0
        while at < len(block.items):
            if not self.surety.starts(block.items[at]):
                at += 1
                continue
            end = self.runs.end(block.items, at)
            for first, last in self.runs.cut(block.items, at, end):
                if (candidate := self._judged(number, block, first, last)) is not None:
                    yield self._headed(block, candidate)
            at = end + 1

    def titled(self, number: int, block: Tokens, sure: set[str]) -> Iterator[Candidate]:
        """The names of a block in capitals: those that other blocks have, and coined ones."""
        items, at = block.items, 0
        while at < len(items):
            ends = range(min(len(items), at + _LONGEST) - 1, at - 1, -1)
            last = next((e for e in ends if items[e].text[-1].isalnum() and surface_key(block.cut(at, e)) in sure), None)
            if last is None and self.surety.starts(items[at]) and self._is_coined(items[at]):
                last = at
            if last is None or not items[at].text[0].isalnum():
                at += 1
                continue
            yield Candidate(number, at, last, block.cut(at, last), sure=True)
            at = last + 1

    def _is_coined(self, token: Token) -> bool:
        return token.coined and not self.surety.common(token) and token.lower not in name_words().generic

    def _headed(self, block: Tokens, c: Candidate) -> Candidate:
        """The candidate with a head in small letters: "université de Lyon", "ministère du Commerce extérieur"."""
        items, joining = block.items, self.lexicon.listed("of") | self.lexicon.listed("definite") | {"de"}
        at = c.first - 1
        while at >= 0 and c.first - at < _FAR and items[at].lower in joining:
            at -= 1
        at -= at > 0 and (items[at].lower in name_words().demonyms or items[at].pos == "ADJ")
        if at < 0 or items[at + 1].lower in {"le", "la", "les", "chez"}:
            return c
        for kind in ("ResearchOrg", "Government"):
            if items[at].text in self.lexicon.listed(f"lower_heads_{kind}"):
                last = c.last
                while kind == "Government" and last + 1 < len(items) and items[last + 1].pos == "ADJ" and items[last + 1].text.islower():
                    last += 1
                return Candidate(c.block, at, last, block.cut(at, last), sure=True, head=kind)
        return c

    def _judged(self, number: int, block: Tokens, first: int, last: int) -> Candidate | None:
        words, text, token = name_words(), block.cut(first, last), block.items[first]
        lower = text.casefold()
        if is_no_name(text, self.lexicon) or lower in words.job_heads or _UNIT.fullmatch(text):
            return None
        if first == last and (
            lower.removesuffix("s") in words.generic or (token.lower in self.lexicon.listed("function") and not token.coined)
        ):
            return None
        quoted = first > 0 and last + 1 < len(block.items) and _QUOTES.get(block.items[first - 1].text) == block.items[last + 1].text
        return Candidate(number, first, last, text, sure=quoted or self.surety.sure(block.items, first, last))
