"""A real browser on the explorer: Debian's Chromium, driven by playwright, and everything it complains of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, expect, sync_playwright

from api.serving import bind

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SECONDS_TO_START = 10.0
expect.set_options(timeout=20_000)  # the first queries of an engine on a busy machine take longer than the usual 5 s


def chromium() -> str:
    """The path of a Chromium; skips the test, saying what would bring one, where there is none."""
    found = os.environ.get("AIGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here: `apt-get install chromium`, or name one in AIGRAPH_CHROMIUM=/path")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of loopback, in a thread; gives its address."""
    door = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join(_SECONDS_TO_START)
    door.close()


@dataclass
class Visit:
    """A page of the explorer, what it asked for, and what went wrong in it."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("console", self._console)

    def _request(self, request: Request) -> None:
        self.asked.append(f"{request.method} {request.url}")
        if not request.url.startswith((f"{self.base}/", "data:")):
            self.wrong.append(f"off loopback: {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.wrong.append(message.text)

    def open(self, path: str) -> Page:
        """Go to a screen and wait until it stands."""
        self.page.goto(self.base + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing is loading and the graph, if there is one in sight, rests."""
        self.page.wait_for_selector("main > *:not(.waiting):not(noscript)")
        self.page.wait_for_selector(".waiting, .busy", state="detached")
        if self.page.locator("canvas:visible").count():
            self.page.wait_for_selector("canvas[data-settled=yes]")

    @property
    def canvas(self) -> Locator:
        """The graph."""
        return self.page.locator("canvas")

    def drawn(self) -> list[str]:
        """The ids of the edges on the canvas."""
        found: list[str] = self.canvas.evaluate("canvas => canvas.view.scene.edges.map(({ id }) => id)")
        return found

    def places(self) -> dict[str, list[float]]:
        """Where each entity stands in the plane."""
        found: dict[str, list[float]] = self.canvas.evaluate(
            "canvas => Object.fromEntries(canvas.view.scene.nodes.map(({ id, x, y }) => [id, [x, y]]))"
        )
        return found

    def click_on_canvas(self, id_: str) -> None:
        """Click on an entity, or on the middle of an edge."""
        box = self.canvas.bounding_box()
        at = self.canvas.evaluate("(canvas, id) => canvas.view.whereIs(id)", id_)
        assert box, "there is no canvas in sight"
        assert at, f"{id_} is not drawn"
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
