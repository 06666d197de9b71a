"""What the engine of a data folder is doing, without starting one; and its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.embedded.filelocks import FileLock, is_held
from graph.embedded.record import Places, Record, process_start, read_record
from graph.embedded.users import User, users
from graph.errors import StoreUnavailable

__all__ = ["SECONDS_TO_START", "SECONDS_TO_STOP", "EngineStatus", "places_of", "running", "status", "stop"]

_POLL_SECONDS = 0.05
SECONDS_TO_START = 180.0
SECONDS_TO_STOP = 30.0
_SECONDS_TO_ANSWER = 10.0
_TIMES_TO_ANSWER = 10  # when its port is closed, which is found out at once
_HANDSHAKE = bytes.fromhex("6060b017 00020405 00000000 00000000 00000000")  # Bolt 5.4 to 5.2


@dataclass(frozen=True)
class EngineStatus:
    """What can be said of a folder's engine without touching it.

    ``state`` is ``running``, ``busy`` (it starts, stops, is backed up, or does not answer) or ``stopped``;
    ``in_use`` says whether a program holds a lease, ``users`` which ones.
    """

    home: Path
    state: str
    pid: int | None = None
    uri: str | None = None
    in_use: bool = False
    users: tuple[User, ...] = ()


def places_of(home: Path) -> Places:
    """Where the engine of ``home`` keeps its files."""
    return Places(home.expanduser().resolve())


def status(home: Path) -> EngineStatus:
    """What the engine of ``home`` is doing."""
    places = places_of(home)
    if not is_held(places.engine_lock):
        return EngineStatus(places.home, "stopped")
    pid, record = _holder(places), read_record(places.connection)
    free = FileLock(places.lease_lock)
    in_use = not free.acquire()
    free.release()
    programs = users(places)
    if record is None or not _answers(record.port, seconds=1.0):
        return EngineStatus(places.home, "busy", pid, in_use=in_use, users=programs)
    return EngineStatus(places.home, "running", pid, record.uri, in_use, programs)


def stop(home: Path) -> bool:
    """End the engine of ``home``, in use or not; say whether there was one.

    Only the process that holds the folder's lock is told to end. After 30 s it is ended hard,
    which the store survives.
    """
    places = places_of(home)
    if not is_held(places.engine_lock):
        places.connection.unlink(missing_ok=True)
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        pid = _holder(places)
        if pid is not None:
            _signal(pid, number)
        if _wait_until_free(places, seconds=SECONDS_TO_STOP):
            return True
    raise StoreUnavailable(f"{places.home}: its engine (process {_holder(places)}) could not be ended; end it by hand")


def running(places: Places) -> Record | None:
    """The record of a live engine that answers; None when there is none.

    An engine without a record is starting or stopping: wait for what it becomes. One that has a record and
    does not answer may be dying: it gets a moment to be gone.
    """
    deadline, silent = time.monotonic() + SECONDS_TO_START, 0
    while is_held(places.engine_lock):
        record = read_record(places.connection)
        if record is not None and process_start(record.pid) == record.started:
            if _answers(record.port, seconds=_SECONDS_TO_ANSWER):
                return record
            silent += 1
            if silent > _TIMES_TO_ANSWER and read_record(places.connection) == record and is_held(places.engine_lock):
                engine = f"{places.home}: its engine (process {record.pid})"
                raise StoreUnavailable(f"{engine} does not answer at {record.uri}; 'aigraph store stop' ends it, then try again")
        if time.monotonic() > deadline:
            raise StoreUnavailable(f"{places.home}: its engine (process {_holder(places)}) is not ready after {SECONDS_TO_START:.0f} s")
        time.sleep(_POLL_SECONDS)
    return None


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
        pid, started = int(note["pid"]), note["started"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return pid if process_start(pid) == started else None


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
