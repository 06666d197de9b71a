"""What the tagger learns from: the documents of ``training.encoder``, with every place where an article names what the annotator knows.

A name that the program finds and no annotator knows, or that is known under two types, is neither right nor wrong: its entity starts with a
question mark. Where an article's mentions were all marked (``training.mentions``), these count, and what is not marked is no mention.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.rules.mentions import NAME, PHRASE, Mention
from ingest.rules.windows import Piece
from ingest.sources import read_article
from ontology.records import slug
from training.encoder.documents import Document, article_document, learnable
from training.mentions import MENTIONS, Place, Places, digest, is_kept, places

__all__ = ["UNKNOWN", "articles", "marked"]

UNKNOWN = "?"
_SHORTEST = 2


def articles(data: Path, marks: Path = MENTIONS, *, kept: bool = False) -> list[Document]:
    """The articles that are not set aside, of the languages that are read, with ``marks`` where text and entities are still those.

    The marks that are kept to measure the tagger by are left out, but for ``kept``.
    """
    known = places(marks)
    found = []
    for gold, path, lang in learnable(data):
        made = None if is_kept(gold["id"]) and not kept else known.get(gold["id"])
        found.append(marked(article_document(gold, path, lang, tags=False), gold, made if made and _fits(made, gold, path) else None))
    return found


def _fits(marks: Places, gold: Mapping[str, Any], path: Path) -> bool:
    return marks.entities <= {entity["key"] for entity in gold["entities"]} and marks.text == digest(read_article(path).text)


def marked(document: Document, gold: Mapping[str, Any], marks: Places | None = None) -> Document:
    """The article with the annotator's names in place of the program's; with phrases where they were marked."""
    known: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entity in gold["entities"]:
        for name in entity["names"]:
            if len(name) >= _SHORTEST:
                known[name].add((entity["key"], entity["type"]))
    entities = {entity["key"]: (entity["names"][0], entity["type"]) for entity in gold["entities"]}
    types = {key: type_ for key, (_, type_) in entities.items()}
    pieces = (_marked(piece, known, types) for piece in document.pieces)
    if marks is None:
        return replace(document, pieces=tuple(pieces))
    return replace(document, pieces=tuple(_completed(piece, marks, entities) for piece in pieces), phrases=True)


def _completed(piece: Piece, marks: Places, entities: Mapping[str, tuple[str, str]]) -> Piece:
    """The piece with what was marked in it, and without what nobody knows."""
    found = [m for m in piece.mentions if not m.entity.startswith(UNKNOWN)]
    for kind, some in ((NAME, marks.names), (PHRASE, marks.phrases)):
        found += (Mention(p.start, p.end, words, p.of, *entities[p.of], kind) for p, words in _within(piece, some))
    found += (Mention(p.start, p.end, words, f"{p.of}-{slug(words)}", words, p.of) for p, words in _within(piece, marks.unlisted))
    return replace(piece, mentions=tuple(sorted(found)))


def _within(piece: Piece, some: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """The places in the piece, and the words there."""
    for place in some:
        if place.block == piece.block and piece.start <= place.start and place.end <= piece.end:
            yield place, piece.text[place.start - piece.start : place.end - piece.start]


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
