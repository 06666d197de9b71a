"""The explorer: plain files; every screen is the same page, which reads its address."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
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
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=folder, check_dir=False), name="static")
