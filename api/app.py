"""The HTTP door: REST under ``/api/v1``, health, and the explorer."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from api.access import Access, may_query, may_read
from api.described import describe
from api.filters import only_known_parameters, parameters_by_operation
from api.problems import RESPONSES, answer_with_problems
from api.routes import about, analysis, articles, cypher, edges, entities, exports, parts, sparql
from api.routes.pages import add_pages
from api.shield import LOOPBACK, Shield
from api.watch import Figures, Hear, Watch
from graph.analysis import Analyst
from graph.sparql import Sparql
from graph.store import Store

__all__ = ["create_app"]

PREFIX = "/api/v1"


def create_app(store: Store, *, hosts: Collection[str] = LOOPBACK, access: Access | None = None, heard: Hear = list) -> FastAPI:
    """The app on this store, which stays the caller's to close.

    ``hosts`` are the names by which it may be called, ``access`` says who may come in (default: everybody who reaches it), ``heard`` what
    is known of the sources that are watched.
    """
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
    )
    app.state.store, app.state.figures, app.state.access, app.state.heard = store, Figures(heard), access or Access(), heard
    app.state.sparql, app.state.analyst = Sparql(store), Analyst(store)
    reading, querying = ([Depends(may), Depends(only_known_parameters)] for may in (may_read, may_query))
    rest = APIRouter(prefix=PREFIX)
    for module in (entities, edges, articles, parts, exports, analysis, about):
        rest.include_router(module.router, dependencies=reading)
    rest.include_router(cypher.router, dependencies=querying)
    app.include_router(rest, responses=RESPONSES)
    app.include_router(sparql.router, responses=RESPONSES, dependencies=reading)
    app.include_router(about.health)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]  # FastAPI's own way to change it
    app.state.parameters = parameters_by_operation(app.openapi())
    add_pages(app)
    answer_with_problems(app)
    app.add_middleware(Shield, hosts=hosts)
    app.add_middleware(Watch, figures=app.state.figures)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
