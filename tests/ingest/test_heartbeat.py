"""What is heard of watched sources: only what was told, and nothing is written by who listens."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ingest.heartbeat import Heartbeat, heard
from ingest.journal import Journal


def test_a_source_is_silent_when_nothing_came_for_longer_than_usual(tmp_path: Path) -> None:
    told = Heartbeat(tmp_path / "journal.sqlite", "embedded", "feeds.toml")
    told.begin([("a", 100.0), ("b", 100.0)], 1000.0)
    told.note("a", now=1050.0, succeeded=True, articles=2)
    told.note("b", now=1060.0, succeeded=False, articles=0)
    told.note("a", now=1120.0, succeeded=True, articles=0)
    a, b = heard(tmp_path / "journal.sqlite", "embedded")
    assert (a.tried, a.succeeded, a.arrived, a.articles, a.beat) == (1120.0, 1120.0, 1050.0, 2, 1120.0)
    assert (b.tried, b.succeeded, b.arrived, b.articles, b.since) == (1060.0, None, None, 0, 1000.0)
    assert [one.is_silent(1101.0) for one in (a, b)] == [False, True]
    assert [one.is_silent(1151.0) for one in (a, b)] == [True, True]
    assert heard(tmp_path / "journal.sqlite", "bolt://other/") == []
    told.end()
    assert [one.beat for one in heard(tmp_path / "journal.sqlite", "embedded")] == [None, None]


def test_what_was_known_of_a_source_stays_and_one_that_is_watched_no_more_goes(tmp_path: Path) -> None:
    for at, names in ((0.0, "ab"), (500.0, "bc")):
        told = Heartbeat(tmp_path / "journal.sqlite", "embedded", "feeds.toml")
        told.begin([(name, at + 100.0) for name in names], at)
        told.note("b", now=at, succeeded=True, articles=1)
        told.end()
    found = heard(tmp_path / "journal.sqlite", "embedded")
    assert [(one.name, one.since, one.silent_after, one.articles) for one in found] == [("b", 0.0, 600.0, 2), ("c", 500.0, 600.0, 0)]


def test_who_listens_writes_nothing(tmp_path: Path) -> None:
    assert heard(tmp_path / "journal.sqlite", "embedded") == []
    assert list(tmp_path.iterdir()) == []
    Journal(tmp_path / "journal.sqlite", "embedded", "rules").close()
    assert heard(tmp_path / "journal.sqlite", "embedded") == []
    with sqlite3.connect(tmp_path / "journal.sqlite") as file:
        assert file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'watched'").fetchone() == (0,)
    file.close()
