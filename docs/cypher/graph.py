"""The graph that ``docs/cypher.md`` asks, read from ``graph.yaml`` into articles with their claims."""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ontology.records import Article, ArticleRef, Claim, End, Evidence, Json, Reading, slug

__all__ = ["EXTRACTOR", "readings"]

EXTRACTOR = "hand@1"
_FILE = Path(__file__).with_name("graph.yaml")
_METADATA = ("title", "publisher", "published", "lang", "author", "canonical")
_STATUSES: Json = {"certainty": "asserted", "phase": "current", "confidence": 0.9, "extractor": EXTRACTOR}


def readings() -> list[Reading]:
    """The articles in order, each with its claims; their evidence is the sentence that states them."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    types = {name: type_ for type_, names in told["types"].items() for name in names}
    return [_reading(article, types) for article in told["articles"]]


def _reading(told: Json, types: dict[str, str]) -> Reading:
    sentences = [sentence["text"] for sentence in told["sentences"]]
    metadata = {name: told.get(name) for name in _METADATA}
    article = Article(" ".join(sentences), f"docs/cypher/{slug(told['title'])}.txt", **metadata)
    claims, start = [], 0
    for sentence in told["sentences"]:
        evidence = Evidence.cut(article.text, start, start + len(sentence["text"]))
        claims += [_claim(article, evidence, said, types) for said in sentence["claims"]]
        start = evidence.end + 1
    return Reading(article, tuple(claims))


def _claim(article: Article, evidence: Evidence, said: list[Any], types: dict[str, str]) -> Claim:
    subject, relation, object_, *more = said
    fields: Json = _STATUSES | dict(*more)
    mentions = fields.pop("as", (subject, object_))
    ends = [End(slug(name), name, types.get(name, "Company"), mention) for name, mention in zip((subject, object_), mentions, strict=True)]
    return Claim(article=ArticleRef.to(article), relation=relation, subject=ends[0], object=ends[1], evidence=evidence, **fields)
