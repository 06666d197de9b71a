"""What the look-ups answer; all frozen, all made of the ontology's records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ontology.edges import Edge
from ontology.records import ArticleRef, Claim, Entity

__all__ = [
    "FoundArticle",
    "FoundClaim",
    "FoundEdge",
    "FoundEntity",
    "FoundPath",
    "Hop",
    "NeighbourCount",
    "Page",
    "Stats",
    "Subgraph",
]

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[ItemT]):
    """Some of the answers in their order; ``next`` is the cursor of those that follow, or None; ``total`` counts all."""

    items: tuple[ItemT, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntity:
    """An entity with how much there is about it; ``matched`` is the name or alias that a search found."""

    entity: Entity
    edges: int
    claims: int
    articles: int
    matched: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEdge:
    """An edge with its two ends."""

    edge: Edge
    subject: Entity
    object: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """A claim with the id of its edge, and the ids of the claims that say the opposite."""

    claim: Claim
    edge: str
    contradicted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article as it is shown, each of the places it was read from, its copies, and how many claims it makes; the text on demand."""

    article: ArticleRef
    versions: tuple[ArticleRef, ...]
    claims: int
    copies: tuple[ArticleRef, ...] = ()
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourCount:
    """How many edges of one relation an entity has in one direction ("out", "in", or "both" when the relation is symmetric).

    ``neighbours`` counts the entities at the other ends, ``types`` counts them by type.
    """

    relation: str
    direction: str
    edges: int
    neighbours: int
    types: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgraph:
    """Entities and the edges among them, for drawing.

    ``left_out`` says for each entity shown how many of its edges (that fit the filters) are not shown, where there are any;
    ``capped`` says that the limit, not the number of hops, ended the search; ``missing`` are ids that nobody knows.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    left_out: Mapping[str, int]
    capped: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path, with the ids of every edge that joins the two entities, the best-founded first."""

    start: str
    end: str
    edges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPath:
    """A path without loops between two entities: ``len(entities) == len(hops) + 1``; ``edges`` are those of all hops."""

    entities: tuple[Entity, ...]
    hops: tuple[Hop, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much there is, by kind; ``types``, ``relations``… hold every name of the ontology, zeros included."""

    articles: int
    claims: int
    entities: int
    edges: int
    types: Mapping[str, int]
    relations: Mapping[str, int]
    certainties: Mapping[str, int]
    phases: Mapping[str, int]
    languages: Mapping[str, int]
    publishers: int
    contradicted: int
    first_published: str | None
    last_published: str | None
    graph_hash: str
