"""The JSON that the doors give: one function per kind of answer. REST, the command line and the explorer share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TypeVar

from graph.lookup import ClaimDates, FoundArticle, FoundClaim, FoundEdge, FoundEntity, FoundPath, NeighbourCount, Page, Stats, Subgraph
from graph.reports import Rows
from ingest.heartbeat import Heard
from ontology.edges import Edge
from ontology.records import ArticleRef, Entity, Json
from ontology.vocabulary import Ontology, Relation, ontology

__all__ = [
    "article_json",
    "claim_json",
    "dates_json",
    "edge_json",
    "entity_json",
    "found_edge_json",
    "graph_json",
    "neighbours_json",
    "page_json",
    "paths_json",
    "readiness_json",
    "rows_json",
    "schema_json",
    "stats_json",
]

ItemT = TypeVar("ItemT")

SECONDS_WITHOUT_A_BEAT = 900.0
"""A program that watches and gave no sign for so long is missed: an article of a language model may take minutes."""


def page_json(page: Page[ItemT], shape: Callable[[ItemT], Json]) -> Json:
    """A page; ``next`` is the cursor of the page that follows, or null."""
    return {"items": [shape(item) for item in page.items], "next": page.next, "total": page.total}


def entity_json(found: FoundEntity) -> Json:
    """An entity with its counts, and the name that a search found."""
    entity = found.entity
    counts: Json = {"edges": found.edges, "claims": found.claims, "articles": found.articles}
    matched: Json = {} if found.matched is None else {"matched": found.matched}
    return end_json(entity) | {"aliases": list(entity.aliases)} | counts | matched


def end_json(entity: Entity) -> Json:
    """An entity as an end of an edge."""
    return {"id": entity.id, "name": entity.name, "type": entity.type}


def edge_json(edge: Edge, ends: Mapping[str, Entity]) -> Json:
    """An edge with its ends, and the wording and family of its relation."""
    relation = ontology().relations[edge.relation]
    both: Json = {"subject": end_json(ends[edge.subject]), "object": end_json(ends[edge.object])}
    return edge.to_json() | both | {"label": dict(relation.label), "family": relation.family}


def found_edge_json(found: FoundEdge) -> Json:
    """The same for an edge that was looked up."""
    return edge_json(found.edge, {entity.id: entity for entity in (found.subject, found.object)})


def claim_json(found: FoundClaim) -> Json:
    """A claim with its edge, what contradicts it, and the group of copies that its article is of."""
    return found.claim.to_json() | {"edge": found.edge, "contradicted_by": list(found.contradicted_by), "group": found.claim.article.group}


def article_json(found: FoundArticle) -> Json:
    """An article with where it was read, and its copies; the text when it was asked for."""
    text: Json = {} if found.text is None else {"text": found.text}
    places: Json = {"versions": [_reference(v) for v in found.versions], "copies": [_reference(copy) for copy in found.copies]}
    return _reference(found.article) | {"claims": found.claims, "group": found.article.group} | places | text


def _reference(article: ArticleRef) -> Json:
    return {name: value for name, value in asdict(article).items() if name != "group"}


def graph_json(found: Subgraph) -> Json:
    """A part of the graph, for drawing."""
    ends = _by_id(found.entities)
    return {
        "entities": [end_json(entity) for entity in found.entities],
        "edges": [edge_json(edge, ends) for edge in found.edges],
        "left_out": dict(found.left_out),
        "capped": found.capped,
        "missing": list(found.missing),
    }


def paths_json(found: Iterable[FoundPath]) -> Json:
    """Paths with every edge of every hop."""
    return {"paths": [_path_json(path) for path in found]}


def _path_json(path: FoundPath) -> Json:
    ends = _by_id(path.entities)
    return {
        "entities": [end_json(entity) for entity in path.entities],
        "hops": [{"start": hop.start, "end": hop.end, "edges": list(hop.edges)} for hop in path.hops],
        "edges": [edge_json(edge, ends) for edge in path.edges],
    }


def _by_id(entities: Iterable[Entity]) -> dict[str, Entity]:
    return {entity.id: entity for entity in entities}


def dates_json(found: Iterable[ClaimDates]) -> Json:
    """The dates of claims."""
    return {"items": [asdict(one) for one in found]}


def neighbours_json(found: Iterable[NeighbourCount]) -> Json:
    """Counts by relation and direction."""
    return {"items": [asdict(count) for count in found]}


def rows_json(rows: Rows) -> Json:
    """An answer in Cypher."""
    return {
        "fields": list(rows.fields),
        "values": [list(row) for row in rows.values],
        "graph": {"nodes": list(rows.nodes), "edges": list(rows.edges)},
        "truncated": rows.truncated,
        "elapsed_ms": round(rows.elapsed * 1000, 1),
    }


def stats_json(stats: Stats) -> Json:
    """How much there is."""
    return asdict(stats)


def readiness_json(found: Iterable[Heard], now: float) -> Json:
    """The sources that are watched, and whether all is well with them."""
    sources = [_watched_json(one, now) for one in found]
    ill = any(one["silent"] or (one["watch_age"] or 0) > SECONDS_WITHOUT_A_BEAT for one in sources)
    return {"status": "degraded" if ill else "ready", "sources": sources}


def _watched_json(one: Heard, now: float) -> Json:
    moments = {"article_age": one.arrived, "success_age": one.succeeded, "watch_age": one.beat}
    ages = {name: None if moment is None else round(now - moment, 1) for name, moment in moments.items()}
    return {"name": one.name, "silent": one.is_silent(now), "silent_after": one.silent_after} | ages


def schema_json(terms: Ontology) -> Json:
    """The ontology in use."""
    return {
        "version": terms.version,
        "entity_types": [_texts(t, "label", "definition") | {"name": t.name, "colour": t.colour} for t in terms.entity_types.values()],
        "relations": [_relation_json(relation, terms) for relation in terms.relations.values()],
        "families": [_texts(f, "label") | {"name": f.name, "colour": f.colour} for f in terms.families.values()],
        "qualifiers": [_texts(q, "label", "definition") | {"name": q.name, "pattern": q.pattern} for q in terms.qualifiers.values()],
        "certainties": [_texts(s, "label", "definition") | {"name": s.name} for s in terms.certainties.values()],
        "phases": [_texts(s, "label", "definition") | {"name": s.name} for s in terms.phases.values()],
    }


def _relation_json(relation: Relation, terms: Ontology) -> Json:
    return _texts(relation, "label", "inverse", "definition") | {
        "name": relation.name,
        "edge_type": relation.edge_type,
        "symmetric": relation.symmetric,
        "family": relation.family,
        "colour": terms.families[relation.family].colour,
        "pairs": [list(pair) for pair in sorted(relation.pairs)],
        "qualifiers": [name for name in terms.qualifiers if name in relation.qualifiers],
    }


def _texts(term: object, *names: str) -> Json:
    return {name: dict(getattr(term, name)) for name in names}
