"""A whole graph into a home that has none, by Neo4j's own import of CSV files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from graph.embedded.admin import load_csv
from graph.embedded.backups import alone
from graph.embedded.engine import Connection, attach, prepare
from graph.embedded.jars import default_cache, ensure_jars, shown
from graph.embedded.record import Places, write_private
from graph.embedded.state import stop
from graph.embedded.swap import drop_aside, settle, swap_in

__all__ = ["fill"]

_SECONDS_IDLE = 60.0


def fill(
    home: Path,
    build: Callable[[Path], object],
    *,
    arguments: str,
    finish: Callable[[Connection], object],
    cache: Path | None = None,
    progress: bool = True,
) -> None:
    """Make a graph beside the data of ``home``, and put it in their place when it is finished.

    ``build`` writes the CSV files into a folder, and beside them the file of this name with the ``arguments`` of the import; ``finish`` is
    given the new graph's own engine and does what CSV cannot. Whatever fails, the home is as it was. It must not have a graph that anybody
    wants to keep.

    Raises:
        BackupFailed: the import failed, in the tool's own words.
        StoreUnavailable: a program uses the home.
        StoreFull: there is no room.

    """
    jars = cache or default_cache()
    ensure_jars(jars, progress=progress)
    prepare(home)
    with shown(f"importing into {home}", progress=progress), alone(home) as places:
        settle(places)
        shutil.rmtree(places.restoring, ignore_errors=True)
        try:
            _make(places, build, arguments=arguments, finish=finish, cache=jars)
            swap_in(places)
            drop_aside(places)
        finally:
            stop(places.restoring)
            shutil.rmtree(places.restoring, ignore_errors=True)


def _make(places: Places, build: Callable[[Path], object], *, arguments: str, finish: Callable[[Connection], object], cache: Path) -> None:
    made = Places(places.restoring)
    csv = made.home / "csv"
    csv.mkdir(mode=0o700, parents=True)
    build(csv)
    load_csv(made.home, csv, arguments=arguments, cache=cache)
    shutil.rmtree(csv)
    made.run.mkdir(mode=0o700)
    if places.password.exists():  # so that the login is still that of the home
        write_private(made.password, places.password.read_text(encoding="utf-8"))
    with attach(made.home, cache=cache, idle_seconds=_SECONDS_IDLE, progress=False) as connection:
        finish(connection)
    stop(made.home)
    write_private(places.password, made.password.read_text(encoding="utf-8"))
