"""A real Neo4j that plays a server of the user's: in a folder of its own, ended and started again at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.embedded import Connection, attach, places_of, status, stop
from graph.embedded.state import running

ROOT = Path(__file__).parents[3]
READS_ONLY = """\
import sys
from pathlib import Path
from graph.embedded import jvm
from graph.embedded.configuration import IN_CODE, configuration
from graph.embedded.jars import class_path, default_cache
home = Path(sys.argv[1])
settings = home / "conf" / "reads-only.conf"
settings.write_text(configuration() + "server.databases.read_only=neo4j\\n", encoding="utf-8")
jvm.start_java(jvm.java_options(heap="512m", temporary=home), class_path=class_path(default_cache()))
dbms = jvm.open_dbms(home, configuration=settings, settings=IN_CODE)
print(dbms.failure() or dbms.port(), flush=True)
sys.stdin.read()
dbms.close()
"""


@dataclass(frozen=True)
class Server:
    """Who knows its address may use it; the program does not start it."""

    home: Path
    login: Connection

    def kill(self) -> None:
        """End it as ``kill -9`` does, and return when it is gone."""
        pid = status(self.home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert running(places_of(self.home)) is None

    def start(self) -> None:
        """Start it again, at the same address."""
        with attach(self.home, idle_seconds=60, progress=False) as again:
            assert again.uri == self.login.uri


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A server, as long as the block lasts."""
    with attach(home, idle_seconds=60, progress=False) as login:
        try:
            yield Server(home, login)
        finally:
            stop(home)


@contextmanager
def reading_only(home: Path) -> Iterator[str]:
    """The address of a Neo4j on the graph of ``home``, whose engine has ended, that lets nobody write."""
    command, environment = [sys.executable, "-c", READS_ONLY, str(home)], {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, env=environment) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            yield f"bolt://127.0.0.1:{int(program.stdout.readline())}"
        finally:
            program.stdin.close()
            program.wait(timeout=60)
