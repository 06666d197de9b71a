"""The answers as OpenAPI describes them; ``api/shapes.py`` makes them, and a test holds the two together."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from api.forms.asked import FORMS
from api.forms.kinds import Kind, Table

__all__ = [
    "Answer",
    "ArticleOut",
    "ArticlePage",
    "ClaimOut",
    "ClaimPage",
    "DatesOut",
    "EdgeOut",
    "EdgePage",
    "EntityOut",
    "EntityPage",
    "ExpandedOut",
    "GraphOut",
    "Health",
    "NeighbourCounts",
    "Out",
    "PathsOut",
    "Readiness",
    "SchemaOut",
    "StatsOut",
    "Suggestions",
    "told",
]

Certainty = Literal["asserted", "reported", "denied"]
Phase = Literal["current", "planned", "ended"]
Texts = dict[str, str]


class Out(BaseModel):
    """What is answered: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class EndOut(Out):
    """An entity as an end of an edge."""

    id: str
    name: str
    type: str


class EntityOut(EndOut):
    """An entity with how much there is about it; ``matched`` is the name that a search found."""

    aliases: list[str]
    edges: int
    claims: int
    articles: int
    matched: str | None = None


class EdgeOut(Out):
    """An edge with what its claims add up to; ``claims`` are their ids."""

    id: str
    subject: EndOut
    relation: str
    object: EndOut
    certainty: Certainty
    phase: Phase
    support: int
    against: int
    sources: int
    contradicted: bool
    confidence: float
    first_seen: str | None
    last_seen: str | None
    amount: float | None
    currency: str | None
    product: str | None
    role: str | None
    event: str | None
    claims: list[str]
    label: Texts
    family: str


class ReferenceOut(Out):
    """Where an article was read."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    lang: str | None


class ArticleOut(ReferenceOut):
    """An article; its text only when it is asked for alone.

    ``group`` is the smallest id among its copies, itself included; ``copies`` are the others, a hundred at most.
    """

    claims: int
    group: str | None
    versions: list[ReferenceOut]
    copies: list[ReferenceOut]
    text: str | None = None


class MentionedOut(EndOut):
    """An end of a claim, as the article spells it."""

    mention: str


class EvidenceOut(Out):
    """``text[start:end] == quote``, in Unicode code points."""

    quote: str
    start: int
    end: int


class ClaimOut(Out):
    """One article saying once that one relation holds, and the ids of the claims that say the opposite.

    Claims of one ``group`` come from copies of one article.
    """

    id: str
    article: ReferenceOut
    relation: str
    subject: MentionedOut
    object: MentionedOut
    certainty: Certainty
    phase: Phase
    amount: float | None
    currency: str | None
    product: str | None
    role: str | None
    event: str | None
    valid_from: str | None
    valid_to: str | None
    said_by: str | None
    evidence: EvidenceOut
    confidence: float
    extractor: str
    edge: str
    contradicted_by: list[str]
    group: str | None


class _Page(Out):
    next: str | None
    total: int


class EntityPage(_Page):
    """A page of entities."""

    items: list[EntityOut]


class EdgePage(_Page):
    """A page of edges."""

    items: list[EdgeOut]


class ClaimPage(_Page):
    """A page of claims."""

    items: list[ClaimOut]


class ArticlePage(_Page):
    """A page of articles."""

    items: list[ArticleOut]


class Suggestions(Out):
    """Entities that may be meant."""

    items: list[EntityOut]


class CountOut(Out):
    """How many edges of one relation an entity has in one direction, and what is at the other ends."""

    relation: str
    direction: Literal["out", "in", "both"]
    edges: int
    neighbours: int
    types: dict[str, int]


class NeighbourCounts(Out):
    """Counts by relation and direction."""

    items: list[CountOut]


class GraphOut(Out):
    """A part of the graph; ``left_out`` says of whom how many edges are not shown, ``missing`` which ids nobody knows."""

    entities: list[EndOut]
    edges: list[EdgeOut]
    left_out: dict[str, int]
    capped: bool
    missing: list[str]


class ClaimDatesOut(Out):
    """The dates of a claim of an edge: of what it says, and of its article; ``denied``: it says that this does not hold."""

    edge: str
    denied: bool
    valid_from: str | None
    valid_to: str | None
    published: str | None


class DatesOut(Out):
    """Dates of claims, in order of their edges."""

    items: list[ClaimDatesOut]


class ExpandedOut(GraphOut):
    """A part of the graph that has grown, with the dates of the claims in it."""

    dates: list[ClaimDatesOut]


class HopOut(Out):
    """One step of a path, with the ids of all edges between the two."""

    start: str
    end: str
    edges: list[str]


class PathOut(Out):
    """A path without loops."""

    entities: list[EndOut]
    hops: list[HopOut]
    edges: list[EdgeOut]


class PathsOut(Out):
    """The shortest paths first."""

    paths: list[PathOut]


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


def told(model: type[BaseModel], kind: Kind[Any] | Table | None = None) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of a good answer: its model as JSON, its other forms, and that it may be unchanged."""
    others = kind.forms[1:] if kind else ()
    content = {FORMS[form]: {"schema": {"type": ["object", "array"] if form == "jsonld" else "string"}} for form in others}
    tag = {"ETag": {"description": "Stands for this content in this form.", "schema": {"type": "string"}}}
    link = {"Link": {"description": "The page that follows, rel=next.", "schema": {"type": "string"}}}
    headers = tag | (link if issubclass(model, _Page) else {})
    return {200: {"model": model, "content": content, "headers": headers}, 304: {"description": "Not Modified"}}
