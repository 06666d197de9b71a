"""Serving: only to this machine, on a port that is free, and for real in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.errors import CannotServe
from api.routes.pages import SCREENS, add_pages
from api.serving import address_of, bind
from graph.store import Store
from tests.api.doors import PROGRAM, Client, process_environment


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - refused
def test_nothing_is_served_to_other_machines_without_tokens(host: str) -> None:
    with pytest.raises(CannotServe, match="needs tokens"):
        bind(host, 0)


@pytest.mark.parametrize("host", ["example.org", "", "1.2.3"])
def test_what_is_no_address_is_named(host: str) -> None:
    with pytest.raises(CannotServe, match="no address to listen on"):
        bind(host, 0, tokens=True)


def test_with_tokens_it_listens_elsewhere_too() -> None:
    with bind("0.0.0.0", 0, tokens=True) as door:  # noqa: S104 - that is the question
        assert door.getsockname()[1]


def test_a_port_in_use_is_named_with_a_remedy() -> None:
    with bind("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with pytest.raises(CannotServe) as error:
            bind("localhost", port)
    assert str(error.value) == f"port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port {port + 1}"


def test_the_address_is_one_for_a_browser() -> None:
    with bind("localhost", 0) as door:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address_of(door))


def test_answers_are_sent_without_delay() -> None:
    with bind("127.0.0.1", 0) as door:
        assert door.proto == socket.IPPROTO_TCP


def test_a_port_that_may_not_be_used_is_named() -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may use every port")
    with pytest.raises(CannotServe, match="cannot be listened on"):
        bind("127.0.0.1", 1)


def test_every_screen_is_the_same_page_and_files_are_below_static(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>é</title>", encoding="utf-8")
    (tmp_path / "main.js").write_text("export const x = 1;", encoding="utf-8")
    app = FastAPI()
    add_pages(app, tmp_path)
    client = Client(app)
    for screen in SCREENS:
        response = client.get(screen.replace("{id}", "nvidia"))
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "é" in response.text
        assert client.send("HEAD", screen.replace("{id}", "nvidia")).status_code == 200
    assert "javascript" in client.get("/static/main.js").headers["content-type"]
    for nothing in ("/static/nope.js", "/static/../index.html", "/static/%2e%2e/index.html", "/x/nvidia"):
        assert client.get(nothing).status_code == 404


@pytest.fixture
def served(told: Store, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address."""
    assert told.revision()
    settings, pipe = process_environment(environment), subprocess.PIPE
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it, and so would the child
    with subprocess.Popen([PROGRAM, "serve", "--port", "0"], stdout=pipe, stderr=pipe, text=True, env=settings) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield process, found[0]
        process.kill()


def test_the_program_serves_until_it_is_interrupted(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    with httpx.Client(base_url=address, trust_env=False) as client:
        assert client.get("/readyz").json() == {"status": "ready", "sources": []}
        assert client.get("/api/v1/entities/nvidia").json()["name"] == "Nvidia"
        assert "server" not in client.get("/healthz").headers
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=15) == 130
    assert process.stderr is not None
    assert process.stderr.read() == ""
    port = int(address.rpartition(":")[2])
    with socket.socket() as door:
        assert door.connect_ex(("127.0.0.1", port)) != 0
