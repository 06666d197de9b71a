"""The embedded store behind the doors: two programs begin it at once, and it goes on when its engine ends, by whatever cause."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from api.stores import open_store
from graph.awaited import CONNECTIONS, Awaited, soon
from graph.embedded import status, stop
from graph.errors import EngineStartFailed
from graph.lookup import entity, stats
from graph.store import Store
from tests.api.doors import Client, process_environment
from tests.graph.samples import corpus, emptied, many

ROOT = Path(__file__).parents[2]
PROGRAM = """\
import sys
from api.settings import Settings
from api.stores import open_store
from tests.graph.samples import corpus, emptied, many
print("ready", flush=True)
sys.stdin.readline()
with open_store(Settings.read(), progress=False) as store:
    store.add(corpus()[int(sys.argv[1]) :: 2])
"""
ENDLESS = "UNWIND range(1, 10000000) AS a UNWIND range(1, 10000000) AS b RETURN count(*) AS n"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A fresh home; nothing runs on it in the end."""
    found = Settings.read({"AIGRAPH_HOME": str(tmp_path_factory.mktemp("fresh") / "home"), "AIGRAPH_IDLE_SECONDS": "60"})
    yield found
    stop(found.engine)


@pytest.fixture(scope="module")
def lasting(settings: Settings) -> Iterator[Store]:
    with open_store(settings, progress=False) as store:
        store.add(corpus())
        yield store


def pid(settings: Settings) -> int:
    found = status(settings.engine).pid
    assert found is not None
    return found


def kill(settings: Settings) -> int:
    gone = pid(settings)
    os.kill(gone, signal.SIGKILL)
    return gone


def test_two_programs_that_begin_a_home_at_once_make_one_whole_graph(settings: Settings) -> None:
    environment = process_environment({"AIGRAPH_HOME": str(settings.home), "AIGRAPH_IDLE_SECONDS": "60", "PYTHONPATH": str(ROOT)})
    pipe = subprocess.PIPE
    programs = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, half], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)
        for half in "01"
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        _, complaints = program.communicate(timeout=240)
        assert (program.returncode, complaints) == (0, "")
    with open_store(settings, progress=False) as store:
        both = store.graph_hash()
        for read in corpus():
            store.retract(read.article.id, reason="test")
        store.add(corpus())
        assert store.graph_hash() == both


def test_a_backup_that_is_told_to_end_leaves_nothing_half_written(settings: Settings, tmp_path: Path) -> None:
    environment = process_environment({"AIGRAPH_HOME": str(settings.home), "PYTHONPATH": str(ROOT)})
    code = f"from api.cli import main; raise SystemExit(main(['store', 'backup', {str(tmp_path / 'graph.dump')!r}]))"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, env=environment) as program:
        until = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < until:
            time.sleep(0.02)
        assert [path.name[:12] for path in tmp_path.iterdir()] == [".graph.dump."]
        program.terminate()
        assert program.wait(timeout=60) == 143
    assert list(tmp_path.iterdir()) == []


def test_what_asks_goes_on_when_the_engine_was_killed(settings: Settings, lasting: Store) -> None:
    before, gone = lasting.graph_hash(), kill(settings)
    assert lasting.revision() > 0
    assert pid(settings) != gone
    lasting._hash = None
    assert lasting.graph_hash() == before
    assert lasting.read("RETURN 1 AS one").values == ((1,),)
    assert [user.pid for user in status(settings.engine).users] == [os.getpid()]


def test_look_ups_in_a_loop_go_on_when_the_engine_was_killed(settings: Settings, lasting: Store) -> None:
    async def ask() -> tuple[object, ...]:
        awaited = Awaited(lasting)
        look_up = partial(entity, awaited, "nvidia")
        before = await soon(look_up)
        gone = await asyncio.to_thread(kill, settings)
        found = before, *await asyncio.gather(*(soon(look_up) for _ in range(3 * CONNECTIONS))), await soon(look_up)
        assert pid(settings) != gone
        assert awaited.is_open  # on the new engine
        await awaited.leave()
        return found

    assert set(asyncio.run(ask())) == {entity(lasting, "nvidia")}


def test_what_writes_goes_on_when_the_engine_was_killed(settings: Settings, lasting: Store) -> None:
    before, claims = lasting.graph_hash(), stats(lasting).claims
    assert lasting.retract(corpus()[0].article.id, reason="test").articles
    kill(settings)
    (added,) = lasting.add(corpus()[:1])
    assert added.new == 2
    assert stats(lasting).claims == claims
    assert lasting.graph_hash() == before


def test_a_transaction_in_whose_middle_the_engine_is_killed_is_done_all_the_same(settings: Settings, lasting: Store) -> None:
    lasting.add(many(400), batch=200)
    undisturbed, counts = lasting.graph_hash(), stats(lasting)
    emptied(lasting).add(corpus())
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(lasting.add, many(400), batch=200)
        time.sleep(0.3)
        kill(settings)
        assert not adding.done(), "it was killed too late"
        new = [report.new for report in adding.result(timeout=300)]
    assert len(new) == 400
    assert [set(new[:200]), set(new[200:])] in ([{1}, {1}], [{0}, {1}], [{1}, {0}])  # 0: it was done, and the answer was lost
    assert (lasting.graph_hash(), stats(lasting)) == (undisturbed, counts)
    emptied(lasting).add(corpus())


def kill_at_work(settings: Settings, store: Store) -> None:
    """Kill the engine while it works at the endless query."""
    until = time.monotonic() + 20
    while not store.ask("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH $query RETURN 1", query=ENDLESS):
        assert time.monotonic() < until
    kill(settings)


def test_a_query_during_which_the_engine_ends_is_refused_and_everything_else_goes_on(settings: Settings, lasting: Store) -> None:
    client, before = Client(create_app(lasting)), pid(settings)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(client.send, "POST", "/api/v1/cypher", json={"statement": ENDLESS, "timeout_ms": 30_000})
        kill_at_work(settings, lasting)
        refused = asking.result(60)
    assert refused.status_code == 422
    assert refused.json()["title"] == "Query too large"
    assert "ended while the query ran, most likely because it needs more memory" in refused.json()["detail"]
    assert pid(settings) != before
    assert client.get("/readyz").json() == {"status": "ready", "sources": []}
    assert client.json("/entities/nvidia")["name"] == "Nvidia"
    assert lasting.read("RETURN 1 AS one").values == ((1,),)


def test_an_engine_that_cannot_be_started_again_is_said_and_tried_again_later(settings: Settings, lasting: Store) -> None:
    stop(settings.engine)
    temporary = settings.engine / "run" / "tmp"
    temporary.rename(temporary.with_name("elsewhere"))
    temporary.touch()  # where Java unpacks
    with pytest.raises(EngineStartFailed):
        lasting.ping()
    assert Client(create_app(lasting)).get("/readyz").status_code == 503
    temporary.unlink()
    lasting.ping()
