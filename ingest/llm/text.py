"""The sentences of an article as claims are held against them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ingest.llm.lines import Line, lines_of
from ingest.llm.screening import self_speaking_lines, speaking_lines
from ontology.records import Article

__all__ = ["Text", "form_in", "place_of", "plain", "safe_title", "told"]

_LONGEST_TOLD = 80

_ALIKE = str.maketrans({"’": "'", "‘": "'", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of an article, with the numbers of those on which nothing may rest.

    ``barred`` ones speak to a model, and are not even shown to it; ``doubted`` ones speak of the text itself, or to its reader.
    """

    article: Article
    lines: tuple[Line, ...]
    barred: frozenset[int] = frozenset()
    doubted: frozenset[int] = frozenset()

    @classmethod
    def of(cls, article: Article) -> Text:
        """The sentences of this article, screened."""
        lines = lines_of(article)
        return cls(article, lines, speaking_lines(lines), self_speaking_lines(lines))

    @property
    def words(self) -> str:
        """The title and all sentences that are not barred, a line each."""
        return "\n".join([self.title, *(line.text for line in self.lines if line.number not in self.barred)])

    @property
    def title(self) -> str:
        """The article's title; empty when it has none, or one that speaks to a model or of the text itself."""
        return safe_title(self.article)

    def line(self, number: int) -> Line:
        """The sentence of this number, from 1."""
        return self.lines[number - 1]


def safe_title(article: Article) -> str:
    """The title; empty when there is none, or when it speaks to a model, of the text itself, or to its reader."""
    line = Line(1, article.title or "", "heading", 0, 0, len(article.title or ""))
    return "" if speaking_lines((line,)) or self_speaking_lines((line,)) else line.text


def plain(words: str) -> str:
    """The words in one line, without unseen characters: control, bidi, unpaired surrogates."""
    return " ".join("".join(char if unicodedata.category(char)[0] != "C" else " " for char in words).split())


def told(words: str) -> str:
    """Somebody's words as a reason may quote them: in one line, without unseen characters, and not long."""
    seen = plain(words)
    return seen if len(seen) <= _LONGEST_TOLD else seen[: _LONGEST_TOLD - 1] + "…"


def place_of(form: str, text: str) -> int:
    """Where the text has this form as whole words, in these capitals, with a capital first, or in capitals throughout; -1 if nowhere."""
    match = _pattern(form.translate(_ALIKE)).search(text.translate(_ALIKE))
    return match.start() if match else -1


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str]:
    spellings = dict.fromkeys((form, form[:1].upper() + form[1:], form.upper()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)")


def form_in(forms: tuple[str, ...], text: str) -> str:
    """Of these forms the longest that the text has, as it is written there; empty if none."""
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        if (at := place_of(form, text)) >= 0:
            return text[at : at + len(form)]
    return ""
