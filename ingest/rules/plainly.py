"""Whole sentences that say one relation in its plainest words: patterns out of ``plain.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.rules.judge import BACK, FORTH, SYMMETRIC, ways_of
from ingest.rules.mentions import NAME
from ingest.rules.windows import Piece
from ontology.vocabulary import ontology

__all__ = ["PATH", "PLAIN", "plainly_said"]

PATH = Path(__file__).parents[1] / "data" / "plain.yaml"
PLAIN = 0.8
"""How likely a relation is that a whole sentence says."""
_FIRST, _SECOND = "①", "②"
_MOST = 5
"""Words that "…" stands for."""

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
"""Relations and how they are said."""


def plainly_said(pieces: Sequence[Piece], lang: str) -> dict[int, tuple[str, str]]:
    """By the number of a sentence that names two and says no more than one relation of them: the relation and its way."""
    patterns = _patterns(lang)
    return {number: said for number, piece in enumerate(pieces) if patterns and (said := _said(piece, patterns)) is not None}


def _said(piece: Piece, patterns: Patterns) -> tuple[str, str] | None:
    if len(piece.mentions) != 2 or any(mention.kind != NAME for mention in piece.mentions):  # noqa: PLR2004 - a pair
        return None
    first, second = piece.mentions
    before, between, behind = (
        piece.text[a - piece.start : b - piece.start]
        for a, b in ((piece.start, first.start), (first.end, second.start), (second.end, piece.end))
    )
    words = f"{before}{_FIRST}{between}{_SECOND}{behind.rstrip(' .!')}"
    for relation, pattern in patterns:
        if (found := pattern.fullmatch(words)) is not None:
            way = SYMMETRIC if ontology().relations[relation].symmetric else FORTH if found["a"] == _FIRST else BACK
            return (relation, way) if (relation, way) in ways_of(first.type, second.type) else None
    return None


@cache
def _patterns(lang: str) -> Patterns:
    data: dict[str, dict[str, Any]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return tuple(_compiled(**data[lang])) if lang in data else ()


def _compiled(*, articles: str, **words: Any) -> Iterator[tuple[str, re.Pattern[str]]]:  # noqa: ANN401 - as the file has them
    idle = rf"(?!(?:{'|'.join(words.pop('not').split())})(?!\w))[^\s,;:()]+"
    name = rf"(?:(?:{'|'.join(articles.split())}) )?(?P<%s>[{_FIRST}{_SECOND}])"
    for relation, patterns in words.items():
        for pattern in patterns:
            text = pattern.replace(" …", rf"(?: {idle}){{0,{_MOST}}}").replace("{a}", name % "a").replace("{b}", name % "b")
            yield relation, re.compile(text, re.IGNORECASE)
