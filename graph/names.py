"""The only names that enter a Cypher text: labels and types that the ontology loaded, and the store's own."""

from __future__ import annotations

from functools import cache

from ontology.records import slug
from ontology.vocabulary import ontology

__all__ = ["any_edge", "edge_type", "folded", "other_labels", "preparations", "quoted"]

_UNIQUE = ("Entity", "Article", "Claim", "Retraction", "Revision")
_FULL_TEXT = """
CREATE FULLTEXT INDEX entity_search IF NOT EXISTS FOR (e:Entity) ON EACH [e.search]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}
"""
_FOLDS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})


def quoted(name: str) -> str:
    """The name between backticks, so that nothing in it is Cypher."""
    return "`" + name.replace("`", "``") + "`"


def edge_type(relation: str) -> str:
    """The quoted type of a relation's edges."""
    return quoted(ontology().relations[relation].edge_type)


@cache
def any_edge() -> str:
    """``SUPPLIES|ACQUIRES|…``: every type of edge, for a pattern."""
    return "|".join(map(edge_type, ontology().relations))


def other_labels(type_: str) -> str:
    """``:Person:Product…``: the labels that an entity of this type does not bear."""
    return "".join(":" + quoted(name) for name in ontology().entity_types if name != type_)


def preparations() -> list[str]:
    """Statements that make what is missing of constraints and indexes."""
    unique = [f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in _UNIQUE]
    return [
        *unique,
        "CREATE INDEX claim_edge IF NOT EXISTS FOR (c:Claim) ON (c.edge)",
        "CREATE INDEX article_published IF NOT EXISTS FOR (a:Article) ON (a.published)",
        "CREATE INDEX article_publisher IF NOT EXISTS FOR (a:Article) ON (a.publisher)",
        _FULL_TEXT,
        "CALL db.awaitIndexes(60)",
    ]


def folded(name: str) -> str:
    """A name as a search compares it: lower-case words without accents, one space apart."""
    return slug(name.casefold().translate(_FOLDS)).replace("-", " ")
