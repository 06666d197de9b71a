"""The HTTP door: REST under ``/api/v1``, health, and the explorer."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from api.filters import only_known_parameters, parameters_by_operation
from api.problems import RESPONSES, answer_with_problems
from api.routes import about, analysis, articles, cypher, edges, entities, parts, sparql
from api.routes.pages import add_pages
from api.shield import LOOPBACK, Shield
from graph.analysis import Analyst
from graph.sparql import Sparql
from graph.store import Store

__all__ = ["create_app"]

PREFIX = "/api/v1"
_LARGEST_BODY = 1_000_000


def create_app(store: Store, *, hosts: Collection[str] = LOOPBACK) -> FastAPI:
    """The app on this store, which stays the caller's to close; ``hosts`` are the names by which it may be called."""
    app = FastAPI(
        title="AI industry graph",
        summary="Who supplies, backs, buys, rivals whom in the AI industry, each edge with the sentences that it rests on.",
        version=version("ai-industry-graph"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        max_body_size=_LARGEST_BODY,
    )
    app.state.store = store
    app.state.sparql = Sparql(store)
    app.state.analyst = Analyst(store)
    rest = APIRouter(prefix=PREFIX, responses=RESPONSES, dependencies=[Depends(only_known_parameters)])
    for module in (entities, edges, articles, parts, cypher, analysis, about):
        rest.include_router(module.router)
    app.include_router(rest)
    app.include_router(sparql.router, responses=RESPONSES, dependencies=[Depends(only_known_parameters)])
    app.include_router(about.health)
    app.state.parameters = parameters_by_operation(app.openapi())
    add_pages(app)
    answer_with_problems(app)
    app.add_middleware(Shield, hosts=hosts)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
