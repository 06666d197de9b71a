"""The pages: the explorer, plain files, every screen the same page, which reads its address; and the API described for people."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import may_read
from api.forms.asked import preferred
from api.together import together

__all__ = ["FOLDER", "add_pages"]

FOLDER = Path(__file__).parent.parent / "explorer"
_FOR = {"json": "application/json", "html": "text/html"}
_PROGRAMS = ("/api/", "/static/")
SCREENS = ("/", "/e/{id}", "/g", "/r/{id}", "/p", "/c", "/about")


def add_pages(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serve the explorer's page at each screen's address, its files below ``/static``, and there all its modules as one."""
    router = APIRouter(include_in_schema=False)

    async def page() -> FileResponse:
        return FileResponse(folder / "index.html")

    for screen in SCREENS:
        router.add_api_route(screen, page, methods=["GET", "HEAD"])
    for path, described in (("/docs", _for_people), ("/api/v1/openapi.json", _for_programs)):
        router.add_api_route(path, described, methods=["GET"], dependencies=[Depends(may_read)])
    app.router.routes.extend(router.routes)
    app.router.default = _Nowhere(folder / "index.html", otherwise=app.router.default)
    app.add_route("/static/explorer.js", partial(_script, together(folder, "main.js")))
    app.mount("/static", StaticFiles(directory=folder, check_dir=False), name="static")


async def _script(text: str, request: Request) -> Response:
    tag = f'"{sha256(text.encode()).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"etag": tag})
    return Response(text, media_type="text/javascript", headers={"etag": tag})


class _Nowhere:
    """At an address that nobody knows, people get the explorer's page, which says so; programs the problem."""

    def __init__(self, page: Path, *, otherwise: ASGIApp) -> None:
        self.page = page
        self.otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = Headers(scope=scope).get("accept", "") if scope["type"] == "http" else ""
        people = scope.get("method") == "GET" and preferred(asked or "application/json", _FOR) == "html"
        if people and not scope["path"].startswith(_PROGRAMS):
            await FileResponse(self.page, status_code=HTTPStatus.NOT_FOUND)(scope, receive, send)
        else:
            await self.otherwise(scope, receive, send)


def _for_programs(request: Request) -> JSONResponse:
    """The description of the API."""
    return JSONResponse(request.app.openapi())


def _for_people(request: Request) -> HTMLResponse:
    """What OpenAPI says, as one page without scripts: the policy of the server lets nothing in from elsewhere."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return HTMLResponse(templates.get_template("docs.html").render(api=request.app.openapi()))
