"""What careful readers marked in the articles of ``../shared/data``, by places alone: ``training/mentions.jsonl`` has no word of theirs.

A line an article: its ``id``; ``text``, the start of its text's SHA-256; and places ``[block, start, end, entity]``, characters of a block
(``ingest.prose``): ``phrases`` and pronouns that stand for one of the annotator's entities, ``names`` of these that the gold does not
list or lists for two, and other names, ``unlisted``, with a type in place of the entity. What is marked nowhere is no mention.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["MENTIONS", "Place", "Places", "digest", "is_kept", "places"]

MENTIONS = Path(__file__).with_name("mentions.jsonl")
_DIGITS = 16
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a block, and whom it names or means: an annotator's entity, or the type of one that the annotator does not know."""

    block: int
    start: int
    end: int
    of: str


@dataclass(frozen=True, slots=True)
class Places:
    """Those of an article."""

    text: str
    phrases: tuple[Place, ...]
    names: tuple[Place, ...]
    unlisted: tuple[Place, ...]

    @property
    def entities(self) -> set[str]:
        """The annotator's that are meant."""
        return {place.of for place in (*self.phrases, *self.names)}


@cache
def places(path: Path = MENTIONS) -> Mapping[str, Places]:
    """By article; raises ValueError where a line is written in another way."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found[str(row["id"])] = Places(row["text"], *(_of(row[kind]) for kind in ("phrases", "names", "unlisted")))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}:{number}: not the marks of an article (id, text, phrases, names, unlisted): {error!r}") from error
    return found


def digest(text: str) -> str:
    """By which it is told that an article's text is the one that was marked."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def is_kept(article_id: str) -> bool:
    """Whether an article's marks are kept to measure the tagger by (one of six, by a hash of the id): it learns from the others'."""
    return int(hashlib.md5(article_id.encode(), usedforsecurity=False).hexdigest()[:8], 16) % _KEPT == 0


def _of(rows: Sequence[Sequence[Any]]) -> tuple[Place, ...]:
    return tuple(Place(*row) for row in rows)
