"""Parts of the graph: paths between two entities, and a subgraph for drawing."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.errors import BadParameter
from api.filters import AsOf, Filters, PathFilters, StoreDep
from api.forms.kinds import EDGE
from api.models import DatesOut, ExpandedOut, GraphOut, PathsOut, told
from api.routes.answers import ReplyDep, known
from api.routing import rest
from api.shapes import dates_json, graph_json, paths_json
from api.values import checked_date
from graph import lookup

__all__ = ["router"]

router = rest("graph")
MOST_IDS = 2000
Start = Annotated[str, Query(alias="from", max_length=300, description="Id of the entity at one end.")]
End = Annotated[str, Query(alias="to", max_length=300, description="Id of the entity at the other end.")]
Paths = Annotated[int, Query(ge=1, le=50, description="At most so many paths.")]
PathHops = Annotated[int, Query(ge=1, le=6, description="Paths of at most so many hops.")]
Ids = Annotated[str, Query(max_length=50_000, pattern=r"[^,\s\x1c-\x1f\x85\ufeff]", description="Ids of entities, separated by commas.")]
Hops = Annotated[int, Query(ge=0, le=3, description="How far from these entities; 0: these alone.")]
Around = Annotated[str, Query(max_length=300, description="Id of the entity that is expanded; it need not be among the others.")]
More = Annotated[int, Query(ge=1, le=2000, description="At most so many entities more.")]
Drawn = Annotated[int, Query(ge=1, le=2000, description="At most so many entities; those asked for are always in.")]


@router.get("/paths", responses=told(PathsOut, EDGE))
def paths(
    *, store: StoreDep, reply: ReplyDep, start: Start, end: End, filters: PathFilters, k: Paths = 5, max_hops: PathHops = 4
) -> Response:
    """The shortest paths between two entities, edges followed both ways."""
    ends = lookup.entities_by_id(store, (start, end))
    for id_ in (start, end):
        known(store, "entity", id_, ends.get(id_))
    found = lookup.paths(store, start, end, k=k, max_hops=max_hops, filters=filters)
    return reply.part(paths_json(found), [e for path in found for e in path.entities], [e for path in found for e in path.edges])


@router.get("/graph", responses=told(GraphOut, EDGE))
def graph(*, store: StoreDep, reply: ReplyDep, ids: Ids, filters: Filters, hops: Hops = 1, limit: Drawn = 150) -> Response:
    """The entities around these and the edges among them, and how much was left out."""
    found = lookup.subgraph(store, _named(ids), hops=hops, filters=filters, limit=limit)
    return reply.part(graph_json(found), found.entities, found.edges)


@router.get("/graph/expanded", responses=told(ExpandedOut))
def expanded(*, store: StoreDep, reply: ReplyDep, ids: Ids, around: Around, filters: Filters, hops: Hops = 1, limit: More = 25) -> Response:
    """These entities with the best-founded others around one of them; filters choose who comes, the edges among all are given."""
    part = lookup.expanded(store, _named(ids), around, hops=hops, filters=filters, limit=limit)
    dates = lookup.claim_dates(store, [entity.id for entity in part.entities], as_of=filters.as_of)
    return reply.json(graph_json(part) | {"dates": dates_json(dates)["items"]})


@router.get("/graph/dates", responses=told(DatesOut))
def graph_dates(store: StoreDep, reply: ReplyDep, ids: Ids, as_of: AsOf = None) -> Response:
    """When what is said between these entities happened and was published, a claim each."""
    return reply.json(dates_json(lookup.claim_dates(store, _named(ids), as_of=checked_date("as_of", as_of))))


def _named(ids: str) -> list[str]:
    wanted = [id_ for part in ids.split(",") if (id_ := part.strip())]
    if not 0 < len(wanted) <= MOST_IDS:
        raise BadParameter(f"ids names {len(wanted)} entities: expected between 1 and {MOST_IDS}, separated by commas")
    return wanted
