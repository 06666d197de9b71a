"""A server of the user's fails while it is written to: nothing is lost or doubled, and what can go on goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from graph.embedded import Connection
from graph.errors import StoreUnavailable
from graph.limits import Limits
from graph.lookup import stats
from graph.store import Store
from tests.graph.faults.server import Server, reading_only, serving
from tests.graph.relay import listening, relayed
from tests.graph.samples import corpus, emptied, many


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """An empty store on the server, which it does not start."""
    with Store(server.login, limits=Limits(retry=120)) as found:
        found.prepare()
        yield emptied(found)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_killed_while_it_is_written_to_and_comes_back_has_all_and_nothing_twice(
    server: Server, store: Store, scheme: str
) -> None:
    store.add(many(400), batch=200)
    undisturbed, counts = store.graph_hash(), stats(store)
    emptied(store)
    notices: list[str] = []
    login, uri = server.login, server.login.uri.replace("bolt", scheme)
    with (
        Store.connect(uri, user=login.user, password=login.password, notice=notices.append) as writer,
        ThreadPoolExecutor(1) as pool,
    ):
        writer.ping()
        adding = pool.submit(writer.add, many(400), batch=200)
        time.sleep(0.3)
        server.kill()
        assert not adding.done(), "it was killed too late"
        time.sleep(2)
        server.start()
        reports = adding.result(timeout=300)
    news = [{report.new for report in batch} for batch in (reports[:200], reports[200:])]
    assert news in ([{1}, {1}], [{0}, {1}], [{1}, {0}])  # 0: it was stored, and the answer was lost with the server
    assert store.graph_hash() == undisturbed
    assert stats(store) == counts
    assert len(notices) == 1
    assert notices[0].startswith(f"{uri} does not answer: start the Neo4j there")
    assert notices[0].endswith("; waiting for it, 120 s at most")


def test_a_server_that_stays_away_is_given_up_and_what_it_took_stays(server: Server, store: Store) -> None:
    store.add(corpus())
    undisturbed = store.graph_hash()
    emptied(store)
    with Store(server.login, limits=Limits(retry=2)) as writer:
        writer.add(corpus()[:3])
        server.kill()
        started = time.monotonic()
        with pytest.raises(StoreUnavailable, match=f"^{server.login.uri} does not answer: start the Neo4j there, or check the address"):
            writer.add(corpus()[3:])
        assert time.monotonic() - started >= 2
        for ask in (writer.ping, writer.graph_hash, lambda: writer.read("RETURN 1")):
            started = time.monotonic()
            with pytest.raises(StoreUnavailable, match="does not answer"):
                ask()
            assert time.monotonic() - started < 2, "who asks is told at once"
        server.start()
        assert writer.read("MATCH (a:Article) RETURN count(a) AS n").values == ((3,),)
        writer.add(corpus())
    assert store.graph_hash() == undisturbed


def test_an_article_is_taken_back_from_a_server_that_was_away_in_between(server: Server, store: Store) -> None:
    store.add(corpus()[1:])
    undisturbed = store.graph_hash()
    store.add(corpus()[:1])
    server.kill()
    server.start()
    assert store.retract(corpus()[0].article.id, reason="test").claims == 2
    assert store.graph_hash() == undisturbed


def test_a_server_that_is_too_old_is_named_with_what_would_do(server: Server) -> None:
    with Store(server.login) as store:
        version = store.version().encode()
    older = b"4.4.0".ljust(len(version), b"1")
    with (
        listening(lambda line: relayed(line, server.login.uri, lambda words: words.replace(version, older))) as port,
        Store.connect(f"bolt://127.0.0.1:{port}", user=server.login.user, password=server.login.password) as store,
        pytest.raises(StoreUnavailable) as error,
    ):
        store.prepare()
    assert str(error.value) == f"bolt://127.0.0.1:{port} runs Neo4j {older.decode()}, which is too old: name one of 5.26 or later"


@dataclass(frozen=True)
class Member:
    """A Neo4j that may only be read, and the hash of its graph."""

    bolt: str
    login: Connection
    content: str


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    home = tmp_path_factory.mktemp("member")
    with serving(home) as server, Store(server.login) as store:
        store.prepare()
        store.add(corpus())
        content, login = store.graph_hash(), server.login
    with reading_only(home) as bolt:
        yield Member(bolt, login, content)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_member_that_may_only_be_read_is_read_and_named_when_it_is_written_to(member: Member, scheme: str) -> None:
    user, password = member.login.user, member.login.password
    with Store.connect(member.bolt.replace("bolt", scheme), user=user, password=password, limits=Limits(retry=2)) as store:
        store.prepare()
        assert store.graph_hash() == member.content
        for write in (lambda: store.add(many(10)), lambda: store.retract(corpus()[0].article.id, reason="test")):
            with pytest.raises(StoreUnavailable, match=f"^{store.address} may only be read: say neo4j:// where it is a cluster"):
                write()
        assert store.graph_hash() == member.content
