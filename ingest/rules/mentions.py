"""A mention: a name, a definite phrase or a pronoun of an article's block, and the entity that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NAME", "PHRASE", "PRONOUN", "Mention"]

NAME, PHRASE, PRONOUN = "name", "phrase", "pronoun"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a block names an entity: ``block.text[start:end] == text``; ``kind`` is how: by name, by phrase ("le groupe"), by pronoun."""

    start: int
    end: int
    text: str
    entity: str
    name: str
    type: str
    kind: str = NAME
