"""How names are compared: in pieces, without accents and punctuation, and with the capitals that the name has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.names import folded

__all__ = ["Piece", "Spelling", "is_legal_form", "is_version_word", "key_of", "pieces", "version_words"]

_PIECE = re.compile(r"[^\W\d_]+|\d+|\++")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:x\d+)?[A-Za-z]{0,2}\+?")
_LETTER_NUMBER = re.compile(r"[A-Za-z]\d+(?:\.\d+)*[a-z]?")
_YEAR = re.compile(r"19[89]\d|20[0-3]\d")
_WORDS = re.compile(r"[^\s-]+")
_SHORT = 4
_LEGAL_FORM = re.compile(
    r"Inc|INC|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|LL[CP]|LP|P[lL][cC]|plc|PBC|SA|SASU?|SARL|SE|AG|GmbH|mbH|KG|KGaA|eV"
    r"|NV|BV|SpA|SRL|AB|ASA?|Oyj?|A/S|Pte|Pty|KK|JSC|Group|Holdings?",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters, of digits or of ``+``: as it is compared, as it is written, and where it ends in its token."""

    folded: str
    written: str
    end: int


@lru_cache(maxsize=50_000)
def pieces(token: str) -> tuple[Piece, ...]:
    """The pieces of a token or a name: ``"GPT-4o"`` → gpt, 4, o; a token of punctuation has none."""
    return tuple(Piece(_fold(m.group()), m.group(), m.end()) for m in _PIECE.finditer(token))


def key_of(name: str) -> tuple[str, ...]:
    """The pieces of a name as they are compared."""
    if name.isascii():
        return tuple(_PIECE.findall(name.lower()))
    return tuple(map(_fold, _PIECE.findall(name)))


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return word.lower() if word.isascii() else folded(word).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name; ``exact`` ones are matched as written only."""

    text: str
    exact: bool = False

    @property
    def is_one_word(self) -> bool:
        """Letters and digits in one (``H100``): not the same with a space between."""
        return self.text.isalnum() and not self.text.isalpha()

    def fits(self, written: tuple[str, ...]) -> bool:
        """Whether these pieces, already alike without regard to capitals, are this spelling.

        As written, always. Names of four letters at most also in capitals throughout. Longer ones whenever each piece that has a capital
        first has one in the text, or has further capitals (``openai`` is OpenAI, ``apple`` is not Apple); what is in small letters is free.
        """
        own = tuple(piece.written for piece in pieces(self.text))
        if own == written:
            return True
        if self.exact:
            return False
        if sum(map(len, own)) <= _SHORT:
            return all(word in (name, name.upper()) for name, word in zip(own, written, strict=True))
        return all(word[0].isupper() or not name[0].isupper() or _has_inner_capital(name) for name, word in zip(own, written, strict=True))


def _has_inner_capital(word: str) -> bool:
    return not word.isupper() and not word[1:].islower()


def version_words(text: str) -> list[str]:
    """What stands between spaces and hyphens: ``"-4o-mini"`` → 4o, mini."""
    return _WORDS.findall(text)


def is_version_word(word: str, known: frozenset[str]) -> bool:
    """Whether a word tells a version: ``4``, ``4o``, ``3.5``, ``405B``, ``8x7B``, ``V3``, or one that is known to; a year is none."""
    return word in known or bool(_NUMBER.fullmatch(word) and not _YEAR.fullmatch(word)) or bool(_LETTER_NUMBER.fullmatch(word))


def is_legal_form(token: str) -> bool:
    """Whether a token is a legal form, dots or not: ``Inc.``, ``S.A.``, ``GmbH``."""
    return _LEGAL_FORM.fullmatch(token.replace(".", "")) is not None
