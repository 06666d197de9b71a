"""SPARQL, by the protocol of the W3C (https://www.w3.org/TR/sparql11-protocol/): queries alone, nothing writes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.errors import BadParameter
from api.forms.asked import preferred
from api.problems import described
from api.routing import rest
from graph.errors import QueryRefused
from graph.sparql import BINDINGS, TRIPLES, Sparql, kind_of

__all__ = ["router"]

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_SPOKEN = {"contentMediaType": _QUERY}
"""What OpenAPI can say of the language; a text that is not of it is a 400."""
_FIELDS = 100
_LONGEST = 20_000
_LONGEST_TIMEOUT = 30_000
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_JSON: dict[str, Any] = {"schema": {"type": ["object", "array"]}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, in the form that Accept asks for.",
        "content": {media: _JSON if media.endswith("json") else _TEXT for media in (*BINDINGS.values(), *TRIPLES.values())},
    }
}
_IRI: dict[str, Any] = {"type": "string", "format": "iri"}
"""What a schema can say of an address; one that is none is a 400."""
_ASKED_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": _LONGEST} | _SPOKEN
_ASKED = {
    "type": "object",
    "required": ["query"],
    "additionalProperties": False,
    "properties": {
        "query": _ASKED_TEXT | {"examples": ["ASK { :nvidia aig:supplies :tesla }"]},
        "default-graph-uri": {"type": "array", "items": _IRI},
        "named-graph-uri": {"type": "array", "items": _IRI},
    },
}
_BODY = {"requestBody": {"required": True, "content": {_QUERY: {"schema": _ASKED_TEXT}, _FORM: {"schema": _ASKED}}}}

_REFUSED = described(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

router = rest("sparql", "")
Asked = Annotated[
    str,
    Query(
        min_length=1,
        max_length=_LONGEST,
        description="A query in SPARQL 1.1; what is none is a 400.",
        examples=["SELECT * { :nvidia aig:supplies ?who }"],
        json_schema_extra=_SPOKEN,
    ),
]
Iri = Annotated[str, Field(json_schema_extra=_IRI)]
Graphs = Annotated[list[Iri], Query(alias="default-graph-uri", max_length=_FIELDS, description="Graphs to ask in place of all of them.")]
Named = Annotated[list[Iri], Query(alias="named-graph-uri", max_length=_FIELDS, description="Graphs that GRAPH may name.")]
Timeout = Annotated[int, Query(ge=1, le=_LONGEST_TIMEOUT, description="Milliseconds until the query is ended.")]


@router.get("/sparql", response_class=Response, responses=_ANSWERS)
def sparql(request: Request, query: Asked, default_graphs: Graphs = [], named_graphs: Named = [], timeout_ms: Timeout = 5000) -> Response:
    """Ask the graph in SPARQL; the prefixes aig, dcterms, oa, prov, rdf, rdfs, skos, xsd, and the empty one for entities, are known."""
    return _answer(request, query, default_graphs, named_graphs, timeout_ms)


@router.post("/sparql", response_class=Response, responses=_ANSWERS | _REFUSED, openapi_extra=_BODY)
async def sparql_post(request: Request, default_graphs: Graphs = [], named_graphs: Named = [], timeout_ms: Timeout = 5000) -> Response:
    """The same with the query as the body, or in a form."""
    body = (await request.body()).decode("utf-8", "replace")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == _QUERY:
        return await run_in_threadpool(_answer, request, body, default_graphs, named_graphs, timeout_ms)
    if media_type == _UPDATE:
        raise QueryRefused("an update writes: SPARQL only reads here; articles are added by 'aigraph ingest'")
    if media_type != _FORM:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"the body is {media_type[:60]!r}: expected {_QUERY} or {_FORM}")
    fields = _fields(body)
    query, default_graphs, named_graphs = fields["query"][0], fields["default-graph-uri"], fields["named-graph-uri"]
    return await run_in_threadpool(_answer, request, query, default_graphs, named_graphs, timeout_ms)


def _fields(body: str) -> dict[str, list[str]]:
    """What a form says; raises BadParameter for what it may not, or must, say."""
    fields: dict[str, list[str]] = {"query": [], "default-graph-uri": [], "named-graph-uri": []}
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise BadParameter(f"the form cannot be read ({error}): expected query=… and at most {_FIELDS} fields") from error
    for name, value in pairs:
        if name == "update":
            raise QueryRefused("an update writes: SPARQL only reads here; articles are added by 'aigraph ingest'")
        if name not in fields:
            raise BadParameter(f"unknown field {name[:60]!r} of the form: it takes {', '.join(fields)}")
        fields[name].append(value)
    if len(fields["query"]) != 1:
        raise BadParameter(f"the form has {len(fields['query'])} queries: expected one field 'query'")
    return fields


def _answer(request: Request, query: str, default_graphs: list[str], named_graphs: list[str], timeout_ms: int) -> Response:
    forms = kind_of(query)
    form = preferred(request.headers.get("accept", ""), forms)
    if form is None:
        raise HTTPException(
            HTTPStatus.NOT_ACCEPTABLE, f"this query is answered as {', '.join(forms.values())}: ask for one of them in Accept"
        )
    asking: Sparql = request.app.state.sparql
    answer = asking.ask(query, form, timeout=timeout_ms / 1000, default_graphs=default_graphs, named_graphs=named_graphs)
    return Response(answer.body, media_type=answer.media_type, headers={"Vary": "Accept"})
