"""Telling a paragraph that was wrapped over several lines from lines that each stand for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.furniture import is_furniture

__all__ = ["Line", "ends_sentence", "paragraphs"]

Line = tuple[int, int]
"""Start and end of a line in the text."""

_END = re.compile(r"[.!?…:;][\s*_\"'”’»)\]]*\Z")
_WIDEST = 170
_NARROWEST = 40
_SLACK = 0.12
_ENOUGH = 0.6


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, or announces what follows."""
    return bool(_END.search(line.rstrip()))


def paragraphs(text: str, lines: list[Line]) -> Iterator[list[Line]]:
    """The lines in groups of one paragraph each."""
    words = [text[start:end].strip() for start, end in lines]
    if _is_wrapped(words):
        yield lines
        return
    group = [lines[0]]
    for place in range(1, len(lines)):
        if _parts(words[place - 1], words[place]):
            yield group
            group = []
        group.append(lines[place])
    yield group


def _is_wrapped(lines: list[str]) -> bool:
    """Most lines are full: the first word of the next had no room. And somewhere a sentence goes on over a break."""
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = list(pairwise(lines))
    full = sum(len(line) + 1 + len(after.split(None, 1)[0]) > width * (1 - _SLACK) for line, after in pairs if after)
    goes_on = any(not ends_sentence(line) and after[:1].islower() for line, after in pairs)
    return full >= _ENOUGH * len(pairs) and goes_on


def _stands_out(line: str) -> bool:
    """Whether a line by itself is furniture; signs and figures alone may be a sentence's."""
    return any(map(str.isalpha, line)) and is_furniture(line)


def _parts(line: str, after: str) -> bool:
    """Whether a break between two lines ends a paragraph."""
    if _stands_out(line) or _stands_out(after):
        return True
    if ends_sentence(line):
        return len(line) > _WIDEST or line.rstrip().endswith(":")
    return not (after[:1].islower() or line.endswith((",", "-", "–", "(", "’", "'")))
