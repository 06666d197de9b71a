"""What can be computed on the graph as a whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.figure_models import CentralityOut, ChainsOut, ChangesOut, CommunitiesOut
from api.figures import (
    CENTRALITIES,
    CENTRALITY,
    CHAINS,
    CHANGES,
    COMMUNITIES,
    centrality_json,
    chains_json,
    changes_json,
    communities_json,
)
from api.filters import Limit, StoreDep
from api.models import told
from api.routes.answers import ReplyDep, known
from api.routing import PREFIX, rest
from api.values import checked_date, checked_names
from graph import lookup
from graph.analysis import Analyst

__all__ = ["router"]

router = rest("analysis", f"{PREFIX}/analysis")


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


@router.get("/exposure", responses=told(ChainsOut, CHAINS))
def exposure(*, store: StoreDep, reply: ReplyDep, analyst: AnalystDep, entity: Who, max_hops: Hops = 3, limit: Limit = 50) -> Response:
    """Who depends on an entity, directly and through whom."""
    known(store, "entity", entity, lookup.entity(store, entity))
    return reply.table(chains_json(analyst.network, analyst.exposure(entity, max_hops=max_hops), figure="exposure", limit=limit), CHAINS)


@router.get("/chains", responses=told(ChainsOut, CHAINS))
def chains(*, store: StoreDep, reply: ReplyDep, analyst: AnalystDep, start: Start, end: End, k: Few = 5, max_hops: Hops = 6) -> Response:
    """How one entity depends on another."""
    for id_ in (start, end):
        known(store, "entity", id_, lookup.entity(store, id_))
    return reply.table(chains_json(analyst.network, analyst.chains(start, end, k=k, max_hops=max_hops), figure="chains", limit=k), CHAINS)


@router.get("/centrality", responses=told(CentralityOut, CENTRALITY))
def centrality(reply: ReplyDep, analyst: AnalystDep, by: By = "pagerank", limit: Limit = 50) -> Response:
    """The most central entities."""
    checked_names("by", [by], CENTRALITIES)
    return reply.table(centrality_json(analyst.network, analyst.centrality(), by=by, limit=limit), CENTRALITY)


@router.get("/communities", responses=told(CommunitiesOut, COMMUNITIES))
def communities(reply: ReplyDep, analyst: AnalystDep, members: Limit = 20, limit: Limit = 50) -> Response:
    """Groups of entities that their edges hold together."""
    return reply.table(communities_json(analyst.network, analyst.communities(), members=members, limit=limit), COMMUNITIES)


@router.get("/changes", responses=told(ChangesOut, CHANGES))
def analysis_changes(*, store: StoreDep, reply: ReplyDep, analyst: AnalystDep, since: Since, limit: Limit = 50) -> Response:
    """What changed after a date: new edges, and those with another certainty, phase or contradiction."""
    checked_date("since", since)
    return reply.table(changes_json(store, analyst.changes(since), limit=limit), CHANGES)
