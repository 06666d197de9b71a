"""Other names for some of a document's entities, so that the encoder learns what is said and not who is known for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from ingest.rules.mentions import NAME, Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document

__all__ = ["names_of", "swapped"]

_LEFT_ALONE = 0.35
"""Of the documents."""
_SHARE = 0.6
"""Of the entities of the others."""


def names_of(documents: Iterable[Document]) -> dict[str, list[str]]:
    """By type, the names that annotators know, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for mention in _named(document):
            if not mention.entity.startswith("?"):
                found[mention.type].add(mention.text)
    return {type_: sorted(names) for type_, names in sorted(found.items())}


def swapped(document: Document, names: Mapping[str, Sequence[str]], rng: Random, *, share: float = _SHARE) -> Document:
    """The document with other names of the same type for a share of its entities; phrases and pronouns stay."""
    if rng.random() < _LEFT_ALONE:
        return document
    types = {mention.entity: mention.type for mention in _named(document)}
    new = {entity: rng.choice(names[type_]) for entity, type_ in types.items() if rng.random() < share and names.get(type_)}
    return replace(document, pieces=tuple(_renamed(piece, new) for piece in document.pieces)) if new else document


def _named(document: Document) -> Iterable[Mention]:
    return (mention for piece in document.pieces for mention in piece.mentions if mention.kind == NAME)


def _renamed(piece: Piece, new: Mapping[str, str]) -> Piece:
    """The piece as a block of its own; a mention that lies over another is left out, but for one in the same place, as windows do."""
    text, at = "", piece.start
    placed: list[Mention] = []
    last: Mention | None = None
    for mention in piece.mentions:
        if last is not None and (mention.start, mention.end) == (last.start, last.end):
            placed.append(replace(mention, start=placed[-1].start, end=placed[-1].end, text=placed[-1].text))
        if mention.start < at:
            continue
        last = mention
        text += piece.text[at - piece.start : mention.start - piece.start]
        words = new.get(mention.entity, mention.text) if mention.kind == NAME else mention.text
        placed.append(replace(mention, start=len(text), end=len(text) + len(words), text=words))
        text += words
        at = mention.end
    text += piece.text[at - piece.start :]
    return Piece(piece.block, 0, len(text), text, tuple(placed))
