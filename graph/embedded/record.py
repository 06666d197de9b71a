"""The files by which programs find the engine of a data folder.

In ``HOME/run``, which only the user can enter:

``engine.lock``      held by the engine while it lives; says its process id and start
``start.lock``       held by the program that is starting an engine
``lease.lock``       shared by all programs that use the engine; its freedom means idleness
``connection.json``  port, process id and start, user and password; there while Bolt answers
``port``             the port of the last time, which is taken again when it is free
``users/``           a note of each program that uses the engine, for people
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Places", "Record", "process_start", "read_record", "write_private"]


@dataclass(frozen=True)
class Places:
    """Where the engine of one home keeps its files."""

    home: Path

    @property
    def data(self) -> Path:
        """What Neo4j keeps."""
        return self.home / "data"

    @property
    def graph(self) -> Path:
        """The folder of the graph's database; there once the home was used."""
        return self.data / "databases" / "neo4j"

    @property
    def restoring(self) -> Path:
        """Where a backup is unpacked before it takes the place of the data."""
        return self.home / "restoring"

    @property
    def aside(self) -> Path:
        """The data from before a restore, until it is done."""
        return self.home / "data.before-restore"

    @property
    def run(self) -> Path:
        """The folder of locks and the connection file."""
        return self.home / "run"

    @property
    def engine_lock(self) -> Path:
        """Held while an engine lives."""
        return self.run / "engine.lock"

    @property
    def start_lock(self) -> Path:
        """Held while somebody starts an engine."""
        return self.run / "start.lock"

    @property
    def lease_lock(self) -> Path:
        """Shared by those who use the engine."""
        return self.run / "lease.lock"

    @property
    def connection(self) -> Path:
        """How to reach the engine."""
        return self.run / "connection.json"

    @property
    def users(self) -> Path:
        """A note of each program that uses the engine."""
        return self.run / "users"

    @property
    def password(self) -> Path:
        """The password of this home's only user."""
        return self.run / "password"

    @property
    def port(self) -> Path:
        """The port that the engine had last."""
        return self.run / "port"

    @property
    def temporary(self) -> Path:
        """What Java unpacks; emptied at every start."""
        return self.run / "tmp"

    @property
    def log(self) -> Path:
        """What the engine's process printed since it started."""
        return self.home / "logs" / "engine.log"


@dataclass(frozen=True)
class Record:
    """How to reach a running engine, and which process it is."""

    port: int
    pid: int
    started: str
    user: str
    password: str = field(repr=False)

    @property
    def uri(self) -> str:
        """The engine's address."""
        return f"bolt://127.0.0.1:{self.port}"

    def write(self, path: Path) -> None:
        """Write the record, readable by the user alone, in one step."""
        write_private(path, json.dumps(asdict(self)) + "\n")


def read_record(path: Path) -> Record | None:
    """The record in ``path``; None when there is none, or it is not one."""
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` with mode 0600; never seen half-written."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mkstemp's mode is 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def process_start(pid: int) -> str | None:
    """A token that tells a process from a later one with the same id; None when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None if Path("/proc/self/stat").exists() else _start_from_ps(pid)
    state, *rest = stat.rpartition(")")[2].split()
    return None if state == "Z" else rest[18]  # field 22: start in clock ticks since boot


def _start_from_ps(pid: int) -> str | None:
    """The same for macOS, which has no /proc."""
    command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words and a number
    return answer.stdout.strip() or None
