"""The ontology in so few words that a model can be told all of it at once."""

from __future__ import annotations

from api.mcp.answers import Schema
from ontology.vocabulary import Relation, ontology

__all__ = ["schema"]

_CYPHER = (
    "(:Entity:Company {id, name, type, aliases})-[:SUPPLIES {id, certainty, phase, sources, support, against, confidence, "
    "first_seen, last_seen, amount, currency, product, role, event, claims}]->(:Entity); "
    "(c:Claim {quote, start, end, certainty, phase, confidence, edge})-[:SUBJECT]->(:Entity), (c)-[:OBJECT]->(:Entity), "
    "(c)-[:STATED_IN]->(:Article {id, title, author, publisher, published, source, canonical, lang}); "
    "an edge's type is the relation in capitals, _ for -; c.edge is the edge's id"
)


def schema() -> Schema:
    """Types, relations with what they join, qualifiers, statuses, and how they stand in Neo4j."""
    terms = ontology()
    return Schema(
        types={name: type_.definition["en"] for name, type_ in terms.entity_types.items()},
        relations={name: _relation(relation) for name, relation in terms.relations.items()},
        qualifiers={name: qualifier.definition["en"] for name, qualifier in terms.qualifiers.items()},
        certainty=[f"{name}: {status.definition['en']}" for name, status in terms.certainties.items()],
        phase=[f"{name}: {status.definition['en']}" for name, status in terms.phases.items()],
        cypher=_CYPHER,
    )


def _relation(relation: Relation) -> str:
    """``Company|Person → Company: puts money in``."""
    arrow = "↔" if relation.symmetric else "→"
    ends = f"{'|'.join(sorted(relation.heads))} {arrow} {'|'.join(sorted(relation.tails))}"
    return f"{ends}: {relation.definition['en']}"
