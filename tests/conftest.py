"""What many folders of tests share: one embedded engine for the whole run, and a store on it that is emptied for each test."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from graph.embedded import Connection, attach, stop
from graph.store import Login, Store
from tests.graph.samples import emptied

SERVER = os.environ.get("AIGRAPH_TEST_STORE")
"""A server of one's own to hold the contract too: ``neo4j://user:password@host:port``; everything in it is deleted."""

CALENDAR = Path(__file__).parent / "graph" / "store" / "calendar.lock"
"""The jars of the current calendar release of Neo4j; the program brings the LTS along."""
# Engines that live for seconds are not worth the second compiler: those of programs, and of tests.
os.environ.setdefault("AIGRAPH_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
(attach.__kwdefaults__ or {})["java_options"] = os.environ["AIGRAPH_JAVA_OPTIONS"]
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in a shell's job in the background, and so in all programs that it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)
ON_BOTH = ("test_store_contract", "test_cypher", "test_cypher_door", "test_lookup", "test_preparing")
"""What depends on the release; the others ask what our side and the driver do."""


@dataclass(frozen=True)
class ServerLogin:
    uri: str
    user: str
    password: str


def server_login() -> ServerLogin:
    """How to reach the server of :data:`SERVER`."""
    parts = urlsplit(SERVER or "")
    address = f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}"
    return ServerLogin(address, unquote(parts.username or "neo4j"), unquote(parts.password or ""))


@pytest.fixture(scope="session")
def program_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that AIGRAPH_HOME names for programs that share the tests' engine."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def embedded_login(program_home: Path) -> Iterator[Connection]:
    engine = program_home / "store"
    connection = attach(engine, idle_seconds=60, progress=False)
    yield connection
    connection.close()
    stop(engine)


@pytest.fixture(scope="session")
def calendar_login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home = tmp_path_factory.mktemp("calendar")
    with attach(home, idle_seconds=60, progress=False, lock=CALENDAR) as connection:
        yield connection
    stop(home)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which stores a test is run on.

    There is one fixture ``login`` for all folders: one that a folder overrides leaves ``prepared`` on the store of the other.
    """
    if "login" in metafunc.fixturenames:
        calendar = ["calendar"] if metafunc.module.__name__.rpartition(".")[2] in ON_BOTH else []
        metafunc.parametrize("login", ["embedded", *calendar, *(["server"] if SERVER else [])], indirect=True, scope="session")


@pytest.fixture(scope="session")
def login(request: pytest.FixtureRequest) -> Login:
    if request.param == "server":
        return server_login()
    found: Connection = request.getfixturevalue(f"{request.param}_login")
    return found


@pytest.fixture(scope="session")
def prepared(login: Login) -> Iterator[Store]:
    with Store(login) as store:
        store.prepare()
        yield store


@pytest.fixture
def store(prepared: Store) -> Store:
    """An empty store."""
    return emptied(prepared)
