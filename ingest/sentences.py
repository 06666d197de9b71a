"""Where the sentences of a text in one line start and end, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sentencex import segment

__all__ = ["sentences_of"]

_SPACE = re.compile(r"[\s\ud800-\udfff]")
_ABBREVIATIONS = frozenset(["M", "MM", "Mr", "Mrs", "Ms", "Dr", "St", "Inc", "Corp", "Co", "Ltd", "vs", "No", "no", "art", "env", "cf"])
_ABBREVIATIONS |= {"Jr", "Sr", "Pr", "Nr"}


def sentences_of(
    text: str, lang: str, *, abbreviations: frozenset[str] = _ABBREVIATIONS, whole: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the white space around it; where one ends too early it goes on.

    None ends behind one of the ``abbreviations``, nor inside one of the stretches that are to stay ``whole``.
    """
    open_end = _open_end(abbreviations)
    inside = {place for first, last in whole for place in range(first + 1, last)}
    plain = _SPACE.sub(" ", text)  # sentencex 1.0 panics at "A." before a no-break space, and at half a pair of surrogates
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in segment(lang, plain):
        start, at = at, at + len(piece)
        if spans and (open_end.search(plain[slice(*spans[-1])]) or start in inside):
            spans[-1] = (spans[-1][0], at)
        else:
            spans.append((start, at))
    return [bare for span in spans if (bare := _bare(plain, *span))[0] < bare[1]]


@cache
def _open_end(abbreviations: frozenset[str]) -> re.Pattern[str]:
    """An end of a sentence that is none: behind an abbreviation or an initial, or before any word."""
    return re.compile(rf"(?:\b(?:{'|'.join([*map(re.escape, sorted(abbreviations)), '[A-Z]'])})\.|^\W*)\s*$")


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
