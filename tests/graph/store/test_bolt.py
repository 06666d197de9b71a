"""What goes wrong between us and a Neo4j is said in one line that names the address and the remedy."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from neo4j.exceptions import AuthError, DatabaseError, IncompleteCommit, Neo4jError, ServiceUnavailable, TransientError

from graph.bolt import said_plainly
from graph.errors import QueryTooLarge, StoreError, StoreFull, StoreUnavailable
from graph.limits import Limits
from graph.link import Login
from graph.remedies import EMBEDDED
from graph.store import Store
from tests.graph.samples import corpus


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"bolt://127.0.0.1:{taken.getsockname()[1]}"


def message(error: pytest.ExceptionInfo[StoreError]) -> str:
    words = str(error.value)
    assert "\n" not in words
    return words


def test_a_server_that_is_down_is_named_at_once(nobody: str) -> None:
    started = time.monotonic()
    with Store.connect(nobody, user="neo4j", password="secret") as store:  # noqa: S106 - nobody's
        with pytest.raises(StoreUnavailable) as error:
            store.ping()
        assert message(error).startswith(f"{nobody} does not answer: start the Neo4j there, or check the address")
        with pytest.raises(StoreUnavailable):
            store.add(corpus())
        with pytest.raises(StoreUnavailable):
            store.read("RETURN 1")
        with pytest.raises(StoreUnavailable):
            list(store.claims())
    assert time.monotonic() - started < 8
    assert "secret" not in message(error)


def test_a_wrong_password_is_named(login: Login) -> None:
    with Store.connect(login.uri, user=login.user, password="wrong") as store, pytest.raises(StoreUnavailable) as error:  # noqa: S106 - wrong
        store.ping()
    assert message(error).startswith(f"{login.uri} refuses the login: check the user and the password")


def test_a_token_that_is_not_taken_is_named(login: Login) -> None:
    with Store(login, token="of-nobody") as store, pytest.raises(StoreUnavailable) as error:  # noqa: S106 - nobody's
        store.ping()
    assert message(error).startswith(f"{login.uri} refuses the login: check")
    assert "of-nobody" not in message(error)


def test_the_routing_scheme_of_clusters_and_aura_finds_a_single_server(login: Login) -> None:
    with Store.connect(login.uri.replace("bolt:", "neo4j:"), user=login.user, password=login.password, database="neo4j") as store:
        store.ping()
        store.prepare()
        assert store.read("RETURN 1 AS one").values == ((1,),)


def test_the_limits_are_the_drivers(login: Login) -> None:
    limits = Limits(connections=2, connect=3, wait=1, retry=4)
    with Store(login, limits=limits) as store:
        config = store._link.driver._pool.pool_config
        assert (config.max_connection_pool_size, config.connection_timeout) == (2, 3)
        with store._session() as one, store._session() as other:
            for session in (one, other):
                session.begin_transaction().run("RETURN 1").consume()
            started = time.monotonic()
            with pytest.raises(StoreUnavailable):
                store.ping()
            assert time.monotonic() - started < 5


def test_an_unknown_database_is_named(login: Login) -> None:
    with Store(login, database="nope") as store, pytest.raises(StoreUnavailable) as error:
        store.ping()
    assert message(error).startswith(f"{login.uri} has no database 'nope': create it, or name another")


@pytest.mark.parametrize(
    "uri", ["http://localhost", "localhost:7687", "", "bolt://", "bolt://x:y", "bolt://x:0", "bolt://[::1", "neo4j://h:99999999"]
)
def test_what_is_no_address_is_named(uri: str) -> None:
    with pytest.raises(StoreUnavailable) as error, Store.connect(uri, user="a", password="b") as store:  # noqa: S106 - nobody's
        store.ping()
    assert uri in message(error)


def of_server(code: str, words: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message=words)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (of_server("Neo.DatabaseError.Transaction.TransactionCommitFailed", "No space left on device"), StoreFull, "make room"),
        (of_server("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "The memory pool limit…"), QueryTooLarge, "more memory"),
        (of_server("Neo.TransientError.Database.DatabaseUnavailable", "It is not available"), StoreUnavailable, "does not let us"),
        (of_server("Neo.ClientError.Security.Forbidden", "Executing admin procedure is not allowed"), StoreUnavailable, "does not let us"),
        (of_server("Neo.ClientError.Cluster.NotALeader", "No longer the leader"), StoreUnavailable, "may only be read: say neo4j://"),
        (of_server("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "read-only"), StoreUnavailable, "may only be read: say neo4j://"),
        (of_server("Neo.DatabaseError.General.UnknownError", "Something\nbroke"), StoreError, "failed: Something broke"),
    ],
    ids=lambda value: getattr(value, "code", None) or str(value),
)
def test_what_the_server_says_is_told_in_our_words(error: Neo4jError, kind: type[StoreError], words: str) -> None:
    assert isinstance(error, DatabaseError | TransientError | Neo4jError)
    with pytest.raises(kind, match=words) as raised, said_plainly("bolt://here", None):
        raise error
    assert type(raised.value) is kind
    assert "bolt://here" in message(raised)
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ServiceUnavailable("Connection refused"), "has ended or hangs: try again, which starts it"),
        (IncompleteCommit("in a commit"), "ended while a change was made: it is there whole or not at all, so try again"),
        (AuthError("The client is unauthorized"), "'aigraph store stop' ends it, and the next start puts it right"),
        (of_server("Neo.TransientError.Database.DatabaseUnavailable", "It is not available"), "'aigraph store stop', then try again"),
        (of_server("Neo.DatabaseError.General.UnknownError", "No space left on device"), "a folder elsewhere in AIGRAPH_HOME"),
        (of_server("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "limit"), "more memory than the embedded Neo4j has"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_embedded_one_has_remedies_of_its_own(error: Exception, words: str) -> None:
    with pytest.raises(StoreError, match=words) as raised, said_plainly("bolt://here", None, EMBEDDED):
        raise error
    assert "start the Neo4j there" not in message(raised)
    assert "check the" not in message(raised)


def test_a_store_that_was_restarted_answers_again_without_being_made_again(store: Store) -> None:
    store.add(corpus()[:1])
    for connection in [c for c in store._link.driver._pool.connections.values() for c in c]:  # as if the server had gone
        connection.socket._socket.close()
    assert store.revision() > 0
