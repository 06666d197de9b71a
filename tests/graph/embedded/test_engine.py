"""The life of an engine: shared, ended when idle or told to, replaced when it died, its data kept.

The real engine takes seconds to start, so one home is used by all, and each test finds it as it is: running or not.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.embedded import Connection, attach, status, stop
from graph.embedded.filelocks import FileLock, is_held
from graph.embedded.record import Places, Record, process_start, read_record
from graph.errors import EngineStartFailed, JarDownloadFailed, StoreUnavailable
from graph.store import Store
from tests.graph.embedded.maven import served
from tests.graph.samples import corpus

ROOT = Path(__file__).parents[3]
PROGRAM = """\
import sys
from pathlib import Path
from graph.embedded import attach, status
home = Path(sys.argv[1])
with attach(home, idle_seconds=60, progress=False) as connection:
    print(status(home).pid, connection.uri, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose name no program should stumble over; nothing runs on it in the end."""
    folder = tmp_path_factory.mktemp("engine") / "données d'ici"
    yield folder
    stop(folder)
    assert status(folder).state == "stopped"


def attached(home: Path, *, idle_seconds: float = 60) -> Connection:
    return attach(home, idle_seconds=idle_seconds, progress=False)


def pid_of(home: Path) -> int:
    pid = status(home).pid
    assert pid is not None
    return pid


def happens(condition: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def program(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(home)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def test_two_programs_at_once_start_one_engine(home: Path) -> None:
    with program(home) as one, program(home) as other:
        assert one.stdout is not None
        assert other.stdout is not None
        said = [one.stdout.readline().split(), other.stdout.readline().split()]
        assert said[0] == said[1] == [str(pid_of(home)), status(home).uri]
        assert status(home).in_use
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    assert status(home).state == "running"
    assert not status(home).in_use


def test_attaching_twice_shares_the_engine_and_closing_one_leaves_it_to_the_other(home: Path) -> None:
    first, second = attached(home), attached(home)
    assert (first.uri, first.password) == (second.uri, second.password)
    pid = pid_of(home)
    first.close()
    first.close()
    assert status(home).in_use
    with Store(second) as store:
        store.ping()
    second.close()
    assert not status(home).in_use
    assert (status(home).state, pid_of(home)) == ("running", pid)


def test_attaching_to_a_running_engine_takes_no_time(home: Path) -> None:
    with attached(home):
        started = time.monotonic()
        attached(home).close()
        assert time.monotonic() - started < 1


def test_what_the_engine_keeps_is_for_its_user_alone(home: Path) -> None:
    with attached(home) as connection:
        places = Places(home.resolve())
        assert stat.S_IMODE(places.run.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in (places.connection, places.password, places.engine_lock)} == {0o600}
        assert len(connection.password) >= 24
        assert connection.password not in repr(connection) + " ".join(read_command_line(pid_of(home)))
        assert connection.uri.startswith("bolt://127.0.0.1:")


def read_command_line(pid: int) -> list[str]:
    answer = subprocess.run(["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return answer.stdout.split()


def test_an_engine_that_was_killed_is_replaced_and_its_data_kept(home: Path) -> None:
    with attached(home) as connection, Store(connection) as store:
        store.prepare()
        store.add(corpus())
        before, pid = store.graph_hash(), pid_of(home)
        os.kill(pid, signal.SIGKILL)
        places = Places(home.resolve())
        assert happens(lambda: not is_held(places.engine_lock), within=10)
        stale = read_record(places.connection)
        assert stale is not None
        assert stale.pid == pid
        assert status(home).state == "stopped"
    with attached(home) as connection, Store(connection) as store:
        assert pid_of(home) != pid
        assert store.graph_hash() == before
        assert connection.password == stale.password


def test_stopping_ends_the_engine_in_use_or_not(home: Path) -> None:
    with attached(home):
        pid = pid_of(home)
        assert stop(home)
        assert process_start(pid) is None
        assert status(home).state == "stopped"
        assert not Places(home.resolve()).connection.exists()
    assert not stop(home)


def test_an_engine_takes_the_port_of_the_last_time_again_unless_another_has_it(home: Path) -> None:
    with attached(home) as connection:
        uri, port = connection.uri, int(connection.uri.rpartition(":")[2])
    stop(home)
    with attached(home) as connection:
        assert connection.uri == uri
    stop(home)
    with socket.create_server(("127.0.0.1", port)), attached(home) as connection, Store(connection) as store:
        assert connection.uri != uri
        store.ping()


def test_an_idle_engine_ends_itself_but_not_under_a_user(home: Path) -> None:
    stop(home)
    connection = attached(home, idle_seconds=0.5)
    pid = pid_of(home)
    with Store(connection) as store:
        assert not happens(lambda: status(home).state != "running", within=1), "a lease holds it"
        store.ping()
        connection.close()
        assert not happens(lambda: status(home).state != "running", within=1), "an open connection holds it"
    assert happens(lambda: status(home).state == "stopped", within=10)
    assert process_start(pid) is None
    assert not Places(home.resolve()).connection.exists()


def test_an_engine_ends_when_its_connection_file_is_gone(home: Path) -> None:
    with attached(home, idle_seconds=1):
        Places(home.resolve()).connection.unlink()
        assert happens(lambda: status(home).state == "stopped", within=10)


@pytest.mark.parametrize("heap", ["lots", "64m", "512", "512m -version"])
def test_a_heap_that_is_none_is_said_before_anything_is_started(tmp_path: Path, heap: str) -> None:
    with pytest.raises(EngineStartFailed, match="expected a size of 128m or more") as error:
        attach(tmp_path / "home", heap=heap, progress=False)
    assert repr(heap) in str(error.value)
    assert not Places(tmp_path / "home").log.exists()


def test_a_heap_that_the_machine_does_not_have_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(EngineStartFailed, match=r"heap|memory") as error:
        attach(tmp_path / "home", heap="900000000g", progress=False)
    assert "900000000g" in str(error.value)
    assert "\n" not in str(error.value)
    assert status(tmp_path / "home").state == "stopped"


def test_jars_that_cannot_be_had_are_named_and_nothing_is_started(tmp_path: Path) -> None:
    with served({}) as repository, pytest.raises(JarDownloadFailed, match=r"the Maven repository answers 404 Not Found; expected the jar"):
        attach(tmp_path / "home", cache=tmp_path / "cache", repository=repository.url, progress=False)
    assert status(tmp_path / "home").state == "stopped"
    assert not status(tmp_path / "home").in_use


def test_a_home_that_is_a_file_or_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for impossible in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(EngineStartFailed) as error:
            attached(impossible)
        assert str(error.value).startswith(f"{impossible}: cannot be used as data folder (")
        assert str(error.value).endswith("; name a folder that you may write")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run the tests as another user")
def test_a_home_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    attachable = tmp_path / "home"
    attachable.mkdir(mode=0o500)
    with pytest.raises(EngineStartFailed, match=r"cannot be used as data folder \(Permission denied"):
        attached(attachable)


def taken(home: Path, *, port: int, pid: int, started: str) -> FileLock:
    """A home that looks as if this process ran its engine."""
    places = Places(home.resolve())
    places.run.mkdir(parents=True)
    lock = FileLock(places.engine_lock)
    lock.acquire()
    lock.write(json.dumps({"pid": pid, "started": started}))
    Record(port, pid, started, "neo4j", "secret").write(places.connection)
    return lock


def test_an_engine_that_does_not_answer_is_named_with_its_process(tmp_path: Path) -> None:
    lock = taken(tmp_path, port=1, pid=os.getpid(), started=process_start(os.getpid()) or "")
    with pytest.raises(StoreUnavailable) as error:
        attached(tmp_path)
    engine = f"{tmp_path}: its engine (process {os.getpid()}) does not answer at bolt://127.0.0.1:1"
    assert str(error.value) == f"{engine}; 'aigraph store stop' ends it, then try again"
    assert status(tmp_path).state == "busy"
    assert not status(tmp_path).in_use
    lock.release()
    assert status(tmp_path).state == "stopped"


def test_nobody_is_told_to_end_for_having_the_id_of_an_engine_that_is_gone(tmp_path: Path) -> None:
    taken(tmp_path, port=1, pid=os.getpid(), started="another start").release()
    assert status(tmp_path).pid is None
    assert not stop(tmp_path)
    assert not Places(tmp_path).connection.exists()


def test_an_engine_that_is_stopping_and_does_not_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.embedded.engine.SECONDS_TO_STOP", 0.1)
    places = Places(tmp_path.resolve())
    places.run.mkdir()
    ending = FileLock(places.lease_lock)
    ending.acquire()
    with pytest.raises(StoreUnavailable, match=r"its engine is stopping, .* has not ended after 0 s: try again later"):
        attached(tmp_path)
    ending.release()


def test_a_home_that_was_never_used_is_stopped_and_not_made(tmp_path: Path) -> None:
    assert status(tmp_path / "home").state == "stopped"
    assert not stop(tmp_path / "home")
    assert not (tmp_path / "home").exists()
