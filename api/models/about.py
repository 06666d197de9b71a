"""The graph as a whole, answers to queries, and the server."""

from __future__ import annotations

from typing import Any, Literal

from api.models.things import Out

__all__ = ["Answer", "Health", "Readiness", "SchemaOut", "StatsOut"]


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

    status: Literal["alive"]


class WatchedOut(Out):
    """A source that is watched; ages are in seconds, null for what never was.

    ``silent``: no article came for longer than ``silent_after``. ``watch_age`` is that of the last sign of life of the program that
    watches it, null when it was ended.
    """

    name: str
    silent: bool
    silent_after: float
    article_age: float | None
    success_age: float | None
    watch_age: float | None


class Readiness(Out):
    """Whether the store answers, and of the sources that are watched, whether they do; degraded when one is silent or nobody watches it."""

    status: Literal["ready", "degraded"]
    sources: list[WatchedOut]
