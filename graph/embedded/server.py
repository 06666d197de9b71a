"""The engine: a process that runs one Neo4j on one data folder until nobody uses it.

``python -m graph.embedded.server HOME`` starts it in the foreground; :func:`graph.embedded.attach`
starts it detached. Somebody uses it who holds a lease (a shared lock on ``lease.lock``, which the
kernel frees when the holder dies, ``kill -9`` included) or has a Bolt connection open. SIGTERM ends
it at once, and so does the loss of its connection file: the data folder was removed.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from graph.embedded import jvm
from graph.embedded.causes import CAUSE, REFUSED
from graph.embedded.classdata import ArchiveMaker, archive_path, sharing_options
from graph.embedded.configuration import IN_CODE, configuration, split_options
from graph.embedded.filelocks import FileLock
from graph.embedded.jars import class_path, default_cache
from graph.embedded.lock import LOCK_FILE, read_lock
from graph.embedded.record import Places, Record, process_start, read_record, write_private
from graph.embedded.swap import settle
from graph.errors import EngineStartFailed

__all__ = ["USER", "main"]

USER = "neo4j"
_SECONDS_TO_FORK = 10.0
_SECONDS_TO_STOP = 20.0
_TICKS_SECONDS = (0.1, 5.0)


def main(arguments: list[str] | None = None) -> None:
    """Run the engine; the process ends with it."""
    options = _parser().parse_args(arguments)
    places = Places(options.home.absolute())
    os.umask(0o077)
    places.run.mkdir(parents=True, exist_ok=True)
    life = FileLock(places.engine_lock)
    if not life.acquire(seconds=_SECONDS_TO_FORK):
        sys.exit(f"{CAUSE}another engine already runs on {places.home}")
    if options.detach:
        _detach()
    life.write(json.dumps({"pid": os.getpid(), "started": process_start(os.getpid())}))
    try:
        _run(places, options)
    except BaseException as error:  # noqa: BLE001 - the log is the only place left to say it
        with suppress(OSError):  # no room on the disk
            traceback.print_exc()
            sys.stderr.write(f"{CAUSE}{jvm.root_cause(error)}\n")
        _end(1)
    _end(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph.embedded.server")
    parser.add_argument("home", type=Path, help="the data folder")
    parser.add_argument("--idle-seconds", type=float, default=900.0, help="end after so long without use (%(default)s)")
    parser.add_argument("--heap", default="512m", help="Java's heap (%(default)s)")
    parser.add_argument("--java-options", default="", help="more options of Java's, spelled as a shell would")
    parser.add_argument("--page-cache", default="64m", help="Neo4j's page cache (%(default)s)")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="where the jars are (%(default)s)")
    parser.add_argument("--lock", type=Path, default=LOCK_FILE, help="which jars they are (%(default)s)")
    parser.add_argument("--archive-after", type=float, default=60.0, help="make starts faster after so many seconds (%(default)s)")
    parser.add_argument("--detach", action="store_true", help="go on in the background, free of the terminal")
    return parser


def _detach() -> None:
    """Go on as a process of its own session; the lock on ``engine.lock`` goes along."""
    if os.fork() > 0:
        os._exit(0)
    os.setsid()


def _run(places: Places, options: argparse.Namespace) -> None:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    maker = _start_java(places, options)
    dbms, password = _open(places, options)
    dbms.on_panic(lambda: _end(1))  # whoever needs the graph starts it anew, and is told if the disk has no room for that
    record = Record(dbms.port(), os.getpid(), process_start(os.getpid()) or "", USER, password)
    record.write(places.connection)
    maker.start(after_seconds=options.archive_after)
    lease = FileLock(places.lease_lock)
    _serve(dbms, places=places, record=record, lease=lease, idle_seconds=options.idle_seconds, stopping=stopping)
    # First invisible, then gone: whoever comes now waits for the end and starts another.
    if read_record(places.connection) == record:
        places.connection.unlink(missing_ok=True)
    watchdog = threading.Timer(_SECONDS_TO_STOP, _end, [1])  # the store survives a hard end
    watchdog.daemon = True
    watchdog.start()
    maker.cancel()
    dbms.close()


def _start_java(places: Places, options: argparse.Namespace) -> ArchiveMaker:
    """Start Java with the shared classes, or return who will make them for the next start."""
    shutil.rmtree(places.temporary, ignore_errors=True)
    places.temporary.mkdir()
    jars, java, class_list = class_path(options.cache, jars=read_lock(options.lock)), jvm.java_command(), places.temporary / "classes.lst"
    whole = jvm.whole_class_path(jars)
    archive = archive_path(options.cache, class_path=whole, java=java)
    sharing = sharing_options(archive, class_list=class_list)
    usual, more = [*jvm.java_options(heap=options.heap, temporary=places.temporary), *sharing], split_options(options.java_options)
    try:
        jvm.start_java([*usual, *more], class_path=jars)
    except Exception as error:
        if not more:
            raise
        raise EngineStartFailed(f"{REFUSED}{jvm.root_cause(error)}") from error
    return ArchiveMaker(archive, class_list=class_list, class_path=whole, java=java)


def _open(places: Places, options: argparse.Namespace) -> tuple[jvm.Dbms, str]:
    """The running Neo4j and the password of its only user."""
    settle(places)
    settings = places.home / "conf" / "neo4j.conf"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(configuration(heap=options.heap, page_cache=options.page_cache, port=_port(places)), encoding="utf-8")
    password, known = _password(places)
    fresh = not (places.home / "data" / "databases" / "system").exists()
    if fresh:
        _set_first_password(places, password)
    dbms = jvm.open_dbms(places.home, configuration=settings, settings=IN_CODE)
    failure = dbms.failure()
    if failure is not None:
        raise RuntimeError(failure)
    if not (fresh or known):
        dbms.set_password(USER, password)  # takes 2 s, so only when the old one is lost
    write_private(places.password, password)
    write_private(places.port, str(dbms.port()))
    return dbms, password


def _port(places: Places) -> int:
    """The port of the last time while it is free, so that addresses that Neo4j Desktop keeps stay right; 0, any that is free, when not."""
    with socket.socket() as door, suppress(OSError, ValueError, OverflowError):
        port = int(places.port.read_text(encoding="utf-8"))
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
        return port
    return 0


def _password(places: Places) -> tuple[str, bool]:
    """The home's password, and whether it was there before."""
    if places.password.exists() and (text := places.password.read_text(encoding="utf-8").strip()):
        return text, True
    return secrets.token_urlsafe(24), False


def _set_first_password(places: Places, password: str) -> None:
    folder = places.home / "data" / "dbms"
    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / "auth.ini", jvm.first_password(USER, password))


def _serve(dbms: jvm.Dbms, *, places: Places, record: Record, lease: FileLock, idle_seconds: float, stopping: threading.Event) -> None:
    """Return when told to stop, when the home is gone, or after ``idle_seconds`` without use.

    In the last case ``lease`` is kept, so that nobody begins to use what is ending.
    """
    shortest, longest = _TICKS_SECONDS
    tick = min(longest, max(shortest, idle_seconds / 10))
    used = time.monotonic()
    while not stopping.wait(tick) and read_record(places.connection) == record:
        if not lease.acquire():
            used = time.monotonic()
            continue
        if dbms.open_connections():
            used = time.monotonic()
        elif time.monotonic() - used >= idle_seconds:
            return
        lease.release()


def _end(code: int) -> NoReturn:
    """End now: Java's own shutdown takes 0.9 s more and has nothing left to do."""
    with suppress(OSError):  # no room on the disk
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
