"""An article as a model gets it: numbered sentences, each of which knows its place in the article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sentencex import segment

from ingest.language import language_of
from ingest.prose import Block, blocks
from ontology.records import Article

__all__ = ["Line", "lines_of"]

_LONGEST = 1500
"""A longer sentence is cut at white space: tables without full stops, or texts that are no prose."""
_NO_WORDS = ("Cc", "Cf", "Cs", "Co", "Cn")
_SPACE = re.compile(r"\s")
_OPEN_END = re.compile(r"(?:\b(?:M|MM|Mr|Mrs|Ms|Dr|St|Inc|Corp|Co|Ltd|vs|No|no|art|env|cf|Jr|Sr|Pr|Nr|[A-Z])\.|^\W*)\s*$")
"""An end of a sentence that is none: behind an abbreviation or an initial, or before any word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its number (from 1), its words in one line, its block, and its place ``article.text[start:end]``.

    ``text`` has none of the characters that are no words (control, bidi, unpaired surrogates), which a model should not see.
    """

    number: int
    text: str
    kind: str
    block: int
    start: int
    end: int


def lines_of(article: Article) -> tuple[Line, ...]:
    """All sentences of the article, headings and rows of tables too; page furniture is left out."""
    lang = article.lang or language_of(article.text)
    found: list[Line] = []
    for place, block in enumerate(blocks(article.text)):
        for start, end in _spans(block, lang):
            text = _plain(block.text[start:end])
            if text:
                found.append(Line(len(found) + 1, text, block.kind, place, *block.span(start, end)))
    return tuple(found)


def _spans(block: Block, lang: str) -> list[tuple[int, int]]:
    """The sentences of a block, none of bare white space; where one ends too early it goes on."""
    text = _SPACE.sub(" ", block.text)  # sentencex 1.0 panics at "A." before a no-break space
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in segment(lang, text):
        start, at = at, at + len(piece)
        if spans and _OPEN_END.search(text[slice(*spans[-1])]):
            spans[-1] = (spans[-1][0], at)
        else:
            spans.append((start, at))
    whole = [_bare(text, *span) for span in spans]
    return [piece for span in whole if span[0] < span[1] for piece in _cut(text, *span)]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch in pieces of bearable length, without the white space between them."""
    found = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        at = space if space > 0 else start + _LONGEST
        found.append((start, at))
        start = _bare(text, at, end)[0]
    return [*found, (start, end)]


def _plain(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) not in _NO_WORDS).split())
