"""What the tagger learns from: the documents of ``training.encoder``, with every place where an article names what the annotator knows.

A name that the program finds and no annotator knows, or that is known under two types, is neither right nor wrong: its entity starts with a
question mark. Where an article's mentions were all marked (``training.mentions``), these count, and what is not marked is no mention.
"""

from __future__ import annotations

import json
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
from training.encoder.documents import Document
from training.encoder.documents import articles as read_articles
from training.mentions import MENTIONS, Place, Places, digest, is_kept, places

__all__ = ["UNKNOWN", "articles", "marked"]

UNKNOWN = "?"
_SHORTEST = 2


def articles(data: Path, marks: Path = MENTIONS, *, kept: bool = False) -> list[Document]:
    """The articles of a folder that are not set aside, of the languages that are read; with ``marks`` where the text is still that.

    The marks that are kept to measure the tagger by are left out, but for ``kept``.
    """
    rows = [json.loads(line) for line in (data / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    files = {row["id"]: data / row["file"] for row in rows}
    known = places(marks)
    found = []
    for one in read_articles(data, tags=False):
        made = known.get(one.id)
        fits = made is not None and (kept or not is_kept(one.id)) and made.text == digest(read_article(files[one.id]).text)
        found.append(marked(one, json.loads((data / "gold" / f"{one.id}.json").read_text(encoding="utf-8")), made if fits else None))
    return found


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
    kept = [m for m in piece.mentions if not m.entity.startswith(UNKNOWN)]
    more = [_mention(piece, place, *entities[place.of], entity=place.of, kind=NAME) for place in _within(piece, marks.names)]
    more += [_mention(piece, place, "", place.of, entity="", kind=NAME) for place in _within(piece, marks.unlisted)]
    more += [_mention(piece, place, *entities[place.of], entity=place.of, kind=PHRASE) for place in _within(piece, marks.phrases)]
    return replace(piece, mentions=tuple(sorted([*kept, *more])))


def _within(piece: Piece, found: Iterable[Place]) -> Iterator[Place]:
    return (place for place in found if place.block == piece.block and piece.start <= place.start and place.end <= piece.end)


def _mention(piece: Piece, place: Place, name: str, type_: str, *, entity: str, kind: str) -> Mention:
    words = piece.text[place.start - piece.start : place.end - piece.start]
    return Mention(place.start, place.end, words, entity or f"{type_}-{slug(words)}", name or words, type_, kind)


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
