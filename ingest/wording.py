"""The words of page furniture and of dates, read from ``data/furniture.yaml``: data, in four languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["Wording", "folded", "wording"]

_APOSTROPHES = str.maketrans("’ʼ‘", "'''")


@dataclass(frozen=True, slots=True)
class Wording:
    """Folded phrases and patterns; see the file for what each list is for."""

    sections: frozenset[str]
    labels: tuple[str, ...]
    buttons: frozenset[str]
    lines: re.Pattern[str]
    months: dict[str, int]
    around_dates: frozenset[str]
    classes: frozenset[str]
    standfirsts: frozenset[str]


def folded(text: str) -> str:
    """Lower-case letters without accents, one character for each of the text, so that places stay the same."""
    return "".join(map(_plain, text.translate(_APOSTROPHES)))


@cache
def wording() -> Wording:
    """The words, read once."""
    data = yaml.safe_load(files("ingest").joinpath("data/furniture.yaml").read_text(encoding="utf-8"))
    patterns = [rf"(?=.{{1,{limit}}}\Z)(?:{'|'.join(patterns)})" for limit, patterns in data["lines"].items()]
    return Wording(
        sections=frozenset(map(folded, data["sections"])),
        labels=tuple(sorted(map(folded, data["labels"]), key=len, reverse=True)),
        buttons=frozenset(map(folded, data["buttons"])),
        lines=re.compile("|".join(patterns)),
        months={folded(name): place for place, names in data["months"].items() for name in names},
        around_dates=frozenset(map(folded, data["around_dates"])),
        classes=frozenset(data["classes"]),
        standfirsts=frozenset(data["standfirsts"]),
    )


@cache
def _plain(char: str) -> str:
    if char.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", char)[:1].casefold()
    return bare if len(bare) == 1 else char
