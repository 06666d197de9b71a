"""The journal: a second run does what is new, a killed one loses nothing, what failed is known and can be tried again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from api.cli.reading import articles_at, ingest
from graph.store import Login, Store
from ingest.journal import Dead, Journal
from ingest.web.terms import Politeness
from ontology.records import Article, Reading
from tests.graph.samples import emptied
from tests.ingest.containers_made import page, tarred, zipped
from tests.ingest.readers import PlainReader
from tests.ingest.web.site import Reply, Site, rss, site

WORDS = ["The two companies said so on Tuesday in a joint statement from Lyon, and gave no figures at all."] * 3


@dataclass
class Counting:
    """The plain reader, counting what it reads."""

    name: str = "plain@1"
    read: int = 0

    def __call__(self, article: Article) -> Reading:
        self.read += 1
        return PlainReader(self.name)(article)


@dataclass
class Run:
    """One run of a program, with a journal of its own opening."""

    store: Store
    home: Path

    def __call__(self, *paths: str, reader: Counting | None = None, again: bool = False, options: str = "", retry: bool = False) -> int:
        """How many articles were read."""
        reader = reader or Counting()
        journal = Journal(self.home / "journal.sqlite", "here", "plain", options, again)
        try:
            given = journal.revive() if retry else list(paths)
            journal.settle(self.store)
            hosts = frozenset(path.split("/")[2] for path in given if path.startswith("http"))
            items = articles_at(given, politeness=Politeness(interval=0.0, private=hosts), journal=journal)
            ingest(self.store, given, items, extractor=reader, as_json=True, journal=journal)
        finally:
            journal.close()
        return reader.read

    def dead(self) -> list[Dead]:
        journal = Journal(self.home / "journal.sqlite", "here", "plain")
        try:
            return journal.unread()
        finally:
            journal.close()


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    return Run(store, tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Nvidia supplies Tesla. It rained {number} times.", encoding="utf-8")
    (folder / "more.zip").write_bytes(zipped({"a.txt": b"Nvidia acquires AMD.", "b.txt": b""}))
    return str(folder)


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as found:
        found.replies["/robots.txt"] = Reply(b"", "text/plain")
        for number in range(1, 4):
            found.replies[f"/{number}"] = Reply(page(f"Story {number}", "Nvidia supplies Tesla.", *WORDS, f"It rained {number} times."))
        found.replies["/feed"] = rss(found, "/1", "/2", "/3")
        yield found


def test_a_second_run_reads_what_is_new(run: Run, folder: str) -> None:
    assert run(folder) == 4
    before = run.store.graph_hash()
    assert run(folder) == 0
    Path(folder, "0.txt").write_text("Nvidia acquires Tesla.", encoding="utf-8")
    Path(folder, "9.txt").write_text("Nvidia acquires Tesla. It rained.", encoding="utf-8")
    assert run(folder) == 2
    assert run.store.graph_hash() != before


def test_again_reads_all_and_replaces_what_an_older_version_said(run: Run, folder: str) -> None:
    run(folder)
    assert run(folder, reader=Counting("plain@2")) == 0
    assert run(folder, reader=Counting("plain@2"), again=True) == 4
    assert {claim.extractor for claim in run.store.claims()} == {"plain@2"}
    assert len(list(run.store.claims())) == 4
    assert run(folder, reader=Counting("plain@2")) == 0


def test_other_words_of_the_user_are_read_anew(run: Run, folder: str) -> None:
    run(folder)
    assert run(folder, options="publisher=Daily") == 4


def test_what_the_graph_lost_is_read_again_and_what_was_retracted_is_not(run: Run, folder: str) -> None:
    run(folder)
    run.store.retract(str(Path(folder, "0.txt")), reason="wrong")
    assert run(folder) == 0
    emptied(run.store)
    assert run(folder) == 4


def test_a_feed_is_asked_for_what_is_new_only(run: Run, news: Site) -> None:
    assert run(news.at("/feed")) == 3
    assert run(news.at("/feed")) == 0
    assert news.paths == ["/feed", "/1", "/2", "/3", "/feed"]
    news.replies["/4"] = Reply(page("Story 4", "Nvidia supplies Tesla.", *WORDS))
    news.replies["/feed"] = rss(news, "/4", "/1", "/2", "/3")
    assert run(news.at("/feed")) == 1
    assert news.paths[5:] == ["/feed", "/4"]


def test_two_addresses_of_one_page_are_both_known(run: Run, news: Site) -> None:
    news.replies["/moved"] = Reply(status=301, headers={"Location": "/1"})
    news.replies["/earlier"] = Reply(status=302, headers={"Location": "/2"})
    news.replies["/feed"] = rss(news, "/1", "/moved", "/earlier")
    assert run(news.at("/feed")) == 2
    assert [path for path in news.paths if path != "/robots.txt"] == ["/feed", "/1", "/moved", "/earlier", "/2"]
    news.asked.clear()
    news.replies["/feed"] = rss(news, "/1", "/moved", "/earlier", "/3")
    assert run(news.at("/feed")) == 1
    assert [path for path in news.paths if path != "/robots.txt"] == ["/feed", "/3"]
    news.asked.clear()
    news.replies["/feed"] = rss(news, "/moved", "/1")
    assert run(news.at("/feed"), again=True) == 1
    assert [path for path in news.paths if path != "/robots.txt"] == ["/feed", "/moved", "/1"]


def test_what_the_graph_lost_is_read_again_though_its_feed_did_not_change(run: Run, news: Site) -> None:
    assert run(news.at("/feed")) == 3
    emptied(run.store)
    assert run(news.at("/feed")) == 3


def test_a_feed_that_failed_or_was_empty_is_asked_again(run: Run, news: Site) -> None:
    full = news.replies["/feed"]
    for reply in (rss(news), Reply(status=404)):
        news.replies["/feed"] = reply
        assert run(news.at("/feed")) == 0
        assert [dead.source for dead in run.dead()] == [news.at("/feed")]
    news.replies["/feed"] = full
    assert run(news.at("/feed")) == 3
    assert run.dead() == []


def test_entries_without_a_page_are_told_apart_by_their_words(run: Run, news: Site) -> None:
    def brief(*texts: str) -> Reply:
        items = [
            f"<item><title>Morning</title><description>Nvidia supplies Tesla. {text} {WORDS[0]}</description></item>" for text in texts
        ]
        return rss(news, more="".join(items))

    news.replies["/brief"] = brief("It rained.", "It snowed.")
    assert run(news.at("/brief")) == 2
    assert run(news.at("/brief")) == 0
    news.replies["/brief"] = brief("It rained.", "It hailed.")
    assert run(news.at("/brief")) == 1


def test_articles_that_share_a_source_are_known_each(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.jsonl"
    rows = [{"url": "https://example.org/", "text": f"Nvidia supplies Tesla. It rained {number} times."} for number in range(2)]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(str(table)) == 2
    assert run(str(table)) == 0
    some = run.store.ask("MATCH (a:Article) RETURN a.id AS id ORDER BY id")
    run.store.retract(some[0]["id"], reason="wrong")
    assert run(str(table)) == 0
    assert len(run.store.ask("MATCH (a:Article) RETURN a.id AS id")) == 1


def test_a_journal_with_one_text_of_a_source_is_brought_forward(run: Run, folder: str) -> None:
    assert run(folder) == 4
    path = run.home / "journal.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.executescript("""CREATE TABLE read (graph TEXT, reader TEXT, key TEXT, options TEXT, print TEXT, article TEXT, version TEXT,
            done INTEGER, PRIMARY KEY (graph, reader, key)) WITHOUT ROWID; INSERT INTO read SELECT * FROM texts; DROP TABLE texts;""")
    assert run(folder) == 0
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT name FROM sqlite_master WHERE name = 'read'").fetchall() == []


def test_what_is_mended_is_no_longer_listed(run: Run, tmp_path: Path) -> None:
    archive, table = tmp_path / "a.zip", tmp_path / "t.jsonl"
    archive.write_bytes(b"PK\x03\x04 broken")
    table.write_text('{"text": \n', encoding="utf-8")
    assert run(str(archive), str(table)) == 0
    assert len(run.dead()) == 2
    archive.write_bytes(zipped({"a.txt": b"Nvidia acquires AMD."}))
    table.write_text('{"text": "Nvidia supplies Tesla."}\n', encoding="utf-8")
    assert run(str(archive), str(table)) == 2
    assert run.dead() == []


def test_standard_input_is_not_waited_for_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"")))
    assert run("-") == 0
    assert run.dead() == []


def test_names_that_are_no_unicode_are_written_as_escapes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in (b"a.txt", b"bad\xff.txt"):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.write_text(f"Nvidia supplies Tesla. It rained on {name.hex()}.", encoding="utf-8")
    (folder / "b.tar").write_bytes(tarred({"caf\udce9.txt": b"Nvidia acquires AMD."}))
    row = {"url": "https://example.org/\ud800", "title": "odd \ud800", "text": "Nvidia acquires Tesla."}
    (tmp_path / "t.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    given = (str(folder), str(tmp_path / "t.jsonl"))
    assert run(*given) == 4
    sources = {row["source"] for row in run.store.ask("MATCH (a:Article) UNWIND a.sources AS source RETURN source")}
    assert {f"{folder}/bad\\xff.txt", f"{folder}/b.tar!/caf\\xe9.txt", "https://example.org/\\ud800"} < sources
    assert run(*given) == 0


def test_what_failed_is_known_and_tried_again_on_demand(run: Run, news: Site, folder: str) -> None:
    good = news.replies["/2"]
    news.replies["/2"] = Reply(status=404)
    assert run(news.at("/feed"), folder) == 6
    empty, away = run.dead()
    assert (away.source, away.passing, away.times) == (news.at("/2"), False, 1)
    assert empty.source == f"{folder}/more.zip!/b.txt"
    assert empty.reason.endswith("is empty: an article has at least one sentence")
    asked = len(news.asked)
    assert run(news.at("/feed")) == 0
    assert [path for path, _ in news.asked[asked:]] == ["/robots.txt", "/feed"]
    news.replies["/2"] = good
    assert run(retry=True) == 1
    assert [(dead.source, dead.times) for dead in run.dead()] == [(empty.source, 2)]
    assert run(news.at("/feed")) == 0


def test_what_is_away_is_asked_for_by_the_next_run(run: Run, news: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.web.fetcher.pause_of", lambda *_: 0.01)
    good = news.replies["/2"]
    news.replies["/2"] = Reply(status=503)
    assert run(news.at("/feed")) == 2
    assert [dead.passing for dead in run.dead()] == [True]
    news.replies["/2"] = good
    assert run(news.at("/feed")) == 1
    assert run.dead() == []


def test_what_a_reader_failed_at_is_dead_too(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("Boom.", encoding="utf-8")
    run(str(bad))
    (dead,) = run.dead()
    assert dead.source == str(bad)
    assert "please report it" in dead.reason
    bad.write_text("Nvidia supplies Tesla.", encoding="utf-8")
    assert run(retry=True) == 1
    assert run.dead() == []


def test_an_interrupted_feed_is_asked_in_full_again_but_no_page_twice(run: Run, news: Site) -> None:
    class Stopping(Counting):
        def __call__(self, article: Article) -> Reading:
            if article.source.endswith("/3"):
                raise KeyboardInterrupt
            return super().__call__(article)

    with pytest.raises(KeyboardInterrupt):
        run(news.at("/feed"), reader=Stopping())
    assert run(news.at("/feed")) == 1
    assert news.paths == ["/feed", "/1", "/2", "/3", "/feed", "/3"]


KILLED = """
import os, signal, sys
from pathlib import Path
from graph.store import Store
from tests.ingest.test_journal import Run
from ingest.journal import Journal

