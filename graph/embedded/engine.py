"""Reach the engine of a data folder: attach to the one that runs, or start it.

One engine per folder, shared by all programs of the user. Three locks make it safe, and the
kernel frees each when its holder dies: the engine holds one while it lives, a starter holds one
while it starts, and every user of the engine shares one (see :mod:`graph.embedded.record`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.embedded.causes import explain, require_room
from graph.embedded.configuration import heap_bytes, split_options
from graph.embedded.filelocks import FileLock, exclusive, require_posix
from graph.embedded.jars import default_cache, distrusted, ensure_jars, shown
from graph.embedded.launch import Wanted, launch
from graph.embedded.lock import CENTRAL, LOCK_FILE, read_lock
from graph.embedded.record import Places, Record
from graph.embedded.state import SECONDS_TO_START, SECONDS_TO_STOP, places_of, running
from graph.embedded.users import sign_in
from graph.errors import EngineStartFailed, StoreUnavailable

__all__ = ["Connection", "attach", "prepare"]

_SECONDS_TO_DOWNLOAD = 1800.0


@dataclass(frozen=True)
class Connection:
    """How to reach a running engine, which runs at least until :meth:`close`.

    Hold it as long as the engine is needed; it is a context manager. Closing it ends no engine,
    it lets the engine end by itself once nobody else uses it.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    home: Path
    lease: FileLock = field(repr=False, compare=False)
    note: Path = field(repr=False, compare=False)

    def close(self) -> None:
        """Give the lease back; harmless when done twice."""
        self.note.unlink(missing_ok=True)
        self.lease.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def attach(
    home: Path,
    *,
    cache: Path | None = None,
    idle_seconds: float = 900,
    progress: bool = True,
    heap: str = "512m",
    repository: str = CENTRAL,
    lock: Path = LOCK_FILE,
    java_options: str = "",
) -> Connection:
    """Attach to the engine of ``home``, starting it (and fetching its jars) when none runs.

    ``cache`` is where the jars are kept (the user's cache by default), ``repository`` the Maven
    repository they come from, ``lock`` the file that names them, and with them the Neo4j's release.
    ``idle_seconds``, ``heap`` and ``java_options`` (more of Java's, spelled as a shell would) count for an engine started here.
    ``progress`` shows on standard error what takes long.

    Raises:
        EngineStartFailed: it did not come up; the message names the cause.
        JarDownloadFailed: its jars could not be had.
        StoreFull: the disk is full.
        StoreUnavailable: an engine is there but does not answer.

    """
    places = prepare(home)
    lease = FileLock(places.lease_lock, shared=True)
    if not lease.acquire(seconds=SECONDS_TO_STOP):
        being = "its engine is stopping, or its data are being backed up or restored, and that"
        raise StoreUnavailable(f"{places.home}: {being} has not ended after {SECONDS_TO_STOP:.0f} s: try again later")
    note = sign_in(places)
    try:
        record = running(places)
        if record is None:
            wanted = Wanted(cache=cache or default_cache(), lock=lock, idle_seconds=idle_seconds, heap=heap, java_options=java_options)
            record = _start(places, wanted, repository=repository, progress=progress)
    except BaseException:
        note.unlink(missing_ok=True)
        lease.release()
        raise
    return Connection(record.uri, record.user, record.password, places.home, lease, note)


def prepare(home: Path) -> Places:
    """The home's places, made when missing, for the user alone; raises EngineStartFailed."""
    require_posix()
    places = places_of(home)
    try:
        places.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (places.run, places.log.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not os.access(places.run, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied", str(places.run))
    except OSError as error:
        require_room(places.home)
        reason = f"{places.home}: cannot be used as data folder ({error.strerror}: {error.filename})"
        raise EngineStartFailed(f"{reason}; name a folder that you may write") from error
    return places


def _start(places: Places, wanted: Wanted, *, repository: str, progress: bool) -> Record:
    """Start an engine, unless somebody else did so while we waited for our turn."""
    heap_bytes(wanted.heap)  # a wrong one is said before anything is downloaded
    split_options(wanted.java_options)
    with exclusive(places.start_lock, seconds=_SECONDS_TO_DOWNLOAD + SECONDS_TO_START):
        if (record := running(places)) is not None:
            return record
        require_room(places.home)
        places.connection.unlink(missing_ok=True)  # of an engine that was killed
        jars = read_lock(wanted.lock)
        ensure_jars(wanted.cache, repository=repository, jars=jars, progress=progress)
        try:
            return _launched(places, wanted, progress=progress)
        except EngineStartFailed:
            if not distrusted(wanted.cache, jars=jars):
                raise
            ensure_jars(wanted.cache, repository=repository, jars=jars, progress=progress)
            return _launched(places, wanted, progress=progress)


def _launched(places: Places, wanted: Wanted, *, progress: bool) -> Record:
    with shown(f"starting Neo4j in {places.home}", progress=progress):
        launch(places, wanted)
        record = running(places)
    if record is None:
        raise explain(places.log, home=places.home, heap=wanted.heap, java_options=wanted.java_options)
    return record
