"""watch: each source at its own pace, one that fails stops no other, and what is silent is seen from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import time

import pytest

from api.access import Access
from api.app import create_app
from api.cli.feeds import Feed
from api.cli.watching import Watching, watch
from api.tokens import Tokens
from graph.store import Store
from ingest.errors import SourceError
from ingest.heartbeat import Heard, Heartbeat, heard
from ingest.pipeline import Report
from ingest.sources import Unread
from tests.api.doors import Client, Ran

ROOT = Path(__file__).parents[2]
NOTHING = Report(articles=0, new=0, known=0, replaced=0, refused=0, rejected={}, unread=())


def feed(name: str, *, every: float) -> Feed:
    return Feed(name=name, paths=(f"https://{name}.example/feed",), every=every, silent_after=10_000.0)


class Enough(Exception):  # noqa: N818 - the test ends
    pass


@dataclass
class Day:
    """A clock that goes when somebody waits or reads, and what was read when; it ends the test after so many seconds."""

    takes: dict[str, float]
    until: float
    now: float = 0.0
    read: list[tuple[float, str]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        if self.now > self.until:
            raise Enough

    def reader(self, one: Feed, beat: Callable[[], None]) -> Report:
        self.read.append((self.now, one.name))
        self.now += self.takes[one.name]
        beat()
        if one.name == "broken":
            raise SourceError("it is broken")
        return NOTHING

    def spend(self, feeds: Sequence[Feed], path: Path, *, once: bool = False) -> bool:
        told = Heartbeat(path, "embedded", "feeds.toml")
        return watch(feeds, Watching(self.reader, told, clock=self.clock, wait=self.wait), once=once)


def test_each_source_is_read_at_its_pace_whatever_the_others_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = Day({"often": 5, "seldom": 20, "broken": 1}, until=600)
    with pytest.raises(Enough):
        day.spend([feed("often", every=100), feed("seldom", every=250), feed("broken", every=300)], tmp_path / "journal.sqlite")
    often, seldom, broken = ([at for at, name in day.read if name == who] for who in ("often", "seldom", "broken"))
    assert often == [0, 100, 200, 300, 400, 500, 600]
    assert seldom == [5, 255, 505]
    assert broken == [25, 325]
    assert max(day.waits) <= 30
    assert [(one.name, one.beat) for one in heard(tmp_path / "journal.sqlite", "embedded")] == [
        (n, None) for n in ("broken", "often", "seldom")
    ]
    assert "aigraph: 1970-01-01T00:00:26Z broken: it is broken\n" in capsys.readouterr().err


def test_a_source_that_takes_longer_than_its_interval_leaves_the_others_their_turn(tmp_path: Path) -> None:
    day = Day({"slow": 90, "quick": 1}, until=500)

    def reader(one: Feed, beat: Callable[[], None]) -> Report:
        if day.now >= 500:
            raise Enough
        return day.reader(one, beat)

    told = Watching(reader, Heartbeat(tmp_path / "j", "g", "f"), clock=day.clock, wait=day.wait)
    with pytest.raises(Enough):
        watch([feed("slow", every=60), feed("quick", every=60)], told, once=False)
    assert [name for _, name in day.read][:6] == ["slow", "quick"] * 3


def test_once_reads_each_once_and_tells_whether_all_could_be_asked(tmp_path: Path) -> None:
    day = Day({"a": 1, "b": 1, "broken": 1}, until=100)
    assert day.spend([feed(name, every=60) for name in ("a", "b")], tmp_path / "journal.sqlite", once=True)
    assert not day.spend([feed(name, every=60) for name in ("broken", "a", "b")], tmp_path / "journal.sqlite", once=True)
    assert [name for _, name in day.read] == ["a", "b", "broken", "a", "b"]


def test_a_feed_that_cannot_be_fetched_has_failed_and_a_page_behind_it_has_not(tmp_path: Path) -> None:
    one = feed("a", every=60)
    at = Unread(one.paths[0], "no answer", passing=True), Unread("https://a.example/page", "no article")
    for unread, fails in ((at[:1], True), (at[1:], False)):
        report = Report(articles=0, new=0, known=0, replaced=0, refused=0, rejected={}, unread=unread)
        told = Heartbeat(tmp_path / "journal.sqlite", "embedded", str(fails))
        assert watch([one], Watching(lambda *_, report=report: report, told), once=True) is not fails


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("Nvidia supplies Tesla with chips.\n\nNvidia acquired Arm in 2021.\n", encoding="utf-8")
    text = '[[source]]\nname = "gone"\nfrom = "nowhere"\n[[source]]\nname = "saved"\nfrom = "inbox"\npublisher = "Courrier"\n'
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    return tmp_path / "feeds.toml"


def test_watch_reads_what_is_new_and_says_so_a_line_a_source(
    store: Store, run: Callable[..., Ran], feeds: Path, environment: dict[str, str]
) -> None:
    first = run("watch", str(feeds), "--once", "--reader", "fast", "--jobs", "1")
    assert first.code == 1
    assert "gone: there is no file or folder" in first.err or "gone: " in first.err
    [line] = [line for line in first.out.splitlines() if " saved: " in line]
    assert " saved: 1 articles read, 0 could not be, " in line
    assert store.ask("MATCH (a:Article) RETURN a.publisher AS by") == [{"by": "Courrier"}]
    again = run("watch", str(feeds), "--once", "--reader", "fast", "--jobs", "1", "--json")
    told = [json.loads(line) for line in again.out.splitlines()]
    assert [(one["source"], one["articles"], one["error"] is None) for one in told] == [("gone", 0, False), ("saved", 0, True)]
    found = heard(Path(environment["AIGRAPH_HOME"]) / "journal.sqlite", f"{environment['AIGRAPH_STORE']}/")
    assert [(one.name, one.articles, one.succeeded is None, one.beat) for one in found] == [
        ("gone", 0, True, None),
        ("saved", 1, False, None),
    ]


@pytest.mark.usefixtures("store")
def test_ctrl_c_ends_it_cleanly(feeds: Path, environment: dict[str, str]) -> None:
    feeds.write_text('[[source]]\nname = "saved"\nfrom = "inbox/none/*.txt"\n', encoding="utf-8")
    command = [sys.executable, "-m", "api.cli", "watch", str(feeds)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT, "env": os.environ | environment}
    with subprocess.Popen(command, **pipes) as program:  # type: ignore[call-overload]  # by name, as above
        assert program.stderr is not None
        assert " saved: " in program.stderr.readline()  # it was read, and failed; now it waits
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 0
    assert said == "aigraph: stopped: 0 articles came into the graph\n"


def known(now: float) -> Iterator[Heard]:
    yield Heard("lively", 3600.0, now - 9000, now - 60, now - 60, now - 120, 7, now - 5)
    yield Heard("mute", 3600.0, now - 9000, now - 60, now - 60, None, 0, now - 5)


def test_silence_is_seen_by_readyz_and_metrics(told: Store, tmp_path: Path) -> None:
    client = Client(create_app(told, heard=lambda: list(known(time()))))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    lively, mute = answer.json()["sources"]
    assert (lively["name"], lively["silent"], lively["silent_after"]) == ("lively", False, 3600)
    assert (lively["article_age"], lively["success_age"], lively["watch_age"]) == pytest.approx((120, 60, 5), abs=5)
    assert (mute["silent"], mute["article_age"]) == (True, None)
    figures = client.get("/metrics").text
    assert 'aigraph_source_silent{source="mute"} 1.0' in figures
    assert 'aigraph_source_silent{source="lively"} 0.0' in figures
    assert 'aigraph_source_articles{source="lively"} 7.0' in figures
    assert 'aigraph_source_article_age_seconds{source="lively"} 12' in figures
    assert 'aigraph_source_article_age_seconds{source="mute"}' not in figures
    well = Client(create_app(told, heard=lambda: list(known(time()))[:1]))
    assert well.get("/readyz").json()["status"] == "ready"
    locked = Client(create_app(told, heard=lambda: list(known(time())), access=Access(Tokens(tmp_path), open=False)))
    assert locked.get("/readyz").json() == {"status": "degraded", "sources": []}


def test_a_program_that_gives_no_sign_of_life_is_missed(told: Store) -> None:
    now = time()
    client = Client(create_app(told, heard=lambda: [Heard("a", 9e9, 0.0, now, now, now, 1, now - 1000)]))
    assert client.get("/readyz").json()["status"] == "degraded"
