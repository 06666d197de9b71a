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

__all__ = ["LANGUAGES", "Frame", "Grammar", "grammar"]

LANGUAGES = ("fr", "en")
"""Those that frames were written for."""

_HERE = files("ingest.data")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One wording of a relation: which slots of a trigger word its head and tail stand in.

    ``trigger`` is "verb", "noun" or "name" (then the words are entity types, and the mention itself is the trigger). With ``among``
    both ends are taken from the same slots. ``needs`` has slots that must be filled by one of some words.
    """

    id: str
    relation: str
    trigger: str
    words: frozenset[str]
    head: tuple[str, ...]
    tail: tuple[str, ...]
    among: tuple[str, ...]
    certainty: str | None
    phase: str | None
    needs: Mapping[str, frozenset[str]]
    symmetric: bool


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The frames of a language and the words that hold its sentences together; ``labels`` maps its parser's labels to slots."""

    lang: str
    model: str
    placeholders: Mapping[str, str]
    respellings: Mapping[str, str]
    light: frozenset[str]
    joints: frozenset[str]
    labels: Mapping[str, str]
    prepositions: Mapping[str, str]
    by: frozenset[str]
    possessives: frozenset[str]
    relatives: frozenset[str]
    relative_objects: frozenset[str]
    examples: frozenset[str]
    transparent: frozenset[str]
    naming: frozenset[str]
    object_control: frozenset[str]
    since: frozenset[str]
    until: frozenset[str]
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]

    def respelled(self, text: str) -> str:
        """The text with words that the parser's tokenizer would cut written as one."""
        return self._pattern().sub(lambda found: self.respellings[found[0].lower()], text) if self.respellings else text

    def _pattern(self) -> re.Pattern[str]:
        return _alternatives(tuple(self.respellings))

    def frames_of(self, trigger: str, word: str) -> tuple[Frame, ...]:
        """The frames that this word may open."""
        return self.frames.get((trigger, word), ())


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of a language, read on first use."""
    data = yaml.load((_HERE / f"frames.{lang}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    sets = ("light", "joints", "by", "possessives", "relatives", "relative_objects", "examples", "transparent", "naming", "object_control")
    return Grammar(
        lang=lang,
        model=data["model"],
        placeholders=data["placeholders"],
        respellings=data["respellings"],
        labels=data["labels"],
        prepositions=data["prepositions"],
        frames=_frames(data["frames"]),
        **{name: frozenset(data[name]) for name in (*sets, "since", "until")},
    )


def _frames(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[Frame, ...]]:
    found: dict[tuple[str, str], list[Frame]] = {}
    for number, row in enumerate(rows):
        for trigger in ("verb", "noun", "name"):
            for word in row.get(f"{trigger}s", ()):
                frame = _frame(row, trigger, number)
                found.setdefault((trigger, word), []).append(frame)
    return {key: tuple(frames) for key, frames in found.items()}


def _frame(row: dict[str, Any], trigger: str, number: int) -> Frame:
    relation = ontology().relations[row["relation"]]
    return Frame(
        id=row.get("id", f"{row['relation']}/{number}"),
        relation=relation.name,
        trigger=trigger,
        words=frozenset(row[f"{trigger}s"]),
        head=tuple(row.get("head", ())),
        tail=tuple(row.get("tail", ())),
        among=tuple(row.get("among", ())),
        certainty=row.get("certainty"),
        phase=row.get("phase"),
        needs={slot: frozenset(words) for slot, words in row.get("needs", {}).items()},
        symmetric=relation.symmetric,
    )


@cache
def _alternatives(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)
