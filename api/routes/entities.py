"""Entities, and the edges around one."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.filters import AsOf, Filters, StoreDep, Types
from api.forms.kinds import ARTICLE, EDGE, ENTITY
from api.models import ArticlePage, DatesOut, EdgePage, EntityOut, EntityPage, NeighbourCounts, Suggestions, told
from api.routes.answers import EntityDep, PagingDep, ReplyDep, elsewhere
from api.routing import rest
from api.shapes import dates_json, neighbours_json
from api.values import checked_date, checked_types
from graph import lookup

__all__ = ["router"]

router = rest("entities")
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


@router.get("/entities/{id}/articles", responses=told(ArticlePage, ARTICLE))
def entity_articles(store: StoreDep, named: EntityDep, paging: PagingDep, as_of: AsOf = None) -> Response:
    """The articles that say something of an entity, the latest published first, the undated last."""
    then = checked_date("as_of", as_of)
    return paging.answer(lambda cursor, limit: lookup.entity_articles(store, named.id, as_of=then, cursor=cursor, limit=limit), ARTICLE)


@router.get("/entities/{id}/dates", responses=told(DatesOut))
def entity_dates(store: StoreDep, named: EntityDep, reply: ReplyDep, as_of: AsOf = None) -> Response:
    """When what is said of an entity happened and was published, a claim each."""
    return reply.json(dates_json(lookup.entity_dates(store, named.id, as_of=checked_date("as_of", as_of))))
