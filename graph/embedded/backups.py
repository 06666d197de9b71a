"""A home's graph as one file, and back: the dump format of ``neo4j-admin``, which any Neo4j 5 or later can load."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.embedded.admin import MAGIC, dump, load
from graph.embedded.engine import attach, prepare
from graph.embedded.filelocks import FileLock
from graph.embedded.jars import default_cache, ensure_jars, shown
from graph.embedded.record import Places
from graph.embedded.state import SECONDS_TO_STOP, places_of, stop
from graph.embedded.swap import drop_aside, put_back, settle, swap_in
from graph.embedded.users import users
from graph.errors import BackupFailed, NotClosed, StoreError, StoreFull, StoreUnavailable

__all__ = ["alone", "backup", "restore"]

_SECONDS_TO_BE_ALONE = 2.0


def backup(home: Path, target: Path, *, cache: Path | None = None, progress: bool = True) -> int:
    """Write the graph of ``home`` to the file ``target`` and return its size in bytes; a file that is there is replaced when all is done.

    The engine is ended for it; nobody may use it meanwhile.

    Raises:
        BackupFailed: there is nothing to back up, or the file cannot be written.
        StoreUnavailable: a program uses the graph.
        StoreFull: there is no room.

    """
    jars = cache or default_cache()
    if not places_of(home).graph.exists():
        raise BackupFailed(f"{home}: there is no graph to back up: 'aigraph ingest' makes one")
    ensure_jars(jars, progress=progress)
    with shown(f"backing up {home}", progress=progress):
        try:
            return _dumped(home, target, cache=jars)
        except NotClosed:  # its last engine was killed: one that opens it puts it right
            attach(home, cache=jars, progress=False).close()
            return _dumped(home, target, cache=jars)


def _dumped(home: Path, target: Path, *, cache: Path) -> int:
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # for its owner alone
    except OSError as error:
        raise BackupFailed(f"{target}: cannot be written ({error.strerror}): name another file") from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file, alone(home) as places:
            dump(places.home, file, cache=cache)
            os.fsync(file.fileno())
        size = part.stat().st_size
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return size


def restore(home: Path, source: Path, *, force: bool = False, cache: Path | None = None, progress: bool = True) -> None:
    """Make the graph in ``source``, a file of :func:`backup` or ``neo4j-admin database dump``, that of ``home``.

    It is unpacked beside the data and takes their place at once; they are kept aside until an engine has opened it,
    and are back when none can. The home's password stays.

    Raises:
        BackupFailed: the file is no such dump, or ``home`` has a graph and ``force`` is not given.
        StoreUnavailable: a program uses the graph.
        StoreFull: there is no room.

    """
    _require_dump(source)
    places = prepare(home)
    if places_of(home).graph.exists() and not force:
        raise BackupFailed(f"{places.home} has a graph already, which would be replaced: say so with --force, or name another AIGRAPH_HOME")
    jars = cache or default_cache()
    ensure_jars(jars, progress=progress)
    with shown(f"restoring {places.home}", progress=progress):
        with alone(home):
            _load(places, source, cache=jars)
        try:
            attach(home, cache=jars, progress=False).close()
        except StoreError as error:
            with alone(home):
                put_back(places)
            raise BackupFailed(f"{source}: no engine can open what is in it, so the graph is as it was ({error})") from error
        drop_aside(places)


def _load(places: Places, source: Path, *, cache: Path) -> None:
    settle(places)
    shutil.rmtree(places.restoring, ignore_errors=True)
    try:
        with source.open("rb") as file:
            load(places.restoring, file, cache=cache)
        swap_in(places)
    except BackupFailed as error:
        raise BackupFailed(f"{source}: cannot be restored, so the graph is as it was ({error})") from error
    except StoreFull as error:
        raise StoreFull(f"{places.home}: no room left on the disk for what is in {source}; the graph is as it was") from error
    finally:
        shutil.rmtree(places.restoring, ignore_errors=True)


def _require_dump(source: Path) -> None:
    try:
        with source.open("rb") as file:
            begin = file.read(4)
    except OSError as error:
        raise BackupFailed(f"{source}: cannot be read ({error.strerror}): name a file that 'aigraph store backup' wrote") from error
    if begin not in MAGIC:
        raise BackupFailed(f"{source}: is no backup (it begins with {begin!r}): expected a file that 'aigraph store backup' wrote")


@contextmanager
def alone(home: Path) -> Iterator[Places]:
    """The home's places with its engine ended, and nobody let in meanwhile; raises StoreUnavailable when somebody uses it."""
    places = places_of(home)
    lease, life = FileLock(places.lease_lock), FileLock(places.engine_lock)
    try:
        if not lease.acquire(seconds=_SECONDS_TO_BE_ALONE):
            by = ", ".join(map(str, users(places))) or "a program"
            raise StoreUnavailable(f"{places.home} is in use by {by}: end that, then try again ('aigraph export jsonl' works meanwhile)")
        stop(home)
        if not life.acquire(seconds=SECONDS_TO_STOP):
            raise StoreUnavailable(f"{places.home}: another engine has been started by hand: end it, then try again")
        yield places
    finally:
        life.release()
        lease.release()
