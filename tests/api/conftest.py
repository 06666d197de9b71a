"""The doors on the tests' store: a client of the app, and the program run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.app import create_app
from api.cli import main
from graph.store import Login, Store
from tests.api.doors import Client, Ran
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
