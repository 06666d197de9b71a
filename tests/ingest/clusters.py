"""A Dask cluster of real processes on loopback, for tests: a scheduler, and workers that are started anew when they die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import distributed

__all__ = ["LocalCluster", "local_cluster"]

ROOT = Path(__file__).parents[2]
_HERE = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
_SECONDS = 60.0


@dataclass
class LocalCluster:
    """``folder`` has what its processes say; an article whose worker died goes to one other."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        found: str = json.loads((self.folder / "scheduler.json").read_text(encoding="utf-8"))["address"]
        return found

    def start_scheduler(self) -> None:
        known = self.folder / "scheduler.json"
        self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(known))
        deadline = time.monotonic() + _SECONDS
        while not known.exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def start_workers(self, number: int, *paths: Path) -> None:
        """Workers of the program at these paths, or of this one."""
        with distributed.Client(self.address, set_as_default=False) as client:
            there = len(client.nthreads())
            for _ in range(number):
                self._start("dask_worker", self.address, "--nthreads", "1", "--local-directory", str(self.folder), paths=paths)
            client.wait_for_workers(there + number, timeout=_SECONDS)

    def workers(self) -> int:
        """How many there are; after a kill, once they are as many as were started."""
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.processes) - 1, timeout=_SECONDS)
            return len(client.nthreads())

    def kill_scheduler(self) -> None:
        self.processes[0].kill()
        self.processes[0].wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, what: str, *options: str, paths: tuple[Path, ...] = ()) -> None:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (*paths, ROOT))),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        with (self.folder / f"{what}.log").open("ab") as log:
            command = [sys.executable, "-m", f"distributed.cli.{what}", *options, *_HERE]
            cwd = paths[0] if paths else ROOT
            self.processes.append(subprocess.Popen(command, cwd=cwd, env=environment, stdout=log, stderr=log, start_new_session=True))


@contextmanager
def local_cluster(folder: Path, workers: int) -> Iterator[LocalCluster]:
    """With so many workers; it ends with the context."""
    cluster = LocalCluster(folder)
    try:
        cluster.start_scheduler()
        if workers:
            cluster.start_workers(workers)
        yield cluster
    finally:
        cluster.stop()
