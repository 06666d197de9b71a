"""The four kinds of things in lists, and how each is written in every form that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from api.shapes import article_json, claim_json, entity_json, found_edge_json
from graph.export.turtle import article_turtle, claim_turtle, edge_turtle, entity_turtle
from graph.lookup import FoundArticle, FoundClaim, FoundEdge, FoundEntity
from graph.properties import version_of
from ontology.edges import Edge
from ontology.records import QUALIFIERS, Entity, Json

__all__ = ["ARTICLE", "CLAIM", "EDGE", "ENTITY", "Kind", "Table"]

ItemT = TypeVar("ItemT")
_EDGE_QUALIFIERS = ("amount", "currency", "product", "role", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[ItemT]):
    """How things of one kind are written. ``drawn``, where there is one, gives the entities and edges that a thing draws."""

    shape: Callable[[ItemT], Json]
    columns: tuple[str, ...]
    turtle: Callable[[ItemT], str]
    drawn: Callable[[ItemT], tuple[Iterable[Entity], Iterable[Edge]]] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms that it has."""
        return ("json", "csv", "ndjson", *(("graphml",) if self.drawn else ()), "turtle", "jsonld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How the items of an answer are written as rows: ``row`` gives an item as flat as its columns."""

    columns: tuple[str, ...]
    row: Callable[[Json], Json] = dict
    forms = ("json", "csv", "ndjson")


def _ends(*names: str) -> tuple[str, ...]:
    return tuple(f"{end}.{name}" for end in ("subject", "object") for name in names)


def _edge_turtle(found: FoundEdge) -> str:
    return entity_turtle(found.subject) + entity_turtle(found.object) + edge_turtle(found.edge)


def _claim_turtle(found: FoundClaim) -> str:
    return claim_turtle(found.claim)


def _article_turtle(found: FoundArticle) -> str:
    return article_turtle(asdict(found.article) | {"versions": [version_of(version) for version in found.versions]})


ENTITY: Kind[FoundEntity] = Kind(
    shape=entity_json,
    columns=("id", "name", "type", "aliases", "edges", "claims", "articles"),
    turtle=lambda found: entity_turtle(found.entity),
    drawn=lambda found: ([found.entity], []),
)
EDGE: Kind[FoundEdge] = Kind(
    shape=found_edge_json,
    columns=(
        "id",
        *_ends("id", "name", "type"),
        *("relation", "certainty", "phase", "support", "against", "sources", "contradicted", "confidence"),
        *("first_seen", "last_seen"),
        *_EDGE_QUALIFIERS,
    ),
    turtle=_edge_turtle,
    drawn=lambda found: ([found.subject, found.object], [found.edge]),
)
CLAIM: Kind[FoundClaim] = Kind(
    shape=claim_json,
    columns=(
        "id",
        *_ends("id", "name", "type"),
        *("relation", "certainty", "phase"),
        *QUALIFIERS,
        *("evidence.quote", "evidence.start", "evidence.end", "confidence", "extractor"),
        *(f"article.{name}" for name in ("id", "source", "title", "publisher", "published", "lang")),
        *("edge", "contradicted_by", "group"),
    ),
    turtle=_claim_turtle,
)
ARTICLE: Kind[FoundArticle] = Kind(
    shape=article_json,
    columns=("id", "source", "title", "publisher", "published", "lang", "claims", "author", "canonical"),
    turtle=_article_turtle,
)
