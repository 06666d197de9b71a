"""Who uses an engine: each program leaves a note in ``run/users`` while it does, so that a person can be told.

The lease decides (the kernel frees it); a note only names its holder, and one whose process is gone counts for nothing.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.embedded.record import Places, process_start

__all__ = ["User", "sign_in", "users"]


@dataclass(frozen=True, order=True)
class User:
    """A program that uses the engine."""

    program: str
    pid: int

    def __str__(self) -> str:
        return f"{self.program} (process {self.pid})"


def sign_in(places: Places) -> Path:
    """Leave this program's note, if the disk has room for it; who removes the file signs it out."""
    name = str(places.users / f"{os.getpid()}-")
    with suppress(OSError):
        places.users.mkdir(mode=0o700, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=places.users, prefix=f"{os.getpid()}-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"pid": os.getpid(), "started": process_start(os.getpid()), "program": _program(sys.argv)}, file)
    return Path(name)


def users(places: Places) -> tuple[User, ...]:
    """The programs that use the engine now; notes of those that died are cleared away."""
    found = set()
    for path in places.users.glob("*-*"):
        user = _read(path)
        if user is None:
            with suppress(OSError):
                path.unlink()
        else:
            found.add(user)
    return tuple(sorted(found))


def _read(path: Path) -> User | None:
    """Whom a note names, if it still runs; a note without words is being written by the process of its name."""
    try:
        text = path.read_text(encoding="utf-8")
        unsaid = {"pid": path.name.partition("-")[0], "program": "a program", "started": None}
        said: dict[str, Any] = json.loads(text) if text else unsaid
        user, started = User(str(said["program"]), int(said["pid"])), said["started"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    now = process_start(user.pid)
    return user if now is not None and started in (None, now) else None


def _program(arguments: Sequence[str]) -> str:
    """``aigraph serve`` of ``/usr/bin/aigraph serve --port 1``; never what follows, which may be long or private."""
    name = Path(arguments[0]).name if arguments and arguments[0] not in ("", "-c", "-m") else "python"
    command = arguments[1] if name == "aigraph" and len(arguments) > 1 and arguments[1].isalpha() else ""
    return f"{name} {command}".strip()
