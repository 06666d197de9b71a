"""The word lists of a language, read from ``ingest/data/lexicon.<lang>.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import yaml

__all__ = ["LEXICONS", "Lexicon", "Words", "any_of", "lexicon"]

LEXICONS = ("fr", "en", "de", "es")
"""The languages that have a file."""
FOLDER = Path(__file__).parents[1] / "data"
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas in lower case, by the type of entity that they tell or stand for; ``modality``, ``amount``, ``dates`` as the file has them."""

    lang: str
    placeholders: Mapping[str, str]
    nouns: Mapping[str, Words]
    anaphors: Mapping[str, Words]
    subjects: Words
    possessives: Words
    legal_heads: Mapping[str, Words]
    titles: Words
    speech: Words
    company_acts: Words
    conjunctions: Words
    examples: Words
    prepositions: Mapping[str, str]
    modality: Mapping[str, Any]
    amount: Mapping[str, Any]
    dates: Mapping[str, Any]
    numbers: Mapping[str, int]
    events: Words
    posts: Mapping[str, Words]
    months: Words
    names: Mapping[str, Words]
    """What ``ingest.rules`` needs to tell names from words: ``function``, ``articles``, ``particles``, ``expletive`` …"""

    @property
    def heads(self) -> Words:
        """First words of organisations' names, folded: "université", "banque"."""
        return _folded_heads(self.lang)

    def is_noun(self, word: str) -> bool:
        """Whether the word is among the nouns that tell what a name is."""
        return any(word in words for words in self.nouns.values())

    def listed(self, name: str) -> Words:
        """A list of ``names``, empty in languages that have none."""
        return self.names.get(name, frozenset())

    def gender(self, pronoun: str) -> str:
        """F or m; empty where the pronoun, in lower case, tells nothing of a person."""
        return "f" if pronoun in self.listed("feminine_pronouns") else "m" if pronoun in self.listed("masculine_pronouns") else ""


@cache
def lexicon(lang: str) -> Lexicon:
    """The lists of a language; those of a language without a file are empty."""
    path = FOLDER / f"lexicon.{lang}.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    pronouns = data.get("pronouns", {})
    return Lexicon(
        lang=lang,
        placeholders=MappingProxyType(data.get("placeholders", {})),
        nouns=_by_type(data.get("nouns", {})),
        anaphors=_by_type(data.get("anaphors", {})),
        subjects=_words(pronouns.get("subject", ())),
        possessives=_words(pronouns.get("possessive", ())),
        legal_heads=_by_type(data.get("legal_heads", {})),
        titles=_words(data.get("titles", ())),
        speech=_words(data.get("speech", ())),
        company_acts=_words(data.get("company_acts", ())),
        conjunctions=_words(data.get("conjunctions", ())),
        examples=_words(data.get("examples", ())),
        prepositions=MappingProxyType(data.get("prepositions", {})),
        modality=MappingProxyType(data.get("modality", {})),
        amount=MappingProxyType(data.get("amount", {})),
        dates=MappingProxyType(data.get("dates", {})),
        numbers=MappingProxyType(data.get("numbers", {})),
        events=_words(data.get("events", ())),
        posts=_by_type(data.get("posts", {})),
        months=_words(data.get("months", ())),
        names=_by_type(data.get("names", {})),
    )


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of these words, the longest first; spaces may be of any kind, apostrophes straight or curled."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s").replace("'", "['’]") for word in longest_first)


@cache
def _folded_heads(lang: str) -> Words:
    return frozenset(word.casefold() for words in lexicon(lang).legal_heads.values() for word in words)


def _words(items: object) -> Words:
    return frozenset(items.split() if isinstance(items, str) else map(str, cast("Iterable[object]", items)))


def _by_type(groups: Mapping[str, object]) -> Mapping[str, Words]:
    return MappingProxyType({name: _words(words) for name, words in groups.items()})
