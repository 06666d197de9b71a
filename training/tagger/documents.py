"""What the tagger learns from: the documents of ``training.encoder``, with every place where an article names what the annotator knows.

A name that the program finds and no annotator knows, or that is known under two types, is neither right nor wrong: its entity starts with a
question mark.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.rules.mentions import NAME, Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document
from training.encoder.documents import articles as read_articles

__all__ = ["UNKNOWN", "articles", "marked"]

UNKNOWN = "?"
_SHORTEST = 2


def articles(data: Path) -> list[Document]:
    """The articles of a folder that are not set aside, of the languages that are read."""
    return [
        marked(one, json.loads((data / "gold" / f"{one.id}.json").read_text(encoding="utf-8"))) for one in read_articles(data, tags=False)
    ]


def marked(document: Document, gold: Mapping[str, Any]) -> Document:
    """The article with the annotator's names in place of the program's, and without phrases, which nobody annotated."""
    known: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entity in gold["entities"]:
        for name in entity["names"]:
            if len(name) >= _SHORTEST:
                known[name].add((entity["key"], entity["type"]))
    types = {entity["key"]: entity["type"] for entity in gold["entities"]}
    return replace(document, pieces=tuple(_marked(piece, known, types) for piece in document.pieces))


def _marked(piece: Piece, known: Mapping[str, set[tuple[str, str]]], types: Mapping[str, str]) -> Piece:
    found: list[Mention] = []
    for mention in [*_named(piece, known), *_found(piece, types)]:
        if all(mention.end <= other.start or mention.start >= other.end for other in found):
            found.append(mention)
    return replace(piece, mentions=tuple(sorted(found)))


def _named(piece: Piece, known: Mapping[str, set[tuple[str, str]]]) -> Iterator[Mention]:
    """Every place of a name, the longest names first."""
    for name in sorted(known, key=lambda name: (-len(name), name)):
        entity, type_ = min(known[name])
        if len({kind for _, kind in known[name]}) > 1:
            entity = UNKNOWN
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", piece.text):
            yield Mention(piece.start + place.start(), piece.start + place.end(), name, entity, name, type_)


def _found(piece: Piece, types: Mapping[str, str]) -> Iterable[Mention]:
    """The program's own, with the annotator's type."""
    return (replace(m, type=types.get(m.entity, m.type)) for m in piece.mentions if m.kind == NAME)
