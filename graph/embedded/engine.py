"""Reach the engine of a data folder: attach to the one that runs, or start it.

One engine per folder, shared by all programs of the user. Three locks make it safe, and the
kernel frees each when its holder dies: the engine holds one while it lives, a starter holds one
while it starts, and every user of the engine shares one (see :mod:`graph.embedded.record`).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.embedded.causes import explain
from graph.embedded.configuration import heap_bytes
from graph.embedded.filelocks import FileLock, exclusive, is_held, require_posix
from graph.embedded.jars import default_cache, ensure_jars
from graph.embedded.launch import launch
from graph.embedded.lock import CENTRAL
from graph.embedded.record import Places, Record, process_start, read_record
from graph.errors import EngineStartFailed, StoreUnavailable

__all__ = ["Connection", "EngineStatus", "attach", "status", "stop"]

_POLL_SECONDS = 0.05
_SECONDS_TO_START = 180.0
_SECONDS_TO_STOP = 30.0
_SECONDS_TO_ANSWER = 10.0
_SECONDS_TO_DOWNLOAD = 1800.0
_HANDSHAKE = bytes.fromhex("6060b017 00020405 00000000 00000000 00000000")  # Bolt 5.4 to 5.2


@dataclass(frozen=True)
class Connection:
    """How to reach a running engine, which runs at least until :meth:`close`.

    Hold it as long as the engine is needed; it is a context manager. Closing it ends no engine,
    it lets the engine end by itself once nobody else uses it.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    lease: FileLock = field(repr=False, compare=False)

    def close(self) -> None:
        """Give the lease back; harmless when done twice."""
        self.lease.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@dataclass(frozen=True)
class EngineStatus:
    """What can be said of a folder's engine without touching it.

    ``state`` is ``running``, ``busy`` (it starts, stops, or does not answer) or ``stopped``;
    ``in_use`` says whether a program holds a lease.
    """

    home: Path
    state: str
    pid: int | None = None
    uri: str | None = None
    in_use: bool = False


def attach(
    home: Path,
    *,
    cache: Path | None = None,
    idle_seconds: float = 900,
    progress: bool = True,
    heap: str = "512m",
    repository: str = CENTRAL,
) -> Connection:
    """Attach to the engine of ``home``, starting it (and fetching its jars) when none runs.

    ``cache`` is where the jars are kept (the user's cache by default), ``repository`` the Maven
    repository they come from. ``idle_seconds`` and ``heap`` count for an engine started here.
    ``progress`` shows on standard error what takes long.

    Raises:
        EngineStartFailed: it did not come up; the message names the cause.
        JarDownloadFailed: its jars could not be had.
        StoreFull: the disk is full.
        StoreUnavailable: an engine is there but does not answer.

    """
    places = _prepare(home)
    lease = FileLock(places.lease_lock, shared=True)
    if not lease.acquire(seconds=_SECONDS_TO_STOP):
        raise StoreUnavailable(f"{places.home}: its engine is stopping and has not ended after {_SECONDS_TO_STOP:.0f} s")
    try:
        record = _running(places)
        if record is None:
            record = _start(
                places, cache=cache or default_cache(), idle_seconds=idle_seconds, progress=progress, heap=heap, repository=repository
            )
    except BaseException:
        lease.release()
        raise
    return Connection(record.uri, record.user, record.password, lease)


def status(home: Path) -> EngineStatus:
    """What the engine of ``home`` is doing."""
    places = Places(_resolved(home))
    if not is_held(places.engine_lock):
        return EngineStatus(places.home, "stopped")
    pid, record = _holder(places), read_record(places.connection)
    free = FileLock(places.lease_lock)
    in_use = not free.acquire()
    free.release()
    if record is None or not _answers(record.port, seconds=1.0):
        return EngineStatus(places.home, "busy", pid, in_use=in_use)
    return EngineStatus(places.home, "running", pid, record.uri, in_use)


def stop(home: Path) -> bool:
    """End the engine of ``home``, in use or not; say whether there was one.

    Only the process that holds the folder's lock is told to end. After 30 s it is ended hard,
    which the store survives.
    """
    places = Places(_resolved(home))
    if not is_held(places.engine_lock):
        places.connection.unlink(missing_ok=True)
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        pid = _holder(places)
        if pid is not None:
            _signal(pid, number)
        if _wait_until_free(places, seconds=_SECONDS_TO_STOP):
            return True
    raise StoreUnavailable(f"{places.home}: its engine (process {_holder(places)}) could not be ended; end it by hand")


def _resolved(home: Path) -> Path:
    return home.expanduser().resolve()


def _prepare(home: Path) -> Places:
    """The home's places, made when missing, for the user alone."""
    require_posix()
    places = Places(_resolved(home))
    try:
        places.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (places.run, places.log.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not os.access(places.run, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied", str(places.run))
    except OSError as error:
        reason = f"{places.home}: cannot be used as data folder ({error.strerror}: {error.filename})"
        raise EngineStartFailed(f"{reason}; name a folder that you may write") from error
    return places


def _running(places: Places) -> Record | None:
    """The record of a live engine that answers; None when there is none.

    An engine without a record is starting or stopping: wait for what it becomes.
    """
    deadline = time.monotonic() + _SECONDS_TO_START
    while is_held(places.engine_lock):
        record = read_record(places.connection)
        if record is not None and process_start(record.pid) == record.started:
            if _answers(record.port, seconds=_SECONDS_TO_ANSWER):
                return record
            if read_record(places.connection) == record and is_held(places.engine_lock):
                engine = f"{places.home}: its engine (process {record.pid})"
                raise StoreUnavailable(f"{engine} does not answer at {record.uri}; stop it, then try again")
        if time.monotonic() > deadline:
            raise StoreUnavailable(f"{places.home}: its engine (process {_holder(places)}) is not ready after {_SECONDS_TO_START:.0f} s")
        time.sleep(_POLL_SECONDS)
    return None


def _start(places: Places, *, cache: Path, idle_seconds: float, progress: bool, heap: str, repository: str) -> Record:
    """Start an engine, unless somebody else did so while we waited for our turn."""
    heap_bytes(heap)  # a wrong one is said before anything is downloaded
    with exclusive(places.start_lock, seconds=_SECONDS_TO_DOWNLOAD + _SECONDS_TO_START):
        if (record := _running(places)) is not None:
            return record
        places.connection.unlink(missing_ok=True)  # of an engine that was killed
        ensure_jars(cache, repository=repository, progress=progress)
        with _shown(f"starting Neo4j in {places.home}") if progress else nullcontext():
            launch(places, cache=cache, idle_seconds=idle_seconds, heap=heap)
            record = _running(places)
        if record is None:
            raise explain(places.log, home=places.home, heap=heap)
        return record


def _shown(words: str) -> AbstractContextManager[object]:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and attaching is not

    return Console(file=sys.stderr).status(words)


def _answers(port: int, *, seconds: float) -> bool:
    """Whether something on loopback shakes hands the Bolt way within ``seconds``."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=seconds) as door:
            door.settimeout(seconds)
            door.sendall(_HANDSHAKE)
            answer = door.recv(4)
    except OSError:
        return False
    return len(answer) == 4 and any(answer)  # noqa: PLR2004 - a version has four bytes


def _holder(places: Places) -> int | None:
    """The process that holds the engine's lock, if it is still the one that wrote its name there."""
    try:
        note = json.loads(places.engine_lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return int(note["pid"]) if process_start(note["pid"]) == note["started"] else None


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _wait_until_free(places: Places, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_held(places.engine_lock):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS / 5)
    return True
