"""A text as it looks to a reader's eye: one spelling for all ways to write the same letters, for wordings to be looked for in it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

__all__ = ["folded_pattern", "letters_of", "skeleton", "spaced_out"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "look_alikes.yaml"
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"))
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_FOLDS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-", "−": "-", "œ": "oe", "æ": "ae", "ß": "ss"})
_DIGITS = str.maketrans("013457", "oieast")
_WORD = re.compile(r"\w+")
_WITH_DIGIT = re.compile(r"(?<![\w])(?=\w*[a-z])(?=\w*[a-z][013457][a-z]|[013457][a-z]{2})\w+", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ ._*·|/-]){4,}[^\W\d_](?!\w)")
_LONG_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ ._*·|/-]{1,3}){11,}[^\W\d_](?!\w)")


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The text without accents, unseen characters and look-alikes, its spaced-out words closed; words of one letter keep their accent."""
    seen = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in seen if c in "\n\t " or (c not in _BLANKS and unicodedata.category(c) not in _UNSEEN))
    plain = _WORD.sub(_bare, seen.translate(_FOLDS).translate(_drawn()))
    closed = _SPACED.sub(lambda match: re.sub(r"[\W_]", "", match[0]), plain)
    return " ".join(_WITH_DIGIT.sub(lambda match: match[0].translate(_DIGITS), closed).split())


def letters_of(text: str) -> str:
    """The letters of the skeleton alone, in small ones: what is cut or spaced out in any way is the same here."""
    return re.sub(r"[\W\d_]+", "", skeleton(text)).lower()


def spaced_out(text: str) -> bool:
    """Whether a dozen letters in a row stand alone, as hardly anything for people does."""
    return _LONG_SPACED.search(unicodedata.normalize("NFKC", text)) is not None


def folded_pattern(source: str) -> str:
    """A regular expression's source with its letters as the skeleton has them."""
    return _WORD.sub(_bare, source.replace("ß", "ss").replace("œ", "oe").replace("æ", "ae"))


def _bare(word: re.Match[str]) -> str:
    """The word without accents, in Latin letters where it looks so; one letter alone is left as it is (French à, Spanish ó)."""
    text = word[0]
    if text.isascii() or (len(text) == 1 and text in "àéèóòáíùÀÉÈÓÒÁÍÙ"):
        return text
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in _UNSEEN)
    return plain.translate(_look_alikes())


@cache
def _drawn() -> dict[int, str]:
    """Letters in boxes and of flags, which are no words to a regular expression."""
    return {code: latin for code, latin in _look_alikes().items() if not chr(code).isalpha()}


@cache
def _look_alikes() -> dict[int, str]:
    data: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {ord(char): latin for latin, chars in data.items() for char in chars}
