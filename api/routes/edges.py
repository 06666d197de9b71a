"""Edges and the claims behind them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.errors import NotFound
from api.filters import AsOf, Limit, StoreDep
from api.routes.answers import PagingDep, known
from api.shapes import claim_json, found_edge_json
from api.values import checked_date
from graph import lookup
from graph.lookup import FoundEdge
from graph.store import Store
from ontology.records import Json

__all__ = ["router"]

router = APIRouter(tags=["edges"])
Since = Annotated[str | None, Query(description="Only those spoken of on or after this date (2024, 2024-07 or 2024-07-27).")]


@router.get("/edges")
def latest_edges(store: StoreDep, since: Since = None, limit: Limit = 50) -> Json:
    """The edges spoken of last, the latest first."""
    return {"items": [found_edge_json(found) for found in lookup.latest_edges(store, since=checked_date("since", since), limit=limit)]}


@router.get("/edges/{id}")
def edge(store: StoreDep, id: str, as_of: AsOf = None) -> Json:
    """One edge, now or as it stood at a date."""
    return found_edge_json(_edge(store, id, as_of))


@router.get("/edges/{id}/claims")
def edge_claims(store: StoreDep, id: str, paging: PagingDep, as_of: AsOf = None) -> Json:
    """Every claim behind an edge, the latest published first."""
    _edge(store, id, as_of)
    return paging.answer(lookup.edge_claims(store, id, as_of=as_of, cursor=paging.cursor, limit=paging.limit), claim_json)


@router.get("/claims/{id}")
def claim(store: StoreDep, id: str) -> Json:
    """One claim."""
    return claim_json(known(store, "claim", id, lookup.claim(store, id)))


def _edge(store: Store, id_: str, as_of: str | None) -> FoundEdge:
    found = lookup.edge(store, id_, as_of=checked_date("as_of", as_of))
    if found is None and as_of is not None and lookup.edge(store, id_) is not None:
        raise NotFound(f"nobody had stated edge {id_!r} by {as_of}: ask without as_of")
    return known(store, "edge", id_, found)
