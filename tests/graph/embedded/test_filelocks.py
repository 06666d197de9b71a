"""Locks: one holder or many readers, freed by the kernel when their holder dies."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.embedded import filelocks
from graph.embedded.filelocks import FileLock, exclusive, is_held, require_posix
from graph.errors import EngineStartFailed, StoreUnavailable

HOLDER = "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
WAITER = "import sys; print('here', flush=True); sys.stdin.read()"


@contextmanager
def program(code: str, *arguments: str, says: str) -> Iterator[subprocess.Popen[str]]:
    """A program of ours that has said its word, and ends with the block."""
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, close_fds=False) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == f"{says}\n"
        yield running
        running.kill()


def test_an_exclusive_lock_has_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = FileLock(path), FileLock(path)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_a_shared_lock_has_many_holders_and_keeps_out_who_wants_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    readers = [FileLock(path, shared=True) for _ in range(3)]
    assert all(reader.acquire() for reader in readers)
    alone = FileLock(path)
    assert not alone.acquire()
    for reader in readers:
        reader.release()
    assert alone.acquire()
    assert not readers[0].acquire()
    alone.release()


def test_releasing_twice_is_harmless(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.release()
    assert lock.acquire()
    lock.release()
    lock.release()
    assert not is_held(lock.path)


def test_who_waits_gives_up_in_time(tmp_path: Path) -> None:
    held, waiting = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    held.acquire()
    started = time.monotonic()
    assert not waiting.acquire(seconds=0.2)
    assert 0.2 <= time.monotonic() - started < 2
    held.release()


def test_is_held_sees_only_exclusive_holders(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    assert not path.exists()
    reader, writer = FileLock(path, shared=True), FileLock(path)
    reader.acquire()
    assert not is_held(path)
    reader.release()
    writer.acquire()
    assert is_held(path)
    writer.release()
    assert not is_held(path)


def test_exclusive_names_the_file_it_could_not_have(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        exclusive(path, seconds=0),
        pytest.raises(StoreUnavailable, match=r"lock is still locked by another program after 0 s"),
        exclusive(path, seconds=0),
    ):
        pytest.fail("two had it")
    assert not is_held(path)


def test_exclusive_lets_go_when_what_it_guards_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "lock", seconds=0):
        _ = 1 / 0
    assert not is_held(tmp_path / "lock")


def test_a_note_is_read_by_those_who_find_the_file_locked(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.write("not mine")
    lock.acquire()
    lock.write("a long note")
    lock.write("note")
    assert lock.path.read_text(encoding="utf-8") == "note"
    lock.release()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.acquire()
    assert stat.S_IMODE(lock.path.stat().st_mode) == 0o600
    lock.release()


def test_a_child_process_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.acquire()
    with program(WAITER, says="here"):
        lock.release()
        assert not is_held(lock.path)


def test_the_kernel_frees_the_lock_of_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with program(HOLDER, str(path), says="held") as holder:
        assert is_held(path)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        assert not is_held(path)


def test_where_files_cannot_be_locked_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    require_posix()
    monkeypatch.setattr(filelocks, "fcntl", None)
    with pytest.raises(EngineStartFailed, match=r"needs Linux or macOS, found .*: use Windows' WSL, or name a Neo4j server"):
        require_posix()
