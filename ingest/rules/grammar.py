"""What the frames need to know of a language, read from ``ingest/data/frames.<lang>.yaml``; no word of any language stands in code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ontology.vocabulary import ontology

__all__ = ["LANGUAGES", "Frame", "Grammar", "grammar", "straight"]

LANGUAGES = ("fr", "en")
"""Those that frames were written for."""

_HERE = files("ingest.data")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One wording of a relation: which slots of a trigger word its head and tail stand in.

    ``trigger`` is "verb", "noun" or "name" (then its words are entity types, and the mention itself is the trigger). With ``among``
    both ends are taken from the same slots. ``needs`` has words of which one must be there, by where (``ingest.rules.frames``).
    """

    id: str
    relation: str
    trigger: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    among: tuple[str, ...]
    needs: Mapping[str, frozenset[str]]
    symmetric: bool


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The frames of a language and the words that hold its sentences together; ``labels`` maps its parser's labels to roles.

    What each set of words is for stands in ``frames.fr.yaml``; ``reciprocal`` and ``shared`` are sets of slots.
    """

    lang: str
    model: str
    placeholders: Mapping[str, str]
    respellings: Mapping[str, str]
    labels: Mapping[str, str]
    prepositions: Mapping[str, str]
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    light: frozenset[str]
    joints: frozenset[str]
    by: frozenset[str]
    of: frozenset[str]
    active: frozenset[str]
    infinitives: frozenset[str]
    articles: frozenset[str]
    possessives: frozenset[str]
    relatives: frozenset[str]
    relative_objects: frozenset[str]
    examples: frozenset[str]
    transparent: frozenset[str]
    naming: frozenset[str]
    object_control: frozenset[str]
    reciprocal: frozenset[str]
    shared: frozenset[str]
    portions: frozenset[str]
    abbreviations: frozenset[str]

    def respelled(self, text: str) -> str:
        """The text with straight apostrophes, and words that the parser's tokenizer would cut written as one."""
        return _alternatives(tuple(self.respellings)).sub(lambda found: self.respellings[found[0].lower()], straight(text))

    def frames_of(self, trigger: str, word: str) -> tuple[Frame, ...]:
        """The frames that this word may open."""
        return self.frames.get((trigger, word), ())


def straight(text: str) -> str:
    """The text with the apostrophes that the parsers were trained on; as long as before."""
    return text.replace("’", "'")


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of a language, read on first use."""
    text = (_HERE / f"frames.{lang}.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - it makes nothing but strings, of "on" and "no" too
    plain = {"model", "placeholders", "respellings", "labels", "prepositions"}
    given: dict[str, Any] = {name: items if name in plain else frozenset(items) for name, items in data.items() if name != "frames"}
    return Grammar(lang=lang, frames=_frames(data["frames"]), **given)


def _frames(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[Frame, ...]]:
    found: dict[tuple[str, str], list[Frame]] = {}
    for number, row in enumerate(rows):
        for trigger in ("verb", "noun", "name"):
            frame = _frame(row, trigger, number)
            for word in row.get(f"{trigger}s", ()):
                found.setdefault((trigger, word), []).append(frame)
    return {key: tuple(frames) for key, frames in found.items()}


def _frame(row: dict[str, Any], trigger: str, number: int) -> Frame:
    relation = ontology().relations[row["relation"]]
    return Frame(
        id=row.get("id", f"{row['relation']}/{number}"),
        relation=relation.name,
        trigger=trigger,
        head=tuple(row.get("head", ())),
        tail=tuple(row.get("tail", ())),
        among=tuple(row.get("among", ())),
        needs={place: frozenset(words) for place, words in row.get("needs", {}).items()},
        symmetric=relation.symmetric,
    )


@cache
def _alternatives(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole: one that ends in a mark, as ``d'``, may be followed by anything, also by the end."""
    longest_first = sorted(words, key=len, reverse=True)
    whole = (re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(whole)})", re.IGNORECASE)
