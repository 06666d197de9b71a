"""The HTTP door: REST under ``/api/v1``, health, and the explorer."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI

from api.access import Access
from api.described import describe
from api.filters import parameters_by_operation
from api.problems import answer_with_problems
from api.routes import about, analysis, articles, cypher, edges, entities, exports, parts, sparql
from api.routes.pages import add_pages
from api.shield import LOOPBACK, Shield
from api.watch import Figures, Hear, Watch
from graph.analysis import Analyst
from graph.sparql import Sparql
from graph.store import Store

__all__ = ["create_app"]


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
        openapi_url=None,  # it is a page of ours, which asks for a token where reading does
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.store, app.state.figures, app.state.access, app.state.heard = store, Figures(heard), access or Access(), heard
    app.state.sparql, app.state.analyst = Sparql(store), Analyst(store)
    for module in (entities, edges, articles, parts, exports, analysis, about, cypher, sparql):
        app.router.routes.extend(module.router.routes)  # not included, which would have each request looked up in router after router
    app.router.routes.extend(about.health.routes)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]  # FastAPI's own way to change it
    app.state.parameters = parameters_by_operation(app.openapi())
    add_pages(app)
    answer_with_problems(app)
    app.add_middleware(Shield, hosts=hosts)
    app.add_middleware(Watch, figures=app.state.figures)
    return app
