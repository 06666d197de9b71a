"""What the embedded Neo4j costs: ``python -m bench.starting [ROUNDS]`` (default 5). Prints seconds, medians, and megabytes.

Cold is a command that has to start the engine, warm one that finds it running, each as a program of its own that asks ``RETURN 1``. A cold
start is also taken apart: the program until it starts the engine's process, that process until Java's library is in it, until Neo4j begins
(its ``debug.log``), and until Bolt answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.processes import megabytes_of
from graph.embedded import places_of, status, stop

PROGRAM = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
POLL = 0.005
IDLE = 30.0
STEPS = ("engine's process", "Java", "Neo4j begins", "Bolt answers", "command ends")


def command(home: Path, *arguments: str) -> list[str]:
    """A command of the program's."""
    os.environ["AIGRAPH_HOME"] = str(home)
    return [sys.executable, "-c", PROGRAM, *arguments]


def seconds(home: Path, *arguments: str) -> float:
    """Of a whole command."""
    start = time.perf_counter()
    subprocess.run(command(home, *arguments), check=True, capture_output=True)
    return time.perf_counter() - start


def taken_apart(home: Path) -> list[float]:
    """When each step of a cold start was done, in seconds since the command began."""
    places = places_of(home / "store")
    debug, since = places.home / "logs" / "debug.log", time.time()

    def pid() -> int | None:
        return status(places.home).pid

    def java() -> bool:
        found = pid()
        try:
            return found is not None and "libjvm" in Path(f"/proc/{found}/maps").read_text(encoding="utf-8")
        except OSError:
            return False

    signs: list[Callable[[], object]] = [pid, java, lambda: debug.exists() and debug.stat().st_mtime > since, places.connection.exists]
    start, found = time.perf_counter(), list[float]()
    child = subprocess.Popen(command(home, "query", "RETURN 1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for sign in signs:
        while not sign() and child.poll() is None:
            time.sleep(POLL)
        found.append(time.perf_counter() - start)
    child.wait()
    return [*found, time.perf_counter() - start]


def main() -> None:
    """Start, stop, and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        engine = home / "store"
        try:
            print(f"{seconds(home, 'query', 'RETURN 1'):6.2f} s  a new home's first command", flush=True)
            cold, warm, steps = list[float](), list[float](), list[list[float]]()
            for _ in range(number):
                stop(engine)
                cold.append(seconds(home, "query", "RETURN 1"))
                warm.append(seconds(home, "query", "RETURN 1"))
                stop(engine)
                steps.append(taken_apart(home))
            for words, times in (("cold", cold), ("warm", warm), ("--version alone", [seconds(home, "--version") for _ in range(number)])):
                print(f"{median(times):6.2f} s  {words}", flush=True)
            whole = [median(step) for step in zip(*steps, strict=True)]
            print("cold start: " + ", ".join(f"{words} after {at:.2f} s" for words, at in zip(STEPS, whole, strict=True)), flush=True)
            pid = status(engine).pid
            time.sleep(IDLE)
            if pid is not None:
                print(f"{megabytes_of(pid):6.0f} MB of memory after {IDLE:.0f} s idle, {megabytes_of(pid, peak=True):.0f} MB at most")
            size = sum(path.lstat().st_blocks * 512 for path in engine.rglob("*") if path.is_file())
            print(f"{size / 1e6:6.1f} MB on the disk for an empty graph")
        finally:
            stop(engine)


if __name__ == "__main__":
    main()
