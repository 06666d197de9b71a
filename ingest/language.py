"""Which language a text is in."""

from __future__ import annotations

import re

import py3langid

__all__ = ["language_code", "language_of"]

_ENOUGH = 6000
_NOT_WORDS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[#*_|>`=]+")
_CODE = re.compile(r"([a-z]{2})(?:[-_]\w+)*", re.IGNORECASE)


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is in, as ``"fr"``."""
    code, _score = py3langid.classify(_NOT_WORDS.sub(" ", text[:_ENOUGH]))
    return str(code)


def language_code(value: object) -> str | None:
    """The ISO 639-1 code of a language tag (``"fr-FR"`` → ``"fr"``), or None when it is no tag."""
    match = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    return match[1].lower() if match else None
