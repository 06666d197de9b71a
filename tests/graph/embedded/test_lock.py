"""The lock names every jar with its hash, and cannot point out of its folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.embedded.lock import LOCK_FILE, ROOT, lock_digest, read_lock, render_lock
from graph.errors import JarDownloadFailed
from tests.conftest import CALENDAR

ROOT_FOLDER = Path(__file__).parents[3]
LINE = f"org.example alpha 1.0 - {'a' * 64} 12"


@pytest.mark.parametrize(("file", "root"), [(LOCK_FILE, ROOT), (CALENDAR, "org.neo4j:neo4j:2026.08.1")])
def test_the_locks_are_complete_and_sorted(file: Path, root: str) -> None:
    jars = read_lock(file)
    assert len(jars) > 200
    assert list(jars) == sorted(set(jars))
    assert [f"{jar.group}:{jar.artifact}:{jar.version}" for jar in jars if jar.artifact == "neo4j"] == [root]
    assert render_lock(jars, root=root) == file.read_text(encoding="utf-8")


def test_a_digest_stands_for_exactly_these_jars() -> None:
    jars = read_lock()
    assert lock_digest(jars) == lock_digest(tuple(reversed(jars)))
    assert lock_digest(jars) != lock_digest(jars[1:])
    assert len(lock_digest(jars)) == 16


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    lock = tmp_path / "jars.lock"
    lock.write_text(f"# head\n\n{LINE}\norg.example beta 2 linux {'b' * 64} 3\n", encoding="utf-8")
    assert [jar.path for jar in read_lock(lock)] == ["org/example/alpha/1.0/alpha-1.0.jar", "org/example/beta/2/beta-2-linux.jar"]


def test_the_command_that_makes_it_runs_without_a_warning() -> None:
    command = [sys.executable, "-W", "error", "-m", "graph.embedded.lock", "--help"]
    done = subprocess.run(command, cwd=ROOT_FOLDER, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--root ROOT" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "org.example alpha 1.0",
        LINE.replace("12", "many"),
        LINE.replace("a" * 64, "a" * 63),
        LINE.replace("a" * 64, "A" * 64),
        LINE.replace("alpha", "../alpha"),
        LINE.replace("org.example", "org..example"),
        LINE.replace("1.0", "1/0"),
        LINE.replace("alpha", "al\u00fcpha"),
        LINE + " more",
    ],
)
def test_what_is_no_line_of_a_lock_is_named(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "jars.lock"
    lock.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(JarDownloadFailed) as error:
        read_lock(lock)
    assert str(error.value).startswith(f"{lock}:2: not a line of a jar lock: {line!r}; expected group artifact version")
