"""The only names that enter a Cypher text: labels and types that the ontology loaded, and the store's own."""

from __future__ import annotations

from functools import cache

from ontology.records import slug
from ontology.vocabulary import ontology

__all__ = ["any_edge", "edge_type", "folded", "other_labels", "quoted"]

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


def folded(name: str) -> str:
    """A name as a search compares it: lower-case words without accents, one space apart."""
    return slug(name.casefold().translate(_FOLDS)).replace("-", " ")
