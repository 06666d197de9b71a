"""Which of the words that an article calls an entity by are names of it: no pronoun, no phrase as "le groupe", "the Redmond giant"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

__all__ = ["is_name_of"]

_WORD = re.compile(r"(?:[ldcmst]|qu)['’](?=\w)|[^\W_]+(?:[-.’'&][^\W_]+)*", re.IGNORECASE)
_WORDS = Path(__file__).parent / "standins.yaml"


def is_name_of(mention: str, name: str) -> bool:
    """Whether an article that calls an entity of this name by the mention names it: by the name's own words, or as names are written."""
    words = _WORD.findall(mention)
    folded = [word.casefold().replace("’", "'") for word in words]
    known = {word.casefold() for word in _WORD.findall(name)}
    if words and known.issuperset(folded):
        return True
    if not words or mention.lower() == mention.upper():
        return bool(words)
    first = folded[0]
    acronym = words[0].isupper() and len(first) > 1 and "'" not in first
    if acronym or not any(first in group for group in _standins().values()):
        return _is_high(words[0]) or any(_is_high(word) and fold in known for word, fold in zip(words, folded, strict=True))
    return first in _standins()["before_nouns"] and len(words) > 1 and _is_high(words[1]) and _is_high(words[-1])


@cache
def _standins() -> Mapping[str, frozenset[str]]:
    data: Mapping[str, str] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {group: frozenset(words.split()) for group, words in data.items()}


def _is_high(word: str) -> bool:
    """Whether it is written with a capital or a digit, as names are."""
    return word != word.lower() or any(letter.isdigit() for letter in word)
