"""The pages: the explorer, plain files, every screen the same page, which reads its address; and the API described for people."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader
from starlette.staticfiles import StaticFiles

__all__ = ["FOLDER", "add_pages"]

FOLDER = Path(__file__).parent.parent / "explorer"
SCREENS = ("/", "/e/{id}", "/g", "/r/{id}", "/p", "/c", "/about")


def add_pages(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serve the explorer's page at each screen's address, and its files below ``/static``."""
    router = APIRouter(include_in_schema=False)

    async def page() -> FileResponse:
        return FileResponse(folder / "index.html")

    for screen in SCREENS:
        router.add_api_route(screen, page, methods=["GET", "HEAD"])
    router.add_api_route("/docs", _described, methods=["GET"])
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=folder, check_dir=False), name="static")


def _described(request: Request) -> HTMLResponse:
    """What OpenAPI says, as one page without scripts: the policy of the server lets nothing in from elsewhere."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return HTMLResponse(templates.get_template("docs.html").render(api=request.app.openapi()))
