"""Words that help to tell names from other capitalised words: read once from ``ingest/data/names.yaml``, and the model's dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from spacy.language import Language

__all__ = ["NameWords", "first_name_gender", "in_dictionary", "name_words"]

PATH = Path(__file__).parents[1] / "data" / "names.yaml"
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"))


@dataclass(frozen=True, slots=True)
class NameWords:
    """Lower-case words and phrases of all languages."""

    legal_suffixes: frozenset[str]
    suffixes: Mapping[str, frozenset[str]]
    versions: frozenset[str]
    generic: frozenset[str]
    generic_tails: frozenset[str]
    idle_tails: frozenset[str]
    phrases: frozenset[str]
    job_heads: frozenset[str]
    demonyms: frozenset[str]
    places: frozenset[str]
    states: frozenset[str]
    first_names: frozenset[str]
    hyphen_tails: frozenset[str]
    hyphen_heads: frozenset[str]
    feminine: frozenset[str]
    licensors: frozenset[str]
    licences: frozenset[str]
    licence_parts: frozenset[str]
    ranks: frozenset[str]
    exchanges: frozenset[str]


@cache
def name_words() -> NameWords:
    """The lists of ``names.yaml``."""
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    suffixes = {kind: _split(words) for kind, words in data.pop("suffixes").items()}
    return NameWords(suffixes=suffixes, **{name: _split(words) for name, words in data.items()})


def _split(words: str) -> frozenset[str]:
    parts = words.split(",") if "," in words else words.split()
    return frozenset(" ".join(part.split()).casefold() for part in parts if part.strip())


def in_dictionary(word: str, model: Language | None) -> bool:
    """Whether the tables of the model's lemmatizer know this lower-case word as a common word."""
    if model is None:
        return False
    known = _dictionary(model)
    return word in known or any(
        word.removesuffix(end) + new in known for end, new in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2
    )


@lru_cache(maxsize=4)
def _dictionary(model: Language) -> frozenset[str]:
    if "lemmatizer" not in model.component_names:
        return frozenset()
    lookups = model.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]  # a lemmatizer has them
    strings = model.vocab.strings
    words: set[str] = set()
    if lookups.has_table("lemma_lookup"):
        words |= {strings[key] for key in lookups.get_table("lemma_lookup") if key in strings}
    for forms in lookups.get_table("lemma_index").values() if lookups.has_table("lemma_index") else ():
        words |= set(forms)
    for exceptions in lookups.get_table("lemma_exc").values() if lookups.has_table("lemma_exc") else ():
        words |= set(exceptions)
    return frozenset(words)


def first_name_gender(name: str) -> str:
    """F or m, by a person's first name; empty where no list has it."""
    first = name.split(maxsplit=1)[0].casefold()
    return "f" if first in name_words().feminine else "m" if first in name_words().first_names else ""
