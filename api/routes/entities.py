"""Entities, and the edges around one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.filters import Filters, StoreDep, Types
from api.forms.kinds import EDGE, ENTITY
from api.models import EdgePage, EntityOut, EntityPage, NeighbourCounts, Suggestions, told
from api.routes.answers import EntityDep, PagingDep, ReplyDep, elsewhere
from api.shapes import neighbours_json
from api.values import checked_types
from graph import lookup

__all__ = ["router"]

router = APIRouter(tags=["entities"])
Words = Annotated[str, Query(max_length=200, description="Words of a name or alias; accents and case are ignored.")]
Few = Annotated[int, Query(ge=1, le=50, description="At most so many items.")]


@router.get("/entities", responses=told(EntityPage, ENTITY))
def entities(store: StoreDep, paging: PagingDep, q: Words = "", type: Types = []) -> Response:
    """Entities one of whose names has these words, the closest first; without words all, those most spoken of first."""
    types = checked_types(type)
    return paging.answer(lambda cursor, limit: lookup.search(store, q, type=types, cursor=cursor, limit=limit), ENTITY)


@router.get("/suggest", responses=told(Suggestions, ENTITY))
def suggest(store: StoreDep, reply: ReplyDep, q: Words = "", type: Types = [], limit: Few = 10) -> Response:
    """What the reader may be typing."""
    return reply.items(lookup.suggest(store, q, type=checked_types(type), limit=limit), ENTITY)


@router.get("/entities/{id}", responses=told(EntityOut, ENTITY))
def entity(store: StoreDep, reply: ReplyDep, id: str) -> Response:
    """One entity, with how much there is about it; a name of one entity alone leads to its id."""
    return reply.one(lookup.entity(store, id) or elsewhere(reply.request, store, id), ENTITY)


@router.get("/entities/{id}/edges", responses=told(EdgePage, EDGE))
def entity_edges(store: StoreDep, named: EntityDep, filters: Filters, paging: PagingDep) -> Response:
    """The edges of an entity that fit, the best-founded first."""
    return paging.answer(lambda cursor, limit: lookup.entity_edges(store, named.id, filters=filters, cursor=cursor, limit=limit), EDGE)


@router.get("/entities/{id}/neighbors/summary", responses=told(NeighbourCounts))
def neighbour_counts(store: StoreDep, named: EntityDep, filters: Filters, reply: ReplyDep) -> Response:
    """How many edges that fit an entity has, by relation and direction."""
    return reply.json(neighbours_json(lookup.neighbour_counts(store, named.id, filters=filters)))
