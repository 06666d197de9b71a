"""What can be said of the graph as a whole, and of the server."""

from __future__ import annotations

from time import time

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from api.access import may_read
from api.filters import StoreDep
from api.models import Health, Readiness, SchemaOut, StatsOut, told
from api.problems import RESPONSES
from api.routes.answers import ReplyDep
from api.routing import operation_id, rest
from api.shapes import readiness_json, schema_json, stats_json
from graph import lookup
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["health", "router"]

router = rest("about")
health = APIRouter(tags=["health"], generate_unique_id_function=operation_id)


@router.get("/schema", responses=told(SchemaOut))
def schema(reply: ReplyDep) -> Response:
    """The ontology in use: types, relations, qualifiers, statuses, each with its wording in English and French."""
    return reply.json(schema_json(ontology()))


@router.get("/stats", responses=told(StatsOut))
def stats(store: StoreDep, reply: ReplyDep) -> Response:
    """How much there is of each kind, and the hash of the graph."""
    return reply.json(stats_json(lookup.stats(store)))


@health.get("/metrics", response_class=PlainTextResponse, dependencies=[Depends(may_read)])
async def metrics(request: Request) -> Response:
    """Figures of the server in Prometheus's text format."""
    # not among the threads of those that ask the store, which may all wait
    return Response(await run_in_threadpool(request.app.state.figures.text), media_type=CONTENT_TYPE_LATEST)


@health.get("/healthz", response_model=Health)
def healthz() -> Json:
    """The server is alive."""
    return {"status": "alive"}


@health.get("/readyz", response_model=Readiness, responses={503: RESPONSES[503]})
def readyz(store: StoreDep, request: Request) -> Json:
    """The store answers; the sources that are watched are told with it where nobody needs a token."""
    store.ping()
    found = readiness_json(request.app.state.heard(), time())
    return found if request.app.state.access.open else found | {"sources": []}
