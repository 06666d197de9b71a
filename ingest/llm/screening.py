"""Sentences that speak to the program that reads them: they are not sent to a model, and nothing may rest on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

import yaml

from ingest.llm.lines import Line
from ingest.llm.pseudo import pseudo_answers
from ingest.llm.skeleton import folded_pattern, letters_of, skeleton, spaced_out

__all__ = ["self_speaking_lines", "speaking_lines"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "screening.yaml"
_LONGEST_LIST = 30
_SHORT, _LONGEST_WINDOW = 160, 1200
"""Characters of a block that may be part of a sentence over several blocks, and of all of them together."""
_OVERLAP = 4
"""Blocks that two such pieces have in common."""
_SEAM = 400
"""Characters of the last sentence of a block and of the first of the next, looked at together."""
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]")
_STOPS = frozenset(".!?")
_FOREIGN = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOREIGN_SHARE = 0.3
_ORDER_WORDS = 2
"""Kinds of words that a sentence has beside a duty when it is an order about texts."""


def speaking_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the sentences of each block that speaks to a model, with those that it announces ("Answer so:").

    Looked at are each sentence, each block, short blocks that follow one another, and the seam between two blocks, all by their skeleton.
    """
    blocks = _in_other_letters(lines)
    for stretch in _stretches(lines):
        blocks |= {line.block for line in _struck(stretch)}
    return frozenset(line.number for line in lines if line.block in blocks | set(_announced(lines, blocks, _patterns().announces)))


def self_speaking_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the sentences that speak of the text itself or to its reader, outside of quotations."""
    bare = {line.number: skeleton(_QUOTED.sub(" ", line.text)) for line in lines}
    return frozenset(number for number, text in bare.items() if any(pattern.search(text) for pattern in _patterns().of_the_text))


# ---------------------------------------------------------------- what is looked at together

_Stretch = tuple[Line, ...]


def _stretches(lines: Sequence[Line]) -> Iterator[_Stretch]:
    blocks = [tuple(group) for _, group in groupby(lines, key=attrgetter("block"))]
    yield from ((line,) for line in lines)
    yield from (block for block in blocks if len(block) > 1)
    yield from ((*before[-1:], *after[:1]) for before, after in pairwise(blocks) if _length((before[-1], after[0])) <= _SEAM)
    for short, run in groupby(blocks, key=lambda block: _length(block) <= _SHORT):
        if short:
            yield from _windows(list(run))


def _windows(blocks: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """Short blocks in one piece, or in overlapping ones of bearable length."""
    at, end = 0, 1
    while end < len(blocks):
        end, length = at + 1, _length(blocks[at])
        while end < len(blocks) and length + _length(blocks[end]) <= _LONGEST_WINDOW:
            length += _length(blocks[end])
            end += 1
        yield tuple(chain.from_iterable(blocks[at:end]))
        at = max(at + 1, end - _OVERLAP)


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _struck(stretch: _Stretch) -> Iterator[Line]:
    """The lines of a stretch that a wording to a model touches, as it is written or by its letters alone."""
    patterns = _patterns()
    texts = [skeleton(line.text) for line in stretch]
    whole = " ".join(texts)
    spans = [match.span() for pattern in patterns.to_a_model for match in pattern.finditer(whole)]
    yield from _touched(stretch, texts, [*spans, *pseudo_answers(whole)], gap=1)
    letters = [letters_of(text) for text in texts]
    yield from _touched(stretch, letters, [match.span() for match in patterns.in_letters.finditer("".join(letters))], gap=0)
    yield from (line for line, text in zip(stretch, texts, strict=True) if spaced_out(line.text) or _orders(text) or _backwards(text))


def _backwards(text: str) -> bool:
    """Whether the text begins as a sentence ends, and speaks to a model when it is read from its end."""
    mirrored = text[::-1]
    return text[:1] in _STOPS and any(pattern.search(mirrored) for pattern in _patterns().to_a_model)


def _touched(stretch: _Stretch, texts: Sequence[str], spans: Sequence[tuple[int, int]], *, gap: int) -> Iterator[Line]:
    """The lines whose texts, put together with so much between them, have a part in one of the spans."""
    at = 0
    for line, text in zip(stretch, texts, strict=True):
        if any(start < at + len(text) and at < end for start, end in spans):
            yield line
        at += len(text) + gap


def _in_other_letters(lines: Sequence[Line]) -> set[int]:
    """The blocks mostly in an alphabet that the article as a whole is not written in: no sentence of it is for its readers."""
    if not lines or _other_letters(" ".join(line.text for line in lines)):
        return set()
    return {block for block, group in groupby(lines, key=attrgetter("block")) if _other_letters(" ".join(line.text for line in group))}


def _other_letters(text: str) -> bool:
    """Whether a good share of the letters are neither Latin nor Greek, look-alikes of Latin ones aside."""
    letters = [char for char in skeleton(text) if char.isalpha()]
    foreign = sum(_FOREIGN.match(char) is not None for char in letters)
    return foreign > max(_FOREIGN_SHARE * len(letters), 5)


# ---------------------------------------------------------------- what an order announces


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


def _orders(text: str) -> bool:
    """Whether the sentence says what is to be made of texts: a duty, and two of who, what to do, what comes out, and the text itself."""
    patterns = _patterns()
    if not patterns.duty.search(text):
        return False
    kinds = sum(kind.search(text) is not None for kind in patterns.order)
    return kinds + any(pattern.search(text) for pattern in patterns.of_the_text) >= _ORDER_WORDS


@dataclass(frozen=True, slots=True)
class _Patterns:
    to_a_model: tuple[re.Pattern[str], ...]
    of_the_text: tuple[re.Pattern[str], ...]
    in_letters: re.Pattern[str]
    duty: re.Pattern[str]
    order: tuple[re.Pattern[str], ...]
    announces: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    to_a_model, of_the_text = (tuple(map(_compiled, data[name])) for name in ("speaks_to_a_model", "speaks_of_the_text"))
    words = {name: _compiled(rf"(?<!\w)(?:{'|'.join(kinds)})(?!\w)") for name, kinds in data["order"].items()}
    order = tuple(pattern for name, pattern in words.items() if name != "duty")
    in_letters = _compiled("|".join(data["in_letters"]))
    return _Patterns(to_a_model, of_the_text, in_letters, words["duty"], order, re.compile(data["announces"]))


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(folded_pattern(source), re.IGNORECASE)
