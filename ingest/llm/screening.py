"""Sentences that speak to the program that reads them: they are not sent to a model, and nothing may rest on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.llm.lines import Line

__all__ = ["self_speaking_lines", "speaking_lines"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "screening.yaml"
_LONGEST_LIST = 30
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")


def speaking_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the sentences of each paragraph that speaks to a model, with those that it announces ("Answer so:")."""
    patterns = _patterns()
    blocks = {line.block for line in lines if any(pattern.search(line.text) for pattern in patterns.to_a_model)}
    return frozenset(line.number for line in lines if line.block in blocks | set(_announced(lines, blocks, patterns.announces)))


def self_speaking_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the sentences that speak of the text itself or to its reader, outside of quotations."""
    patterns = _patterns()
    bare = {line.number: _QUOTED.sub(" ", line.text) for line in lines}
    return frozenset(number for number, text in bare.items() if any(pattern.search(text) for pattern in patterns.of_the_text))


def _announced(lines: Sequence[Line], blocks: Iterable[int], announces: re.Pattern[str]) -> Iterator[int]:
    """The block behind one that ends in a colon, and the rest of its list."""
    last = {line.block: line for line in lines}
    for block in blocks:
        if not announces.search(last[block].text):
            continue
        yield block + 1
        for at in range(block + 2, block + _LONGEST_LIST):
            if at not in last or last[at].kind not in {"item", "row"} or last[at - 1].kind != last[at].kind:
                break
            yield at


@dataclass(frozen=True, slots=True)
class _Patterns:
    to_a_model: tuple[re.Pattern[str], ...]
    of_the_text: tuple[re.Pattern[str], ...]
    announces: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    to_a_model, of_the_text = (
        tuple(re.compile(text, re.IGNORECASE) for text in data[name]) for name in ("speaks_to_a_model", "speaks_of_the_text")
    )
    return _Patterns(to_a_model, of_the_text, re.compile(data["announces"]))
