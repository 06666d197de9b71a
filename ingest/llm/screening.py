"""Sentences that speak to the program that reads them: they are not sent to a model, and nothing may rest on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.llm.lines import Line

__all__ = ["speaking_lines"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "screening.yaml"
_LONGEST_LIST = 30


def speaking_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the sentences of each paragraph that speaks to a model, with those that it announces ("Answer so:")."""
    speaking, announces = _patterns()
    blocks = {line.block for line in lines if any(pattern.search(line.text) for pattern in speaking)}
    return frozenset(line.number for line in lines if line.block in blocks | set(_announced(lines, blocks, announces)))


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


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(re.compile(text, re.IGNORECASE) for text in data["speaks_to_a_model"]), re.compile(data["announces"])
