"""Edges and the claims behind them."""

from __future__ import annotations

from fastapi import Response

from api.errors import NotFound
from api.filters import AsOf, ClaimFilters, ListFilters, Since, StoreDep
from api.forms.kinds import CLAIM, EDGE
from api.models import ClaimOut, ClaimPage, EdgeOut, EdgePage, told
from api.routes.answers import PagingDep, ReplyDep, known
from api.routing import rest
from api.values import checked_date
from graph import lookup
from graph.lookup import FoundEdge
from graph.store import Store

__all__ = ["router"]

router = rest("edges")


@router.get("/edges", responses=told(EdgePage, EDGE))
def edges(store: StoreDep, filters: ListFilters, paging: PagingDep) -> Response:
    """All edges that fit, the best-founded first; a type is of either end."""
    return paging.answer(lambda cursor, limit: lookup.edges(store, filters=filters, cursor=cursor, limit=limit), EDGE)


@router.get("/changes", responses=told(EdgePage, EDGE))
def changes(store: StoreDep, filters: ListFilters, paging: PagingDep, since: Since = None) -> Response:
    """What articles published since a date say: the edges spoken of then, the latest first; one whose ``first_seen`` is later is new."""
    begin = checked_date("since", since)
    return paging.answer(lambda cursor, limit: lookup.changes(store, since=begin, filters=filters, cursor=cursor, limit=limit), EDGE)


@router.get("/edges/{id}", responses=told(EdgeOut, EDGE))
def edge(store: StoreDep, id: str, reply: ReplyDep, as_of: AsOf = None) -> Response:
    """One edge, now or as it stood at a date."""
    return reply.one(_edge(store, id, as_of), EDGE)


@router.get("/edges/{id}/claims", responses=told(ClaimPage, CLAIM))
def edge_claims(store: StoreDep, id: str, filters: ClaimFilters, paging: PagingDep) -> Response:
    """Every claim behind an edge that fits, the latest published first."""
    _edge(store, id, filters.as_of)
    return paging.answer(lambda cursor, limit: lookup.edge_claims(store, id, filters=filters, cursor=cursor, limit=limit), CLAIM)


@router.get("/claims", responses=told(ClaimPage, CLAIM))
def claims(store: StoreDep, filters: ClaimFilters, paging: PagingDep) -> Response:
    """All claims that fit, in order of id."""
    return paging.answer(lambda cursor, limit: lookup.claims(store, filters=filters, cursor=cursor, limit=limit), CLAIM)


@router.get("/claims/{id}", responses=told(ClaimOut, CLAIM))
def claim(store: StoreDep, id: str, reply: ReplyDep) -> Response:
    """One claim."""
    return reply.one(known(store, "claim", id, lookup.claim(store, id)), CLAIM)


def _edge(store: Store, id_: str, as_of: str | None) -> FoundEdge:
    found = lookup.edge(store, id_, as_of=checked_date("as_of", as_of))
    if found is None and as_of is not None and lookup.edge(store, id_) is not None:
        raise NotFound(f"nobody had stated edge {id_!r} by {as_of}: ask without as_of")
    return known(store, "edge", id_, found)
