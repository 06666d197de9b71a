"""The filters that all questions about edges share: AND across fields, OR inside a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from ontology.edges import Edge
from ontology.records import ArticleRef, Claim, Json
from ontology.vocabulary import ontology

__all__ = [
    "EVERYTHING",
    "EdgeFilter",
    "claim_fits",
    "claimed",
    "fits",
    "is_stated",
    "parameters",
    "published_between",
    "stated_article",
    "told_by",
    "wanted_edge",
    "wanted_hop",
    "was_stated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFilter:
    """Which edges are wanted; an empty field wants all.

    ``direction`` is "out" (the entity asked about is the subject) or "in"; edges of symmetric relations pass either.
    ``type`` is of the entity at the other end. ``publisher``, ``since`` and ``until`` want one claim of the edge whose article is of one
    of these publishers and published between the two dates (EDTF: ``until="2025"`` includes all of 2025; undated articles do
    not pass). ``as_of`` is another question: the edge as it stood when only what was published by that date was known.
    """

    relation: tuple[str, ...] = ()
    direction: str | None = None
    type: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    min_confidence: float | None = None
    min_sources: int | None = None
    publisher: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None


EVERYTHING = EdgeFilter()

_OF_EDGE = {
    "relation": "r.relation IN $relation",
    "type": "other.type IN $type",
    "direction": "(r.relation IN $symmetric OR ($direction = 'out') = (r.subject = e.id))",
    "certainty": "r.certainty IN $certainty",
    "phase": "r.phase IN $phase",
    "min_confidence": "r.confidence >= $min_confidence",
    "min_sources": "r.sources >= $min_sources",
}
_FROM_EITHER = {"type": "(e.type IN $type OR other.type IN $type)", "direction": "true"}
_OF_ARTICLE = {
    "publisher": "a.publisher IN $publisher",
    "since": "a.published >= $since",
    "until": "left(a.published, size($until)) <= $until",
}
_OF_HOP = {"type": "startNode(r).type IN $type OR endNode(r).type IN $type", "direction": "true"}
_IS_STATED = "EXISTS {{ MATCH (:Claim {{edge: r.id}})-[:STATED_IN]->(a:Article) WHERE {stated} }}"
_SEEN = {"since": "r.last_seen >= $since", "until": "left(r.first_seen, size($until)) <= $until"}
"""What an edge says itself, asked before its claims are."""


def wanted_edge(wanted: EdgeFilter, *, either: bool = False) -> str:
    """The condition on an edge ``r`` between the entity asked about, ``e``, and the ``other``: only what is asked, so that it ends soon.

    With ``either``, each of the two may be the one asked about. ``fits`` is the same in Python.
    """
    of_edge = _OF_EDGE | (_FROM_EITHER if either else {})
    last = [_IS_STATED.format(stated=stated_article(wanted))] if is_stated(wanted) else []
    return " AND ".join([*_asked(of_edge, wanted), *_asked(_SEEN, wanted), *last]) or "true"


def wanted_hop(wanted: EdgeFilter) -> str:
    """The condition on an edge ``r`` of a path, its claims aside; one for all filters, as Neo4j plans paths for a third of a second."""
    if wanted == EVERYTHING:
        return "true"
    return " AND ".join(f"(coalesce(${name}, []) = [] OR {condition})" for name, condition in (_OF_EDGE | _OF_HOP).items())


def stated_article(wanted: EdgeFilter) -> str:
    """The condition on an article ``a``: only what is asked; ``was_stated`` is the same in Python."""
    return " AND ".join(_asked(_OF_ARTICLE, wanted)) or "true"


def _asked(conditions: Mapping[str, str], wanted: EdgeFilter) -> list[str]:
    return [condition for name, condition in conditions.items() if getattr(wanted, name) not in (None, ())]


def is_stated(wanted: EdgeFilter) -> bool:
    """Whether it asks for claims of some publishers or dates."""
    return bool(wanted.publisher or wanted.since or wanted.until)


_OF_CLAIM = {
    "relation": "c.relation IN $relation",
    "type": "(c.subject_type IN $type OR c.object_type IN $type)",
    "certainty": "c.certainty IN $certainty",
    "phase": "c.phase IN $phase",
    "min_confidence": "c.confidence >= $min_confidence",
}
_THEN = {"as_of": "left(a.published, size($as_of)) <= $as_of"}


def claimed(wanted: EdgeFilter) -> str:
    """The condition on a claim ``c``: only what is asked; ``claim_fits`` is the same in Python, with that of its article."""
    return " AND ".join(_asked(_OF_CLAIM, wanted)) or "true"


def told_by(wanted: EdgeFilter) -> str:
    """The condition on the article ``a`` of a claim; empty when nothing is asked of it."""
    return " AND ".join([*_asked(_OF_ARTICLE, wanted), *_asked(_THEN, wanted)])


def parameters(wanted: EdgeFilter) -> Json:
    """What the conditions above need."""
    values: Json = {f.name: getattr(wanted, f.name) for f in fields(wanted)}
    lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    symmetric = [r.name for r in ontology().relations.values() if r.symmetric]
    return values | lists | {"symmetric": symmetric}


def published_between(published: str | None, *, since: str | None = None, until: str | None = None) -> bool:
    """Whether a date lies between two others; what has no date lies nowhere, unless nobody asks."""
    if since is None and until is None:
        return True
    if published is None:
        return False
    return (since is None or published >= since) and (until is None or published[: len(until)] <= until)


def was_stated(article: ArticleRef, wanted: EdgeFilter) -> bool:
    """Whether a claim of this article is one that the filter asks for."""
    of_outlet = not wanted.publisher or article.publisher in wanted.publisher
    return of_outlet and published_between(article.published, since=wanted.since, until=wanted.until)


def fits(edge: Edge, wanted: EdgeFilter, *, entity: str, types: Mapping[str, str]) -> bool:
    """Whether an edge of this entity is wanted, its claims aside; ``types`` are those of both ends by id."""
    other = edge.object if edge.subject == entity else edge.subject
    either = wanted.direction is None or ontology().relations[edge.relation].symmetric
    return (
        (not wanted.relation or edge.relation in wanted.relation)
        and (not wanted.type or types.get(other) in wanted.type)
        and (either or (wanted.direction == "out") == (edge.subject == entity))
        and (not wanted.certainty or edge.certainty in wanted.certainty)
        and (not wanted.phase or edge.phase in wanted.phase)
        and (wanted.min_confidence is None or edge.confidence >= wanted.min_confidence)
        and (wanted.min_sources is None or edge.sources >= wanted.min_sources)
    )


def claim_fits(claim: Claim, wanted: EdgeFilter) -> bool:
    """Whether a claim is wanted; ``type`` is of either end, direction and number of sources are an edge's alone."""
    return (
        (not wanted.relation or claim.relation in wanted.relation)
        and (not wanted.type or claim.subject.type in wanted.type or claim.object.type in wanted.type)
        and (not wanted.certainty or claim.certainty in wanted.certainty)
        and (not wanted.phase or claim.phase in wanted.phase)
        and (wanted.min_confidence is None or claim.confidence >= wanted.min_confidence)
        and was_stated(claim.article, wanted)
        and published_between(claim.article.published, until=wanted.as_of)
    )
