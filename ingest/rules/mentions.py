"""A mention: a name, a definite phrase or a pronoun of an article's block, and the entity that it stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

__all__ = ["NAME", "PHRASE", "PRONOUN", "Mention", "inside"]

NAME, PHRASE, PRONOUN = "name", "phrase", "pronoun"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a block names an entity: ``block.text[start:end] == text``; ``kind`` is how: by name, by phrase ("le groupe"), by pronoun.

    ``sure`` is how likely a phrase or pronoun stands for this entity.
    """

    start: int
    end: int
    text: str
    entity: str
    name: str
    type: str
    kind: str = NAME
    sure: float = 1.0


_start = attrgetter("start")


def inside(found: Sequence[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """Those of a block's mentions, which are in order, that lie whole within a stretch of it."""
    reach = found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]
    return tuple(mention for mention in reach if mention.end <= end)