uri, user, password, home, address, moment = sys.argv[1:]
end = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
hand = Journal.hand
if moment == "before":
    Journal.hand = lambda *a: (hand(*a), end())
else:
    Journal.stored = end
with Store.connect(uri, user=user, password=password) as store:
    Run(store, Path(home))(address)
"""
"""A run that is killed between the journal and the store: before the store has anything, or after it has all."""


@pytest.mark.parametrize(("moment", "more"), [("before", 3), ("after", 0)])
def test_a_killed_run_loses_nothing_and_fetches_nothing_twice_that_was_stored(
    run: Run, news: Site, login: Login, moment: str, more: int
) -> None:
    address = news.at("/feed")
    arguments = [login.uri, login.user, login.password, str(run.home), address, moment]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=Path(__file__).parents[2], check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    asked = len(news.paths)
    assert run(address) == more
    assert len(news.paths) - asked == 1 + more
    killed = run.store.graph_hash()
    emptied(run.store)
    other = replace(run, home=run.home / "other")
    assert other(address) == 3
    assert run.store.graph_hash() == killed


def test_readers_and_graphs_have_journals_of_their_own(store: Store, folder: str, tmp_path: Path) -> None:
    for graph, reader, expected in (("a", "x", 4), ("a", "y", 4), ("b", "x", 4), ("a", "x", 0)):
        journal = Journal(tmp_path / "journal.sqlite", graph, reader)
        counting = Counting()
        journal.settle(store)
        ingest(store, [folder], articles_at([folder], journal=journal), extractor=counting, as_json=True, journal=journal)
        journal.close()
        assert counting.read == expected
