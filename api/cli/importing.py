"""The commands that bring a whole graph in, and out as CSV."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli.engines import require_embedded, tidy
from api.cli.output import print_json, say
from api.errors import BadParameter, UsageError
from api.settings import Settings
from api.stores import open_store
from graph import embedded
from graph.bulk import ARGUMENTS, NO_ALIASES, Built, build, write_csv
from graph.kept import keep, kept_in
from graph.lines import read_jsonl
from graph.store import Store

__all__ = ["export_csv", "import_bulk", "import_lines"]


def import_lines(settings: Settings, file: str, *, as_json: bool) -> None:
    """Store the articles of a file of JSON lines with their claims; nothing of a file with a line at fault."""
    numbers = {"articles": 0, "claims": 0, "new": 0, "known": 0, "replaced": 0}
    with _readable(file) as path:
        with embedded.shown(f"checking {file}", progress=True):
            for one in read_jsonl(path, name=file):
                numbers["articles"] += 1
                numbers["claims"] += len(one.held.claims)
        with open_store(settings) as store, embedded.shown(f"importing {file}", progress=True):
            for added in keep(store, read_jsonl(path, name=file)):
                for what in ("new", "known", "replaced"):
                    numbers[what] += getattr(added, what)
    _tell(numbers, as_json=as_json)


def import_bulk(settings: Settings, file: str, *, as_json: bool) -> None:
    """Make the graph of a home without one of a file of JSON lines."""
    require_embedded(settings, "import --bulk")
    _require_empty(settings)
    built = Built()

    def made(folder: Path) -> None:
        nonlocal built
        with _readable(file) as path:
            built = build(read_jsonl(path, name=file), folder)

    with tidy():
        embedded.fill(settings.engine, made, arguments=ARGUMENTS, finish=_finish, cache=settings.cache)
    _tell({name: getattr(built, name) for name in built.__slots__}, as_json=as_json)


def export_csv(settings: Settings, folder: str, *, source: str | None) -> None:
    """Write the CSV files of the store's graph, or of a file of JSON lines without any store, into a new folder."""
    target = Path(folder).absolute()
    if folder == "-" or target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise BadParameter(f"{folder} cannot take the files of csv: name a new folder")
    if not target.parent.is_dir():
        raise BadParameter(f"{folder}: there is no folder {target.parent}: make it, or name another")
    if source is not None:
        with _readable(source) as path:
            built = write_csv(read_jsonl(path, name=source), target)
    else:
        with open_store(settings) as store:
            built = write_csv(kept_in(store), target)
    _tell({name: getattr(built, name) for name in built.__slots__}, as_json=False)
    say(f"cd {folder} && neo4j-admin database import full neo4j @{ARGUMENTS}   # then once: cypher-shell -f after.cypher")


def _require_empty(settings: Settings) -> None:
    """Raise UsageError when the home's graph holds anything."""
    if not embedded.places_of(settings.engine).graph.exists():
        return
    with embedded.attach(settings.engine, cache=settings.cache) as login, Store(login) as store:
        rows = store.ask("MATCH (n:Article) RETURN n.id AS id LIMIT 1")
    if rows:
        remedy = "name another AIGRAPH_HOME, or add to it with 'aigraph import' without --bulk"
        raise UsageError(f"{settings.engine} has a graph already, and 'import --bulk' makes a new one: {remedy}")


def _finish(login: embedded.Connection) -> None:
    with Store(login) as store:
        store.prepare()
        store.mend(NO_ALIASES)


@contextmanager
def _readable(file: str) -> Iterator[Path]:
    """The file; standard input as a file, because it is read twice."""
    if file != "-":
        if not Path(file).is_file():
            raise BadParameter(f"{file} is no file: name one that 'aigraph export jsonl' wrote, or - for standard input")
        yield Path(file)
        return
    with tempfile.NamedTemporaryFile(prefix="aigraph-", suffix=".jsonl") as whole:
        shutil.copyfileobj(sys.stdin.buffer, whole)
        whole.flush()
        yield Path(whole.name)


def _tell(numbers: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        print_json(numbers)
    else:
        say(", ".join(f"{number} {name}" for name, number in numbers.items()))
