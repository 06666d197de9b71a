"""The contract holds on both lines of Neo4j: the LTS that the program brings along, and the current calendar release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded import Connection, attach, stop
from graph.store import Login
from tests.conftest import SERVER, server_login

CALENDAR = Path(__file__).with_name("calendar.lock")
ON_BOTH = ("test_store_contract", "test_cypher", "test_lookup", "test_preparing")
"""What depends on the release; the others ask what our side and the driver do."""


@pytest.fixture(scope="session")
def calendar_login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home = tmp_path_factory.mktemp("calendar")
    with attach(home, idle_seconds=60, progress=False, lock=CALENDAR) as connection:
        yield connection
    stop(home)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "login" in metafunc.fixturenames:
        calendar = ["calendar"] if metafunc.module.__name__.rpartition(".")[2] in ON_BOTH else []
        metafunc.parametrize("login", ["embedded", *calendar, *(["server"] if SERVER else [])], indirect=True, scope="session")


@pytest.fixture(scope="session")
def login(request: pytest.FixtureRequest) -> Login:
    if request.param == "server":
        return server_login()
    found: Connection = request.getfixturevalue(f"{request.param}_login")
    return found
