"""What is said of how far reading has come is what is known: nothing is made up where the end is not in sight."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from api.cli import progress as module
from api.cli.progress import Course, progress
from ingest.sources import Unread
from tests.graph.samples import article, reading
from tests.ingest.readers import PlainReader

READ = PlainReader()(article("Nvidia supplies Tesla. Tesla acquires Arm. Nvidia regulates AMD."))


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def spent(course: Course, clock: Clock, *, items: int, seconds: float) -> None:
    for _ in range(items):
        clock.now += seconds
        course.add(READ)


def test_what_is_left_and_how_long_it_takes_come_from_what_was_done() -> None:
    clock = Clock()
    course = Course(lambda: 30, clock=clock)
    assert course.words() == "0 articles read, 30 left; 0 claims, 0 refused"
    spent(course, clock, items=8, seconds=0.5)
    course.add(Unread("x", "why"))
    assert course.words() == "8 articles read, 21 left, 2.0 a second, 0:00:10 to go; 16 claims, 8 refused, 1 not readable"


def test_what_was_read_before_is_not_left_and_makes_nothing_faster() -> None:
    clock, skipped = Clock(), [0]
    course = Course(lambda: 100, lambda: skipped[0], lambda: "3 calls", clock)
    skipped[0] = 90
    spent(course, clock, items=2, seconds=10)
    assert course.words() == "2 articles read, 8 left, 6.0 a minute, 0:01:20 to go; 4 claims, 2 refused; 3 calls"


def test_of_what_nobody_can_count_no_end_is_told() -> None:
    clock = Clock()
    course = Course(lambda: None, clock=clock)
    spent(course, clock, items=3, seconds=1)
    assert course.words() == "3 articles read, 1.0 a second; 6 claims, 3 refused"


def test_the_rate_is_that_of_the_last_minute() -> None:
    clock = Clock()
    course = Course(lambda: 1000, clock=clock)
    spent(course, clock, items=100, seconds=0.1)
    spent(course, clock, items=12, seconds=10)
    assert "6.0 a minute" in course.words() or "7.0 a minute" in course.words()


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with progress(["a.txt"], str) as advance:
        advance(READ)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(module, "_SECONDS_BETWEEN_LINES", 0.0)
    with progress(["https://www.example.org/feed"], str) as advance:
        advance(READ)
        advance(Unread("b", "gone"))
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("aigraph: 1 articles read, ")
    assert first.endswith("; 2 claims, 1 refused")
    assert second.endswith("; 2 claims, 1 refused, 1 not readable")


def test_a_person_sees_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    with progress(["a.txt"], str) as advance:
        advance(reading(article("[bold]x", source="a[b].txt"), ("Nvidia", "supplies", "Tesla")))
    shown = capsys.readouterr().err
    assert "1 articles read, " in shown
    assert "a[b].txt" in shown
