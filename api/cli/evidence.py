"""Edges and claims as lines to read: who does what to whom, with what status, in whose words."""

from __future__ import annotations

from collections.abc import Iterable

from graph.lookup import FoundEdge, claims_of_edges
from graph.store import Store
from ontology.edges import Edge, edge_id, edge_key
from ontology.records import Claim, Entity
from ontology.vocabulary import ontology

__all__ = ["best_claims", "cited", "sentence", "status", "towards"]


def sentence(edge: Edge, subject: Entity, object_: Entity) -> str:
    """``Nvidia supplies Tesla``."""
    return f"{subject.name} {ontology().relations[edge.relation].label['en']} {object_.name}"


def towards(found: FoundEdge, entity: str) -> tuple[str, str]:
    """The edge as seen from one of its ends: ``supplies``, ``Tesla``; from the other: ``is supplied by``, ``Nvidia``."""
    relation = ontology().relations[found.edge.relation]
    if found.edge.subject == entity:
        return relation.label["en"], found.object.name
    return relation.label["en"] if relation.symmetric else relation.inverse["en"], found.subject.name


def status(edge: Edge) -> str:
    """``asserted, current, contradicted``."""
    return ", ".join([edge.certainty, edge.phase, *(["contradicted"] if edge.contradicted else [])])


def best_claims(store: Store, edges: Iterable[Edge]) -> dict[str, Claim]:
    """Of each edge, by id, the claim that speaks best for it: one that holds before one that denies, then the surer, the later."""
    best: dict[str, Claim] = {}
    for claim in sorted(claims_of_edges(store, [edge.id for edge in edges]), key=_weight):
        best[edge_id(edge_key(claim))] = claim
    return best


def _weight(claim: Claim) -> tuple[bool, float, str, str]:
    return claim.certainty != "denied", claim.confidence, claim.article.published or "", claim.id


def cited(claim: Claim) -> str:
    """``“Nvidia supplies Tesla.” (Daily, 2025-01-10)``."""
    article = claim.article
    where = ", ".join(part for part in (article.publisher or article.source, article.published) if part)
    return f"“{claim.evidence.quote}” ({where})"
