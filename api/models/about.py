"""The graph as a whole, answers to queries, and the server."""

from __future__ import annotations

from typing import Any, Literal

from api.models.things import Out

__all__ = ["Answer", "Health", "SchemaOut", "StatsOut"]


class Drawing(Out):
    """The nodes and edges among the values of a query."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class Answer(Out):
    """What a query answers: a list of values a row, in the order of ``fields``."""

    fields: list[str]
    values: list[list[Any]]
    graph: Drawing
    truncated: bool
    elapsed_ms: float


class StatsOut(Out):
    """How much there is."""

    articles: int
    claims: int
    entities: int
    edges: int
    types: dict[str, int]
    relations: dict[str, int]
    certainties: dict[str, int]
    phases: dict[str, int]
    languages: dict[str, int]
    publishers: int
    contradicted: int
    first_published: str | None
    last_published: str | None
    graph_hash: str


class SchemaOut(Out):
    """The ontology in use, each term with its wording by language."""

    version: str
    entity_types: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    families: list[dict[str, Any]]
    qualifiers: list[dict[str, Any]]
    certainties: list[dict[str, Any]]
    phases: list[dict[str, Any]]


class Health(Out):
    """Whether the server is well."""

    status: Literal["alive", "ready"]
