"""A client of the app, and what a run of the program gave."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

PROGRAM = Path(sys.executable).with_name("aigraph")


@dataclass(frozen=True)
class Client:
    """Sends requests to an app in this process."""

    app: ASGIApp
    base: str = "http://127.0.0.1:8000"

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.request(method, url, **options)

        return asyncio.run(answer())

    def get(self, url: str, **parameters: Any) -> httpx.Response:  # noqa: ANN401 - any value
        return self.send("GET", url, params=parameters or None)

    def json(self, path: str, **parameters: Any) -> Any:  # noqa: ANN401 - any JSON
        response = self.get(f"/api/v1{path}", **parameters)
        assert response.status_code == 200, response.text
        return response.json()


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def process_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program that has these settings and no other, but for the options of its engine's Java."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIGRAPH_") or name == "AIGRAPH_JAVA_OPTIONS"}
    return kept | dict(settings)


def run_program(*arguments: str, settings: Mapping[str, str], text: str = "") -> Ran:
    """The installed program in a process of its own."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=process_environment(settings),
        input=text,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
