from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import pytest

from graph.embedded import Connection, attach, stop
from graph.store import Login, Store
from tests.graph.samples import emptied

SERVER = os.environ.get("AIGRAPH_TEST_STORE")
"""A server of one's own to hold the contract too: ``neo4j://user:password@host:port``; everything in it is deleted."""


@dataclass(frozen=True)
class ServerLogin:
    uri: str
    user: str
    password: str


@pytest.fixture(scope="session")
def embedded_login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home = tmp_path_factory.mktemp("engine")
    connection = attach(home, idle_seconds=60, progress=False)
    yield connection
    connection.close()
    stop(home)


@pytest.fixture(scope="session", params=("embedded", "server") if SERVER else ("embedded",))
def login(request: pytest.FixtureRequest) -> Login:
    if request.param == "embedded":
        found: Connection = request.getfixturevalue("embedded_login")
        return found
    parts = urlsplit(SERVER or "")
    address = f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}"
    return ServerLogin(address, unquote(parts.username or "neo4j"), unquote(parts.password or ""))


@pytest.fixture(scope="session")
def prepared(login: Login) -> Iterator[Store]:
    with Store(login) as store:
        store.prepare()
        yield store


@pytest.fixture
def store(prepared: Store) -> Store:
    """An empty store."""
    return emptied(prepared)
