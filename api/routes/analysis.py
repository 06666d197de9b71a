"""What can be computed on the graph as a whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.figures import CENTRALITIES, centrality_json, chains_json, changes_json, communities_json
from api.filters import Limit, StoreDep
from api.routes.answers import known
from api.values import checked_date, checked_names
from graph import lookup
from graph.analysis import Analyst
from ontology.records import Json

__all__ = ["router"]

router = APIRouter(prefix="/analysis", tags=["analysis"])


def _analyst(request: Request) -> Analyst:
    analyst: Analyst = request.app.state.analyst
    return analyst


AnalystDep = Annotated[Analyst, Depends(_analyst)]
Who = Annotated[str, Query(min_length=1, max_length=300, description="Id of an entity.")]
Start = Annotated[str, Query(alias="on", min_length=1, max_length=300, description="Id of the entity that is depended on.")]
End = Annotated[str, Query(alias="who", min_length=1, max_length=300, description="Id of the entity that depends.")]
Hops = Annotated[int, Query(ge=1, le=6, description="At most so many hops.")]
Few = Annotated[int, Query(ge=1, le=50, description="At most so many items.")]
By = Annotated[str, Query(description="degree, pagerank or betweenness.")]
Since = Annotated[str, Query(description="What was published after this date (2024, 2024-07 or 2024-07-27).")]


@router.get("/exposure")
def exposure(store: StoreDep, analyst: AnalystDep, entity: Who, max_hops: Hops = 3, limit: Limit = 50) -> Json:
    """Who depends on an entity, directly and through whom."""
    known(store, "entity", entity, lookup.entity(store, entity))
    return chains_json(analyst.network, analyst.exposure(entity, max_hops=max_hops), figure="exposure", limit=limit)


@router.get("/chains")
def chains(*, store: StoreDep, analyst: AnalystDep, start: Start, end: End, k: Few = 5, max_hops: Hops = 6) -> Json:
    """How one entity depends on another."""
    for id_ in (start, end):
        known(store, "entity", id_, lookup.entity(store, id_))
    return chains_json(analyst.network, analyst.chains(start, end, k=k, max_hops=max_hops), figure="chains", limit=k)


@router.get("/centrality")
def centrality(analyst: AnalystDep, by: By = "pagerank", limit: Limit = 50) -> Json:
    """The most central entities."""
    checked_names("by", [by], CENTRALITIES)
    return centrality_json(analyst.network, analyst.centrality(), by=by, limit=limit)


@router.get("/communities")
def communities(analyst: AnalystDep, members: Limit = 20, limit: Limit = 50) -> Json:
    """Groups of entities that their edges hold together."""
    return communities_json(analyst.network, analyst.communities(), members=members, limit=limit)


@router.get("/changes")
def analysis_changes(store: StoreDep, analyst: AnalystDep, since: Since, limit: Limit = 50) -> Json:
    """What changed after a date: new edges, and those with another certainty, phase or contradiction."""
    checked_date("since", since)
    return changes_json(store, analyst.changes(since), limit=limit)
