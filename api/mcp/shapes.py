"""From what the look-ups answer to what the tools say; nothing of an article goes through that is no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.cli.evidence import best_claims, sentence
from api.mcp import answers
from graph import lookup
from graph.store import Store
from ontology import records
from ontology.edges import Edge, edge_id, edge_key
from ontology.shown import visible
from ontology.vocabulary import ontology

__all__ = ["change", "claim", "edges", "entity", "found_entity"]

_LONGEST_QUOTE = 2000
_LONGEST_NAME = 300
_ALIASES = 8


def entity(of: records.Entity | records.End) -> answers.Entity:
    """An entity as an end of an edge."""
    return answers.Entity(id=of.id, name=_short(of.name), type=of.type)


def found_entity(found: lookup.FoundEntity) -> answers.FoundEntity:
    """An entity with its counts, and some of its aliases."""
    aliases = [_short(alias) for alias in found.entity.aliases[:_ALIASES]]
    return answers.FoundEntity(
        **dict(entity(found.entity)), aliases=aliases, edges=found.edges, claims=found.claims, articles=found.articles
    )


def edges(store: Store, found: Iterable[lookup.FoundEdge]) -> list[answers.Edge]:
    """Edges, each with the claim that speaks best for it."""
    listed = list(found)
    best = best_claims(store, [one.edge for one in listed])
    return [_edge(one.edge, one.subject, one.object, best) for one in listed if one.edge.id in best]


def _edge(edge: Edge, subject: records.Entity, object_: records.Entity, best: Mapping[str, records.Claim]) -> answers.Edge:
    qualifiers = {name: getattr(edge, name) for name in ("amount", "currency", "product", "role", "event")}
    return answers.Edge(
        id=edge.id,
        said=visible(sentence(edge, subject, object_)),
        subject=entity(subject),
        relation=edge.relation,
        object=entity(object_),
        certainty=edge.certainty,
        phase=edge.phase,
        sources=edge.sources,
        support=edge.support,
        against=edge.against,
        confidence=edge.confidence,
        first_seen=edge.first_seen,
        last_seen=edge.last_seen,
        details=_details(qualifiers),
        evidence=_cited(best[edge.id]),
    )


def claim(of: records.Claim) -> answers.Claim:
    """A claim with its words and offsets."""
    label = ontology().relations[of.relation].label["en"]
    return answers.Claim(
        said=visible(f"{of.subject.name} {label} {of.object.name}"),
        certainty=of.certainty,
        phase=of.phase,
        confidence=of.confidence,
        details=_details(of.qualifiers),
        start=of.evidence.start,
        end=of.evidence.end,
        evidence=_cited(of),
    )


def change(of: records.Claim) -> answers.Change:
    """A claim with its edge."""
    return answers.Change(**dict(claim(of)), edge=edge_id(edge_key(of)))


def _details(qualifiers: Mapping[str, object]) -> dict[str, object]:
    return {name: _short(value) if isinstance(value, str) else value for name, value in qualifiers.items() if value is not None}


def _cited(of: records.Claim) -> answers.Cited:
    article, quote = of.article, visible(of.evidence.quote)
    return answers.Cited(
        untrusted_quote=quote[:_LONGEST_QUOTE],
        shortened=len(quote) > _LONGEST_QUOTE,
        title=_short(article.title) if article.title else None,
        publisher=_short(article.publisher) if article.publisher else None,
        published=article.published or "undated",
        source=_short(article.source),
        article=article.id,
        claim=of.id,
    )


def _short(text: str) -> str:
    return visible(text)[:_LONGEST_NAME]
