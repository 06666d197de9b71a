"""Why an engine did not start is said in one line with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedded.causes import CAUSE, explain
from graph.errors import EngineStartFailed, StoreError, StoreFull

HOME = Path("/data/store")


def told(log: Path, words: str) -> StoreError:
    log.write_text(words, encoding="utf-8")
    error = explain(log, home=HOME, heap="512m")
    assert "\n" not in str(error)
    assert str(error).endswith(f"(log: {log})")
    return error


@pytest.mark.parametrize(
    ("log", "kind", "words"),
    [
        (f"{CAUSE}IOException: No space left on device", StoreFull, "/data/store: no room left on the disk"),
        (f"{CAUSE}FileSystemException: Disk quota exceeded", StoreFull, "no room left on the disk"),
        (f"{CAUSE}OutOfMemoryError: Java heap space", EngineStartFailed, "not enough memory for a Neo4j with a heap of 512m"),
        ("Error occurred\nCould not reserve enough space for object heap\nit ends", EngineStartFailed, "ask for a smaller heap"),
        ("Invalid maximum heap size: -Xmx9x", EngineStartFailed, "heap '512m': Java does not take it; expected a size such as"),
        (f"{CAUSE}UnsupportedFormatVersionException: record format", EngineStartFailed, "of another Neo4j than the one started here (Uns"),
        (f"{CAUSE}FileLockException: Lock file has been locked by another process: x", EngineStartFailed, "another Neo4j has this folder"),
        (f"{CAUSE}BindException: Address already in use", EngineStartFailed, "another program took the port at the same moment; try again"),
        (f"{CAUSE}AccessDeniedException: /data/store/data", EngineStartFailed, "may not be written"),
        (f"{CAUSE}PermissionError: [Errno 13] Permission denied", EngineStartFailed, "may not be written"),
        (
            f"{CAUSE}ModuleNotFoundError: No module named 'jpype'",
            EngineStartFailed,
            "(ModuleNotFoundError: No module named 'jpype'); install",
        ),
        (f"{CAUSE}IllegalStateException: odd", EngineStartFailed, "did not start: IllegalStateException: odd; the folder may be damaged"),
        ("Traceback\nSegmentation fault", EngineStartFailed, "did not start: Segmentation fault; the folder may be damaged"),
        ("", EngineStartFailed, "did not start: it left no word"),
    ],
)
def test_a_log_is_explained(tmp_path: Path, log: str, kind: type[StoreError], words: str) -> None:
    error = told(tmp_path / "engine.log", log)
    assert type(error) is kind
    assert words in str(error)


def test_the_marked_line_counts_more_than_what_was_printed_on_the_way(tmp_path: Path) -> None:
    error = told(tmp_path / "engine.log", f"warning: Permission denied for a cache\n{CAUSE}IOException: No space left on device\nbye")
    assert isinstance(error, StoreFull)


def test_the_last_marked_line_counts(tmp_path: Path) -> None:
    assert "second" in str(told(tmp_path / "engine.log", f"{CAUSE}first\n{CAUSE}second\n"))


def test_a_long_log_is_read_from_its_end_and_a_long_cause_is_cut(tmp_path: Path) -> None:
    error = told(tmp_path / "engine.log", "No space left on device\n" + "x" * 30_000 + f"\n{CAUSE}{'y' * 5_000}")
    assert isinstance(error, EngineStartFailed)
    assert len(str(error)) < 800


def test_a_log_that_is_missing_or_no_text_is_explained_too(tmp_path: Path) -> None:
    assert "it left no word" in str(explain(tmp_path / "nothing.log", home=HOME, heap="512m"))
    (tmp_path / "engine.log").write_bytes(b"\xff\xfe broken \xff")
    assert "broken" in str(explain(tmp_path / "engine.log", home=HOME, heap="512m"))
