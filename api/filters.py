"""The query parameters that routes share: the filters of edges, pages, dates; and the check that no other is given."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, TypeAlias

from fastapi import Depends, Query, Request

from api.errors import BadParameter
from api.values import checked_date, checked_names, checked_types
from graph.lookup import EdgeFilter
from graph.store import Store
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = [
    "MOST_ITEMS",
    "AsOf",
    "ClaimFilters",
    "Cursor",
    "Filters",
    "Form",
    "From",
    "Limit",
    "ListFilters",
    "PathFilters",
    "Publishers",
    "Since",
    "StoreDep",
    "Stream",
    "To",
    "Types",
    "only_known_parameters",
    "parameters_by_operation",
]

MOST_ITEMS = 500
_LONGEST_VALUE = 300
_LONGEST_CURSOR = 2000

Value = Annotated[str, Query(max_length=_LONGEST_VALUE)]
Many: TypeAlias = list[Value]
Relations = Annotated[Many, Query(description="Relations, by their names in /schema; repeat it for several.")]
Types = Annotated[Many, Query(description="Types of entity; on edges, of the entity at the other end. Repeat it for several.")]
Certainties = Annotated[Many, Query(description="Certainties: asserted, reported, denied. Repeat it for several.")]
Phases = Annotated[Many, Query(description="Phases: current, planned, ended. Repeat it for several.")]
Publishers = Annotated[Many, Query(description="Publishers of an article that says it. Repeat it for several.")]
Direction = Annotated[str | None, Query(description="'out': the entity is the subject; 'in': the object. Symmetric relations pass either.")]
Confidence = Annotated[float | None, Query(ge=0, le=1, allow_inf_nan=False, description="At least this confidence.")]
Sources = Annotated[int | None, Query(ge=0, le=1_000_000, description="At least so many independent publishers.")]
From = Annotated[str | None, Query(alias="from", description="Published on or after this date (2024, 2024-07 or 2024-07-27).")]
To = Annotated[str | None, Query(alias="to", description="Published on or before this date; 2024 includes all of 2024.")]
Since = Annotated[str | None, Query(description="Published on or after this date (2024, 2024-07 or 2024-07-27).")]
Until = Annotated[str | None, Query(description="Published on or before this date; 2024 includes all of 2024.")]
AsOf = Annotated[str | None, Query(description="As it stood when only what was published by this date was known.")]
Cursor = Annotated[str | None, Query(max_length=_LONGEST_CURSOR, description="'next' of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="At most so many items.")]
Form = Annotated[
    str | None,
    Query(alias="format", description="The form of the answer; it goes before the header Accept."),
]
Stream = Annotated[
    Literal["csv", "ndjson"] | None, Query(description="Everything from here on, streamed in this form; it goes before format and limit.")
]


async def _store(request: Request) -> Store:
    store: Store = request.scope.get("store") or request.app.state.store
    return store


StoreDep = Annotated[Store, Depends(_store)]


async def _common_filter(
    *,
    relation: Relations = [],
    type: Types = [],
    certainty: Certainties = [],
    phase: Phases = [],
    min_confidence: Confidence = None,
    publisher: Publishers = [],
    as_of: AsOf = None,
) -> EdgeFilter:
    """What every question about edges or claims may ask for; raises BadParameter that names the value and what there is."""
    terms = ontology()
    return EdgeFilter(
        relation=checked_names("relation", relation, terms.relations),
        type=checked_types(type),
        certainty=checked_names("certainty", certainty, terms.certainties),
        phase=checked_names("phase", phase, terms.phases),
        min_confidence=min_confidence,
        publisher=tuple(publisher),
        as_of=checked_date("as_of", as_of),
    )


CommonFilters = Annotated[EdgeFilter, Depends(_common_filter)]


async def _claim_filter(common: CommonFilters, since: From = None, until: To = None) -> EdgeFilter:
    """The same with dates."""
    return replace(common, since=checked_date("from", since), until=checked_date("to", until))


ClaimFilters = Annotated[EdgeFilter, Depends(_claim_filter)]


async def _list_filter(claims: ClaimFilters, min_sources: Sources = None) -> EdgeFilter:
    """The same for lists of edges that are not seen from an entity: a type is of either end."""
    return replace(claims, min_sources=min_sources)


ListFilters = Annotated[EdgeFilter, Depends(_list_filter)]


async def _edge_filter(edges: ListFilters, direction: Direction = None) -> EdgeFilter:
    """The same for edges that are seen from an entity."""
    checked_names("direction", [direction] if direction is not None else [], ("out", "in"))
    return replace(edges, direction=direction)


async def _path_filter(common: CommonFilters, min_sources: Sources = None, since: Since = None, until: Until = None) -> EdgeFilter:
    """The same for paths, where ``from`` and ``to`` are the two ends, and edges are followed both ways."""
    return replace(common, min_sources=min_sources, since=checked_date("since", since), until=checked_date("until", until))


Filters = Annotated[EdgeFilter, Depends(_edge_filter)]
PathFilters = Annotated[EdgeFilter, Depends(_path_filter)]


def parameters_by_operation(described: Json) -> dict[str, list[str]]:
    """The names of the query parameters of each operation of an OpenAPI description, by the operation's id."""
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    return {o["operationId"]: [p["name"] for p in o.get("parameters", ()) if p["in"] == "query"] for o in operations}


async def only_known_parameters(request: Request) -> None:
    """Refuse a parameter that the route does not take; what it takes is what OpenAPI says."""
    if not request.scope["query_string"]:
        return
    known = request.app.state.parameters[request.scope["route"].name]
    for name in request.query_params:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise BadParameter(f"unknown parameter {name[:60]!r} of {request.url.path}: {takes}")
