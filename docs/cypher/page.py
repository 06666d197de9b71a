"""The text of ``docs/cypher.md``: the template, with the properties, the thirty questions and the saved queries put in."""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from docs.cypher.questions import Question, saved, sections

__all__ = ["columns", "page", "properties"]

FOLDER = Path(__file__).parent


def properties() -> dict[str, dict[str, str]]:
    """What is said of each property, by kind: ``Entity``, ``Edge``, ``Claim``, ``Article``."""
    found: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "properties.yaml").read_text(encoding="utf-8"))
    return found


def page() -> str:
    """The whole page."""
    text = (FOLDER / "template.md").read_text(encoding="utf-8")
    parts = {"properties": _properties(), "questions": _questions(), "saved": _saved()}
    for name, lines in parts.items():
        text = text.replace(f"<!-- {name} -->", "\n".join(lines).strip())
    return text


def _properties() -> Iterator[str]:
    for kind, names in properties().items():
        yield from (f"**{kind}**", "")
        yield from _table(["property", "what it says"], [[f"`{name}`", said] for name, said in names.items()])
        yield ""


def _questions() -> Iterator[str]:
    number = 0
    for section, questions in sections().items():
        yield from (f"### {section}", "")
        for question in questions:
            number += 1
            yield from (f"**{number}. {question.name}**", "")
            yield from _asked(question)


def _asked(question: Question) -> Iterator[str]:
    if question.note:
        yield from (question.note, "")
    if question.parameters:
        yield from (f"Parameters: `{json.dumps(question.parameters, ensure_ascii=False)}`", "")
    yield from ("```cypher", question.cypher, "```", "")
    yield from _table(columns(question.cypher), [[_cell(value) for value in row] for row in question.answer or []])
    yield ""


def columns(cypher: str) -> list[str]:
    """The names of the columns: of each part of the first RETURN at the margin what stands after AS, or all of it."""
    lines = cypher.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("RETURN "))
    end = next((number for number in range(start, len(lines)) if lines[number].startswith(("ORDER BY", "UNION"))), len(lines))
    returned = "\n".join(lines[start:end]).removeprefix("RETURN ").removeprefix("DISTINCT ")
    return [part.rpartition(" AS ")[2].strip() for part in _parts(returned)]


def _parts(text: str) -> list[str]:
    """The text cut at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _saved() -> Iterator[str]:
    yield from _table(["saved query", "what for"], [[q.name, q.note or ""] for q in saved()])


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _cell(value: object) -> str:
    """As a reader writes it: lists by commas, maps as JSON, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, dict):
        return f"`{json.dumps(value, ensure_ascii=False)}`"
    return str(value)
