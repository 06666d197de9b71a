"""Start the engine's process, away from the terminal and the environment of whoever needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.embedded.causes import explain
from graph.embedded.record import Places

__all__ = ["Wanted", "environment", "launch"]

_JAVA_VARIABLES = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What kind of engine: from which jars, for how long without use, with how much memory."""

    cache: Path
    lock: Path
    idle_seconds: float
    heap: str
    java_options: str = ""


def launch(places: Places, wanted: Wanted) -> None:
    """Return when the engine has gone to the background, with its lock in hand but not yet ready.

    Raises:
        EngineStartFailed: it did not come that far.

    """
    if places.log.exists():
        places.log.replace(places.log.with_suffix(".log.1"))
    command = [sys.executable, "-P", "-u", "-m", "graph.embedded.server", str(places.home), "--detach"]
    jars = ["--cache", str(wanted.cache.absolute()), "--lock", str(wanted.lock.absolute())]
    options = [*jars, "--idle-seconds", str(wanted.idle_seconds), "--heap", wanted.heap, f"--java-options={wanted.java_options}"]
    with places.log.open("wb") as log:
        started = subprocess.run(  # noqa: S603 - our own module
            [*command, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=places.home, env=environment(), check=False
        )
    if started.returncode:
        raise explain(places.log, home=places.home, heap=wanted.heap, java_options=wanted.java_options)


def environment() -> dict[str, str]:
    """The environment of this program, without what would change Java, in a locale that can spell every path."""
    kept = {name: value for name, value in os.environ.items() if name not in _JAVA_VARIABLES}
    root = str(Path(__file__).resolve().parents[2])
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [root, kept.get("PYTHONPATH")]))
    if sys.platform == "linux":
        kept["LC_ALL"] = "C.UTF-8"
    return kept
