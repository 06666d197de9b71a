"""What a reader sees, as a file: the entities and edges that the request names, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.filters import StoreDep
from api.forms.asked import FORMS
from api.forms.kinds import EDGE
from api.forms.written import drawn, written
from api.problems import described
from api.routing import rest
from api.values import checked_date
from graph import lookup
from graph.export.page import html_page
from graph.networks import network_of
from graph.store import Store
from ontology.edges import Edge, edges_of
from ontology.records import Claim, Entity

__all__ = ["router"]

router = rest("graph")
Id = Annotated[str, Field(min_length=1, max_length=300)]
_HEADERS = {"Content-Disposition": "attachment"}
Offset = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]
Place = tuple[Offset, Offset]


class Seen(BaseModel):
    """What is seen: entities with their places, the edges among them, as known at a date, and the form wanted."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["csv", "graphml", "turtle", "html"]
    entities: Annotated[list[Id], Field(min_length=1, max_length=2000)]
    edges: Annotated[list[Id], Field(max_length=20_000)] = []
    as_of: str | None = None
    positions: dict[str, Place] = {}
    title: Annotated[str, Field(max_length=300)] = ""
    lang: Literal["en", "fr"] = "en"


_MEDIA = {form: FORMS[form] for form in ("csv", "graphml", "turtle")} | {"html": "text/html"}
_TOLD: dict[int | str, dict[str, Any]] = {200: {"content": {media: {"schema": {"type": "string"}} for media in _MEDIA.values()}}}


@router.post("/graph/export", response_class=Response, responses=_TOLD | described(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
def graph_export(store: StoreDep, seen: Seen) -> Response:
    """These entities and edges as CSV of edges, GraphML, Turtle, or a page that draws them and lists every quote."""
    named = lookup.entities_by_id(store, seen.entities)
    claims = lookup.claims_of_edges(store, set(seen.edges), as_of=checked_date("as_of", seen.as_of))
    edges = [edge for edge in _edges(seen, edges_of(claims)) if {edge.subject, edge.object} <= named.keys()]
    return Response(_written(store, seen, named.values(), edges, claims), media_type=_MEDIA[seen.format], headers=_HEADERS)


def _written(store: Store, seen: Seen, entities: Collection[Entity], edges: list[Edge], claims: list[Claim]) -> str:
    if seen.format == "csv":
        return written("csv", lookup.found(store, edges), EDGE)
    if seen.format != "html":
        return drawn(seen.format, entities, edges)
    kept = {id_ for edge in edges for id_ in edge.claims}
    behind = [claim for claim in claims if claim.id in kept]
    return html_page(network_of(entities, edges), behind, title=seen.title, lang=seen.lang, positions=seen.positions or None)


def _edges(seen: Seen, made: list[Edge]) -> list[Edge]:
    """The edges in the order in which they were named."""
    by_id = {edge.id: edge for edge in made}
    return [by_id[id_] for id_ in dict.fromkeys(seen.edges) if id_ in by_id]
