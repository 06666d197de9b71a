"""Schemas in few words: a model is told all tools at once, and reads each of these words again with every question."""

from __future__ import annotations

from typing import Any

from ontology.records import Json

__all__ = ["slim_input", "slim_output"]

_KEPT = ("type", "description", "default", "maximum", "items")
_DEEPEST = 2
"""Objects within objects of an answer whose fields are told; of the last only evidence, ends and hops being named by others already."""
_CITED = "/Cited"


def slim_input(schema: Json) -> Json:
    """The arguments, each with its type and range; those that may be left out are no longer said to be null then."""
    properties = {name: _argument(one) for name, one in schema["properties"].items()}
    return {"type": "object", "properties": properties} | ({"required": schema["required"]} if "required" in schema else {})


def _argument(schema: Json) -> Json:
    given = schema | next((kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}), {})
    kept = {name: given[name] for name in _KEPT if name in given and given[name] not in (None, [], {})}
    return kept if "items" not in kept else kept | {"items": {"type": kept["items"]["type"]}}


def slim_output(schema: Json) -> Json:
    """What an answer has: the names of its fields, and those of the things within it."""
    return {"type": "object"} | _fields(schema, schema.get("$defs", {}))


def _fields(schema: Json, parts: dict[str, Any], depth: int = 0) -> Json:
    """The fields of an object, all of which are always there; only what has fields itself is told more of."""
    if "$ref" in schema:
        if depth == _DEEPEST and not schema["$ref"].endswith(_CITED):
            return {}
        schema = parts[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "array":
        inner = _fields(schema["items"], parts, depth)
        return {"items": inner} if inner else {}
    if "properties" not in schema or depth > _DEEPEST:
        return {}
    inner = {name: found for name, one in schema["properties"].items() if (found := _fields(one, parts, depth + 1))}
    return {"required": [*schema["properties"]]} | ({"properties": inner} if inner else {})
