"""The answers as OpenAPI describes them; ``api/shapes.py`` makes them, and a test holds the two together."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from api.forms.asked import FORMS
from api.forms.kinds import Kind, Table
from api.models.about import Answer, Health, Readiness, SchemaOut, StatsOut
from api.models.parts import DatesOut, ExpandedOut, GraphOut, PathsOut
from api.models.things import (
    ArticleOut,
    ArticlePage,
    ClaimOut,
    ClaimPage,
    EdgeOut,
    EdgePage,
    EndOut,
    EntityOut,
    EntityPage,
    NeighbourCounts,
    Out,
    Page,
    Suggestions,
)

__all__ = [
    "Answer",
    "ArticleOut",
    "ArticlePage",
    "ClaimOut",
    "ClaimPage",
    "DatesOut",
    "EdgeOut",
    "EdgePage",
    "EndOut",
    "EntityOut",
    "EntityPage",
    "ExpandedOut",
    "GraphOut",
    "Health",
    "NeighbourCounts",
    "Out",
    "PathsOut",
    "Readiness",
    "SchemaOut",
    "StatsOut",
    "Suggestions",
    "told",
]


def told(model: type[BaseModel], kind: Kind[Any] | Table | None = None) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of a good answer: its model as JSON, its other forms, and that it may be unchanged."""
    others = kind.forms[1:] if kind else ()
    content = {FORMS[form]: {"schema": {"type": ["object", "array"] if form == "jsonld" else "string"}} for form in others}
    tag = {"ETag": {"description": "Stands for this content in this form.", "schema": {"type": "string"}}}
    link = {"Link": {"description": "The page that follows, rel=next.", "schema": {"type": "string"}}}
    headers = tag | (link if issubclass(model, Page) else {})
    return {200: {"model": model, "content": content, "headers": headers}, 304: {"description": "Not Modified"}}
