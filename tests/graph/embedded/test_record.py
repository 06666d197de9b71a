"""The connection file: private, written in one step, and never trusted further than it deserves."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from graph.embedded.record import Places, Record, process_start, read_record, write_private

RECORD = Record(port=7687, pid=4711, started="99", user="neo4j", password="secret")  # noqa: S106 - nobody's


def test_a_record_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    RECORD.write(path)
    assert read_record(path) == RECORD
    assert RECORD.uri == "bolt://127.0.0.1:7687"


def test_a_record_is_for_its_owner_alone_and_hides_its_password(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    path.write_text("older, and open to all", encoding="utf-8")
    path.chmod(0o644)
    RECORD.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "secret" not in repr(RECORD)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"port": 1}', '{"host": "elsewhere"}', "\x00\xff", '"text"'])
def test_what_is_no_record_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "connection.json"
    path.write_text(text, encoding="utf-8")
    assert read_record(path) is None


def test_a_file_that_is_missing_or_no_text_is_no_record(tmp_path: Path) -> None:
    assert read_record(tmp_path / "nothing") is None
    assert read_record(tmp_path) is None
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert read_record(tmp_path / "binary") is None


def test_a_write_that_fails_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_private(path, "older")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_process_is_told_from_a_later_one_with_its_id() -> None:
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        started = process_start(child.pid)
        assert started
        assert process_start(child.pid) == started
        assert process_start(os.getpid()) not in (None, started)
        os.kill(child.pid, signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert process_start(child.pid) is None, "a zombie runs no longer"
    assert process_start(child.pid) is None


def test_all_places_lie_in_the_home(tmp_path: Path) -> None:
    places = Places(tmp_path)
    files = [places.engine_lock, places.start_lock, places.lease_lock, places.connection, places.password, places.temporary]
    assert {path.parent for path in files} == {places.run}
    assert len(set(files)) == len(files)
    assert places.log.is_relative_to(tmp_path)
