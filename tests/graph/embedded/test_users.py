"""Who uses an engine is known by notes, and a note of a process that is gone counts for nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.embedded.record import Places
from graph.embedded.users import User, sign_in, users


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "run").mkdir()
    return Places(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["/usr/bin/aigraph", "serve", "--port", "1"], "aigraph serve"),
        (["/usr/bin/aigraph", "--version"], "aigraph"),
        (["/usr/bin/aigraph"], "aigraph"),
        (["notebook.py", "secret"], "notebook.py"),
        (["-c"], "python"),
        ([], "python"),
    ],
)
def test_a_program_is_named_without_what_it_was_given(
    places: Places, monkeypatch: pytest.MonkeyPatch, arguments: list[str], name: str
) -> None:
    monkeypatch.setattr(sys, "argv", arguments)
    note = sign_in(places)
    assert users(places) == (User(name, os.getpid()),)
    assert str(users(places)[0]) == f"{name} (process {os.getpid()})"
    note.unlink()
    assert users(places) == ()


def test_a_program_that_signs_in_twice_is_one_user_until_it_has_signed_out_twice(places: Places) -> None:
    one, other = sign_in(places), sign_in(places)
    assert len(users(places)) == 1
    one.unlink()
    assert len(users(places)) == 1
    other.unlink()
    assert users(places) == ()


def test_notes_of_the_dead_and_of_nobody_are_cleared_away(places: Places) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    places.users.mkdir()
    for number, text in enumerate(
        [
            json.dumps({"pid": gone.pid, "started": "1", "program": "aigraph serve"}),
            json.dumps({"pid": os.getpid(), "started": "another start", "program": "aigraph serve"}),
            json.dumps({"pid": "x"}),
            "[]",
            "{half",
        ]
    ):
        (places.users / f"{number}-x").write_text(text, encoding="utf-8")
    assert users(places) == ()
    assert list(places.users.iterdir()) == []


def test_a_note_that_is_being_written_counts(places: Places) -> None:
    places.users.mkdir()
    (places.users / f"{os.getpid()}-x").touch()
    assert users(places) == (User("a program", os.getpid()),)
