"""Answers that a text puts in the mouth of its reader: fields of the form asked for, and relations written as identifiers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.llm.skeleton import folded_pattern
from ontology.vocabulary import ontology

__all__ = ["pseudo_answers"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "screening.yaml"
_NEAR = 160
"""Characters within which two fields are fields of one answer."""

_Span = tuple[int, int]


def pseudo_answers(text: str) -> list[_Span]:
    """Where the text (a skeleton) has what only a program's answer has: two named fields near each other, or a relation's identifier."""
    return [*_identifiers(text), *_fields(text)]


def _identifiers(text: str) -> list[_Span]:
    return [match.span() for pattern in _patterns().identifiers for match in pattern.finditer(text)]


def _fields(text: str) -> list[_Span]:
    """Two of our own fields, or one of them and two others, each before its value, or in a row of names."""
    patterns = _patterns()
    found = [(match["field"].casefold(), match.span()) for match in patterns.field.finditer(text)]
    spans = []
    for at, (_, (start, _end)) in enumerate(found):
        near = [(name, span) for name, span in found[at:] if span[0] - start <= _NEAR]
        own = {name for name, _ in near if patterns.own.fullmatch(name)}
        others = {name for name, _ in near} - own
        if own and len(own) + len(others) / 2 >= 2:  # noqa: PLR2004 - two of our own, or one and two others
            spans.append((start, near[-1][1][1]))
    return spans + [match.span() for match in patterns.row.finditer(text)]


class _Patterns:
    def __init__(self, own: str, others: str) -> None:
        quotes = r"[\"'“”*_`]{0,2}"
        self.own = re.compile(own, re.IGNORECASE)
        self.field = re.compile(rf"(?<![\w-]){quotes}(?P<field>{own}|{others}){quotes}\s*(?:[:=]|=>|->|→)", re.IGNORECASE)
        name, gap = rf"(?:{own}|{others})", r"[^\w.!?]{1,5}"
        self.row = re.compile(rf"(?<!\w)(?:{own}){gap}{name}{gap}{name}(?!\w)|(?<!\w){name}{gap}{name}{gap}(?:{own})(?!\w)", re.IGNORECASE)
        self.identifiers = _identifier_patterns()


def _identifier_patterns() -> tuple[re.Pattern[str], ...]:
    """``invests-in``, ``INVESTS_IN``, ``investsIn``; and any relation between arrows, bars or brackets, or before its arguments."""
    names = sorted(ontology().relations)
    joined = "|".join(re.escape(name).replace(r"\-", "[-_]") for name in names if "-" in name)
    camel = "|".join("".join(part if n == 0 else part.title() for n, part in enumerate(name.split("-"))) for name in names if "-" in name)
    any_way = "|".join(re.escape(name).replace(r"\-", "[-_ ]?") for name in names)
    left, right = r"(?:->|→|=>|⇒|--+>?|—>|\||\[:?|<|::|;)", r"(?:->|→|=>|⇒|--+>?|—>|\||\]|>|::|;)"
    return (
        re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{camel})(?!\w)"),
        re.compile(rf"{left}\s*(?:{any_way})\s*{right}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{any_way})\s*\(\s*[^()]{{1,60}},\s*[^()]{{1,60}}\)", re.IGNORECASE),
        re.compile(rf"[=:]\s*[\"'“*_`]*(?:{any_way})[\"'”*_`]*\s*(?:[,;|}}]|\w+\s*[:=])", re.IGNORECASE),
    )


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    own, others = (folded_pattern("|".join(data["fields"][name])) for name in ("own", "others"))
    return _Patterns(own, others)
