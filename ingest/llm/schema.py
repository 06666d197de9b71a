"""The form of an answer as a JSON schema, made from the ontology; strict, as endpoints with structured output want it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["answer_schema", "verdict_schema"]


@cache
def answer_schema() -> Json:
    """Entities first, then relations that name them by key and the sentences by number."""
    terms = ontology()
    entity = _object({"key": _TEXT, "name": _TEXT, "type": _one_of(terms.entity_types), "mentions": _list(_TEXT)})
    relation = _object(
        {
            "sentences": _list({"type": "integer"}),
            "head": _TEXT,
            "relation": _one_of(terms.relations),
            "tail": _TEXT,
            "certainty": _one_of(terms.certainties),
            "phase": _one_of(terms.phases),
            "qualifiers": _list(_object({"name": _one_of(terms.qualifiers), "value": _TEXT})),
            "sure": {"type": "boolean"},
        }
    )
    return _object({"entities": _list(entity), "relations": _list(relation)})


@cache
def verdict_schema() -> Json:
    """The answer of the second pass, about one claim."""
    return _object({"stated": {"type": "boolean"}})


_TEXT: Json = {"type": "string"}


def _one_of(names: Iterable[str]) -> Json:
    return {"type": "string", "enum": list(names)}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
