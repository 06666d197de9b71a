"""The commands about the embedded engine: what it is doing, its start and end, its backups."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from api.cli.keeping import writable
from api.cli.output import print_json, say
from api.errors import UsageError
from api.settings import Settings
from graph import embedded
from graph.clients import clients
from graph.errors import StoreError
from graph.store import Store

__all__ = ["backup_engine", "require_embedded", "restore_engine", "start_engine", "stop_engine", "tell_engine", "tidy"]

_KILOBYTE = 1_000
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is said of an engine."""

    engine: embedded.EngineStatus
    version: str
    bytes: int
    clients: tuple[str, ...]
    password_file: Path


def start_engine(settings: Settings) -> None:
    """Start the embedded engine and print how to reach it."""
    require_embedded(settings, "store start")
    embedded.attach(settings.engine, cache=settings.cache, idle_seconds=settings.idle_seconds, java_options=settings.java_options).close()
    tell_engine(settings, as_json=False)
    after = f"it ends by itself {settings.idle_seconds:g} s after its last use (AIGRAPH_IDLE_SECONDS)"
    say(f"{after}, or with 'aigraph store stop'")


def tell_engine(settings: Settings, *, as_json: bool) -> None:
    """Print what the embedded engine is doing."""
    told = _told(settings)
    if as_json:
        print_json(_json(told))
        return
    if settings.store is not None:
        say(f"AIGRAPH_STORE names {settings.store}: the embedded engine is not used")
    engine = told.engine
    where = f" at {engine.uri}, process {engine.pid}" if engine.uri else ""
    say(f"{engine.home}: {engine.state}{where}{', in use' if engine.in_use else ''}")
    for name, words in _lines(told):
        say(f"  {name:<9} {words}")


def _told(settings: Settings) -> _Told:
    engine = embedded.status(settings.engine)
    places = embedded.places_of(settings.engine)
    version, others = _asked(settings) if engine.state == "running" else (embedded.VERSION, ())
    return _Told(engine, version, _size(places.home), others, places.password)


def _asked(settings: Settings) -> tuple[str, tuple[str, ...]]:
    """The version that a running engine says it has, and who is connected besides our own programs."""
    try:
        with embedded.attach(settings.engine, progress=False) as login, Store(login) as store:
            return store.version(), clients(store)
    except StoreError:  # it ended just now
        return embedded.VERSION, ()


def _size(home: Path) -> int:
    """The bytes that a home takes on the disk."""
    total = 0
    for path in home.rglob("*"):
        try:
            total += path.lstat().st_blocks * 512
        except OSError:  # gone since it was listed
            continue
    return total


def _shown(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{size / _KILOBYTE:.0f} kB"


def _lines(told: _Told) -> Iterator[tuple[str, str]]:
    if not told.bytes:
        return
    engine = told.engine
    yield "version", f"Neo4j Community {told.version}"
    yield "on disk", _shown(told.bytes)
    if engine.state != "stopped":
        yield "used by", ", ".join([*map(str, engine.users), *told.clients]) or "nobody"
    if engine.uri:
        yield "connect", f"user neo4j, the password is in {told.password_file}"
        yield "Browser", f"https://browser.neo4j.io → Connect URL {engine.uri}"
        yield "Desktop", f"Remote connections → Add → {engine.uri}"
    aside = embedded.places_of(engine.home).aside
    if aside.exists():
        yield "aside", f"{aside} holds the data from before a restore that did not end: remove it when all is well"


def _json(told: _Told) -> dict[str, object]:
    engine = told.engine
    return {
        "home": str(engine.home),
        "state": engine.state,
        "version": told.version,
        "uri": engine.uri,
        "pid": engine.pid,
        "user": "neo4j",
        "password_file": str(told.password_file),
        "bytes": told.bytes,
        "in_use": engine.in_use,
        "programs": [{"program": user.program, "pid": user.pid} for user in engine.users],
        "clients": list(told.clients),
    }


def stop_engine(settings: Settings) -> None:
    """End the embedded engine."""
    say(f"{settings.engine}: stopped" if embedded.stop(settings.engine) else f"{settings.engine}: no engine was running")


def backup_engine(settings: Settings, target: Path) -> None:
    """Write the embedded engine's graph to a file."""
    require_embedded(settings, "store backup")
    whole = writable(target, instead="")
    with tidy():
        size = embedded.backup(settings.engine, whole, cache=settings.cache)
    say(f"{target}: {_shown(size)}; 'aigraph store restore {target}' brings it back")


def restore_engine(settings: Settings, source: Path, *, force: bool) -> None:
    """Make the graph in a file that of the embedded engine."""
    require_embedded(settings, "store restore")
    with tidy():
        embedded.restore(settings.engine, source, force=force, cache=settings.cache)
    say(f"{settings.engine}: restored from {source}")


def require_embedded(settings: Settings, command: str) -> None:
    """Raise UsageError when the settings name a server, for which this command is not."""
    if settings.store is not None:
        remedy = f"start {settings.store} where it runs" if command == "store start" else f"{settings.store} has neo4j-admin for that"
        raise UsageError(f"'{command}' is for the embedded Neo4j, and AIGRAPH_STORE names another: {remedy}, or unset AIGRAPH_STORE")


@contextmanager
def tidy() -> Iterator[None]:
    """Within it, SIGTERM leaves by the way of errors, so that nothing half-written stays."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)
