"""The doors on the tests' store: a client of the app, and the program run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from api.app import create_app
from api.cli import main
from graph.store import Login, Store
from tests.api.browsing import Visit, browser, served
from tests.api.doors import Client, Ran
from tests.api.exploring import more
from tests.graph.samples import corpus, emptied


@pytest.fixture(scope="module")
def told(prepared: Store) -> Store:
    """The store with the corpus, for modules that only ask."""
    emptied(prepared).add(corpus())
    return prepared


@pytest.fixture(scope="module")
def client(told: Store) -> Client:
    return Client(create_app(told))


@pytest.fixture
def environment(login: Login, tmp_path: Path) -> dict[str, str]:
    """The settings that lead a program to the tests' store."""
    return {
        "AIGRAPH_STORE": login.uri,
        "AIGRAPH_USER": login.user,
        "AIGRAPH_PASSWORD": login.password,
        "AIGRAPH_HOME": str(tmp_path / "home"),
    }


@pytest.fixture
def run(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the program in this process."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return ran


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Of a module, not of the session: while it is open, nothing else in this process can run an event loop."""
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(prepared: Store) -> Store:
    emptied(prepared).add([*corpus(), *more()])
    return prepared


@pytest.fixture(scope="module")
def site(filled: Store, chrome: Browser) -> Iterator[str]:  # noqa: ARG001 - no server where there is no browser
    with served(create_app(filled)) as address:
        yield address


@pytest.fixture
def visit(site: str, chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit in English at 1280 × 800, unless a parameter says otherwise; at its end nothing may have gone wrong."""
    options: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
    context = chrome.new_context(**options | getattr(request, "param", {}))
    visit = Visit(context.new_page(), site)
    yield visit
    context.close()
    assert visit.wrong == []
