"""The life of an engine: shared, ended when idle or told to, replaced when it died, its data kept.

The real engine takes seconds to start, so one home is used by all, and each test finds it as it is: running or not.
"""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded import status, stop
from graph.embedded.filelocks import is_held
from graph.embedded.record import Places, process_start, read_record
from graph.store import Store
from tests.graph.embedded.engines import attached, happens, pid_of
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
