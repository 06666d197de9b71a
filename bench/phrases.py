"""What names and phrases that are not found, or given to another, cost: ``python -m bench.phrases training/passages/*-dense-*.jsonl``.

Of the passages, every seventh by a hash: of the files ``*-genre-*``, ``*-dense-*``, ``*-pairs-*``, ``*-press-long-*``, ``*-divers2-*`` and
``*-voices-*`` those that neither the tagger nor the encoder that ship learned from. The encoder weighs their pairs three times: with the
mentions that were written down with them, with the names among these alone, and with what the program finds. Prints the best F1 that a
threshold of the encoder's score gives, and how many of the required edges any pair could have given.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.rules.encoder import encoder
from ingest.rules.mentions import NAME
from ingest.rules.windows import windows
from training.encoder.combine import REQUIRED, Row, best_f1, rows
from training.encoder.documents import Document, article_document, passage_document
from training.examples import read_sentences

__all__ = ["gold_of", "kept_aside", "main", "named_alone"]

_PARTS = 7


def main() -> None:
    """Print a line for each way."""
    passages = [(path.stem, number, row) for path in map(Path, sys.argv[1:]) for number, row in enumerate(read_sentences(path))]
    aside = [(f"{stem}:{number}", stem[:2], row) for stem, number, row in passages if kept_aside(f"{stem}:{number}")]
    written = [passage_document(row, name) for name, _, row in aside]
    with TemporaryDirectory() as folder:
        read = [_read(Path(folder), name, lang, row) for name, lang, row in aside]
    print(f"{len(aside)} of {len(passages)} passages\n{'mentions':16} best F1  edges in reach")
    for way, some in (("as written", written), ("names alone", [named_alone(one) for one in written]), ("as read", read)):
        print(f"{way:16} {_told(some)}")


def kept_aside(name: str) -> bool:
    """Whether a passage (``fr-dense-01:7``) is one of those that are kept to measure."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % _PARTS == 0


def named_alone(document: Document) -> Document:
    """Without phrases and pronouns."""
    pieces = (replace(piece, mentions=tuple(m for m in piece.mentions if m.kind == NAME)) for piece in document.pieces)
    return replace(document, pieces=tuple(pieces))


def gold_of(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A passage as an annotator's file has it: entities with keys and names, relations with their words."""
    keys = {entity: f"e{number}" for number, (entity, _) in enumerate(row["entities"])}
    others = row.get("aliases", {}).items()
    entities = [
        {"key": keys[entity], "type": type_, "names": [entity, *(alias for alias, of in others if of == entity)]}
        for entity, type_ in row["entities"]
    ]
    relations = [
        {"head": keys[h], "relation": r, "tail": keys[t], "certainty": c, "phase": p, "need": (need or ["required"])[0]}
        | {"evidence": " ".join(row["sentences"][number] for number in numbers)}
        for h, r, t, c, p, numbers, *need in row["relations"]
    ]
    return {"id": name, "entities": entities, "relations": relations}


def _read(folder: Path, name: str, lang: str, row: Mapping[str, Any]) -> Document:
    title, *rest = row["sentences"]
    path = folder / f"{name.replace(':', '-')}.txt"
    path.write_text(f"{title}\n\n{' '.join(rest)}\n", encoding="utf-8")
    return article_document(gold_of(row, name), path, lang)


def _told(documents: Sequence[Document]) -> str:
    found = [row for document in documents for row in _rows(document)]
    required = sum(one.weight >= REQUIRED for document in documents for one in document.said)
    near = sum(row.true and row.weight >= REQUIRED for row in found)
    return f"{best_f1(found, required):7.2f} {near / required:15.2f}"


def _rows(document: Document) -> Iterator[Row]:
    weighed = ((window, encoder().weighed(window).relations) for window in windows(document.pieces, encoder().tokens_of))
    for row in rows(document, weighed, {}):
        yield replace(row, encoder=row.encoder - row.doubt)


if __name__ == "__main__":
    main()
