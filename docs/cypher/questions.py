"""Questions to the store, read from YAML: each a query with its parameters and the answer that the graph of ``graph.yaml`` gives."""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ontology.records import Json

__all__ = ["Question", "questions_in", "saved", "sections"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what it gives: rows as JSON values, or how many nodes and edges it draws."""

    name: str
    cypher: str
    parameters: Json = field(default_factory=dict)
    note: str | None = None
    answer: list[list[Any]] | None = None
    draws: tuple[int, int] | None = None
    any_order: bool = False


def sections() -> dict[str, list[Question]]:
    """The thirty questions of ``docs/cypher.md`` by section."""
    return {part["section"]: [_question(told) for told in part["questions"]] for part in _read(FOLDER / "questions.yaml")}


def saved() -> list[Question]:
    """The queries to keep in Neo4j Browser; the note of each is its description."""
    return questions_in(FOLDER / "saved.yaml")


def questions_in(path: Path) -> list[Question]:
    """The queries of a file that lists them."""
    return [_question(told) for told in _read(path)]


def _read(path: Path) -> list[Json]:
    found: list[Json] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _question(told: Json) -> Question:
    draws = told.get("draws")
    return Question(
        name=told.get("question") or told["name"],
        cypher=told["cypher"].rstrip("\n"),
        parameters=told.get("parameters", {}),
        note=told.get("note") or told.get("description"),
        answer=told.get("answer"),
        draws=(draws[0], draws[1]) if draws else None,
        any_order=told.get("any_order", False),
    )
