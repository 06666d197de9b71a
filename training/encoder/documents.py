"""What the encoder learns from: sentences with their mentions, and the relations that an annotator drew between entities.

Three sources: articles with gold, whose names the program finds for itself as it would in use; single sentences and passages written for
the project, in which names and phrases are given. Articles set aside are never read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.prose import blocks
from ingest.rules.mentions import Mention
from ingest.rules.reader import READ, named_in, pieces_of
from ingest.rules.windows import Piece
from ingest.sources import read_article
from ontology.records import slug
from training.examples import (
    as_gold,
    given_mentions,
    gold_keys,
    gold_relations,
    is_set_aside,
    passage_mentions,
    read_sentences,
    weight_of,
    words_of,
)

__all__ = [
    "Document",
    "Said",
    "article_document",
    "articles",
    "held_out",
    "learnable",
    "passage_document",
    "sentence_document",
    "share_of",
    "written",
]

_PARTS = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A relation of two entities, how much it counts, and the numbers of the pieces that are its evidence."""

    head: str
    relation: str
    tail: str
    certainty: str
    phase: str
    weight: float
    pieces: frozenset[int]


@dataclass(frozen=True, slots=True)
class Document:
    """Pieces, whose mentions have the annotator's entities, and what is said in them; ``phrases``: whether phrases are annotated too."""

    id: str
    pieces: tuple[Piece, ...]
    said: tuple[Said, ...]
    phrases: bool = False


def articles(data: Path) -> list[Document]:
    """The articles of a folder as the program reads them."""
    return [article_document(gold, path, lang) for gold, path, lang in learnable(data)]


def learnable(data: Path) -> Iterator[tuple[Mapping[str, Any], Path, str]]:
    """The articles of a folder that are not set aside, of the languages that are read: gold, file and language."""
    for line in (data / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] in READ and not is_set_aside(row["id"]):
            yield json.loads((data / "gold" / f"{row['id']}.json").read_text(encoding="utf-8")), data / row["file"], row["lang"]


def written(sentences: Path, passages: Path) -> list[Document]:
    """What was written for the project."""
    return [*_rows(sentences, sentence_document), *_rows(passages, passage_document)]


def held_out(documents: Sequence[Document]) -> frozenset[str]:
    """The ids of one quarter of the articles, by a hash: the combination is fitted on them."""
    order = sorted((document.id for document in documents), key=lambda name: hashlib.md5(name.encode(), usedforsecurity=False).hexdigest())
    return frozenset(order[::_PARTS])


def share_of(documents: Sequence[Document], share: float) -> list[Document]:
    """That share of the documents, by a hash of their ids: a smaller share is part of a larger one."""
    return [d for d in documents if int(hashlib.md5(d.id.encode(), usedforsecurity=False).hexdigest()[:8], 16) < share * 2**32]


def article_document(gold: Mapping[str, Any], path: Path, lang: str, *, tags: bool = True) -> Document:
    """An article as the program reads it; a piece is evidence when half of its longer words stand in the annotator's."""
    article = read_article(path)
    text_blocks = blocks(article.text)
    found = named_in(article, lang, text_blocks, tags=tags)
    keys = gold_keys(gold)
    pieces = tuple(pieces_of(text_blocks, [tuple(as_gold(mention, keys) for mention in some) for some in found], lang))
    words = [words_of(piece.text) for piece in pieces]
    said = []
    for one in gold_relations(gold):
        here = frozenset(n for n, of in enumerate(words) if of and one.words is not None and 2 * len(one.words & of) >= max(2, len(of)))
        said.append(Said(one.head, one.relation, one.tail, one.certainty, one.phase, one.weight, here))
    return Document(gold["id"], pieces, tuple(said))


def sentence_document(row: Mapping[str, Any], name: str) -> Document:
    """A sentence: its relations are said where it stands."""
    said = (Said(slug(h), r, slug(t), c, p, 1.0, frozenset({0})) for h, r, t, c, p in row["relations"])
    return Document(name, (_piece(0, row["text"], given_mentions(row)),), tuple(said), phrases=True)


def passage_document(row: Mapping[str, Any], name: str) -> Document:
    """A passage: each relation has the numbers of the sentences that say it."""
    pieces = (_piece(n, text, passage_mentions(row, n)) for n, text in enumerate(row["sentences"]))
    said = (Said(slug(h), r, slug(t), c, p, weight_of(need), frozenset(evidence)) for h, r, t, c, p, evidence, *need in row["relations"])
    return Document(name, tuple(pieces), tuple(said), phrases=True)


def _piece(number: int, text: str, found: tuple[Mention, ...]) -> Piece:
    """A sentence as a block of its own."""
    return Piece(number, 0, len(text), text, found)


def _rows(folder: Path, document: Callable[[Mapping[str, Any], str], Document]) -> Iterator[Document]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in enumerate(read_sentences(path)):
            yield document(row, f"{path.stem}:{number}")
