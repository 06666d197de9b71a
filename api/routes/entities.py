"""Entities, and the edges around one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.filters import Filters, StoreDep, Types
from api.routes.answers import PagingDep, known
from api.shapes import entity_json, found_edge_json, neighbours_json
from api.values import checked_types
from graph import lookup
from ontology.records import Json

__all__ = ["router"]

router = APIRouter(tags=["entities"])
Words = Annotated[str, Query(max_length=200, description="Words of a name or alias; accents and case are ignored.")]
Few = Annotated[int, Query(ge=1, le=50, description="At most so many items.")]


@router.get("/entities")
def entities(store: StoreDep, paging: PagingDep, q: Words = "", type: Types = []) -> Json:
    """Entities one of whose names has these words, the closest first; without words all, those most spoken of first."""
    page = lookup.search(store, q, type=checked_types(type), cursor=paging.cursor, limit=paging.limit)
    return paging.answer(page, entity_json)


@router.get("/suggest")
def suggest(store: StoreDep, q: Words = "", type: Types = [], limit: Few = 10) -> Json:
    """What the reader may be typing."""
    return {"items": [entity_json(found) for found in lookup.suggest(store, q, type=checked_types(type), limit=limit)]}


@router.get("/entities/{id}")
def entity(store: StoreDep, id: str) -> Json:
    """One entity, with how much there is about it."""
    return entity_json(known(store, "entity", id, lookup.entity(store, id)))


@router.get("/entities/{id}/edges")
def entity_edges(store: StoreDep, id: str, filters: Filters, paging: PagingDep) -> Json:
    """The edges of an entity that fit, the best-founded first."""
    known(store, "entity", id, lookup.entity(store, id))
    return paging.answer(lookup.entity_edges(store, id, filters=filters, cursor=paging.cursor, limit=paging.limit), found_edge_json)


@router.get("/entities/{id}/neighbors/summary")
def neighbour_counts(store: StoreDep, id: str, filters: Filters) -> Json:
    """How many edges that fit an entity has, by relation and direction."""
    known(store, "entity", id, lookup.entity(store, id))
    return neighbours_json(lookup.neighbour_counts(store, id, filters=filters))
