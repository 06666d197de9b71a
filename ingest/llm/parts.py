"""A long article in parts that overlap, so that no sentence loses the ones before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.llm.lines import Line

__all__ = ["PART", "Part", "parts_of"]

PART = 14_000
"""Characters of sentences in one call: an article of a few pages goes in one piece."""
_OVERLAP = 1_500


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences for one call; those before the number ``first_new`` were in the part before, and are there to be understood."""

    lines: tuple[Line, ...]
    first_new: int


def parts_of(lines: Sequence[Line], *, size: int = PART, overlap: int = _OVERLAP) -> tuple[Part, ...]:
    """The parts, each of at most ``size`` characters (or one sentence) with up to ``overlap`` of the part before."""
    overlap = min(overlap, size // 4)
    found: list[Part] = []
    at = 0
    while at < len(lines):
        start = _back(lines, at, overlap) if at else 0
        room = size - sum(len(line.text) for line in lines[start:at])
        end = at
        while end < len(lines) and (end == at or len(lines[end].text) <= room):
            room -= len(lines[end].text)
            end += 1
        found.append(Part(tuple(lines[start:end]), lines[at].number))
        at = end
    return tuple(found)


def _back(lines: Sequence[Line], at: int, overlap: int) -> int:
    start = at
    while start and len(lines[start - 1].text) <= overlap:
        start -= 1
        overlap -= len(lines[start].text)
    return start
