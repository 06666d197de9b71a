"""An article as a model gets it: numbered sentences, each of which knows its place in the article."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from ingest.language import language_of
from ingest.prose import Block, blocks
from ingest.sentences import sentences_of
from ontology.records import Article

__all__ = ["Line", "lines_of"]

_LONGEST = 1500
"""A longer sentence is cut at white space: tables without full stops, or texts that are no prose."""
_NO_WORDS = ("Cc", "Cf", "Cs", "Co", "Cn")


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
    return [piece for span in sentences_of(block.text, lang) for piece in _cut(block.text, *span)]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch in pieces of bearable length, without the white space between them."""
    found = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        at = space if space > 0 else start + _LONGEST
        found.append((start, at))
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
    return [*found, (start, end)]


def _plain(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) not in _NO_WORDS).split())
