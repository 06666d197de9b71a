"""Readers in several processes: the same claims in the same order, and a process that dies takes nobody along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ingest.extract import Extractor, names_of
from ingest.llm.both import BothReaders
from ingest.pipeline import readings
from ingest.rules import rules_extractor
from ingest.sources import Unread, read_articles
from ingest.workers import FEW, Workers, cores, shared
from ontology.records import Article, Reading
from tests.ingest.readers import MortalReader, PlainReader

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
MISSING = Unread("gone.txt", "gone.txt does not exist")
PROGRAM = """
import sys
from pathlib import Path
from ingest.pipeline import readings
from ingest.workers import shared
from ontology.records import Article
from tests.ingest.readers import MortalReader
with shared(MortalReader(Path(sys.argv[1])), [Article(f"Sleep. {n}", f"{n}.txt") for n in range(8)], processes=2) as work:
    list(readings(work.items, work.extractor, jobs=work.jobs))
"""


def texts(*words: str) -> list[Article]:
    return [Article(one, f"{number}.txt") for number, one in enumerate(words)]


def read(items: Iterable[Article | Unread], reader: Extractor, processes: int = 2) -> list[Reading | Unread]:
    with shared(reader, items, processes=processes) as work:
        return list(readings(work.items, work.extractor, jobs=work.jobs))


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def all_gone(processes: Iterable[int], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(map(alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, processes))


def test_what_is_read_and_what_is_not_comes_in_the_order_of_the_sources() -> None:
    items: list[Article | Unread] = [
        MISSING,
        *texts("Nvidia supplies Tesla.", "Boom.", "Refuse.", "Nvidia regulates AMD.", *(f"F{n} supplies G." for n in range(20))),
    ]
    assert read(items, PlainReader()) == list(readings(items, PlainReader()))


@pytest.mark.parametrize(("articles", "processes"), [(FEW - 1, 2), (20, 1)])
def test_no_process_is_started_for_few_articles_or_one_job(tmp_path: Path, articles: int, processes: int) -> None:
    reader = MortalReader(tmp_path)
    assert len(read([MISSING, *texts(*(f"It rained {n} times." for n in range(articles)))], reader, processes)) == articles + 1
    assert reader.processes() == {os.getpid()}


def test_processes_read_side_by_side_and_end_with_the_work(tmp_path: Path) -> None:
    reader = MortalReader(tmp_path)
    read(texts(*(f"It rained {n} times." for n in range(30))), reader)
    assert 1 <= len(reader.processes()) <= 2
    assert os.getpid() not in reader.processes()
    assert all_gone(reader.processes())


def test_few_articles_are_in_hand_at_once() -> None:
    asked = 0

    def items() -> Iterator[Article]:
        nonlocal asked
        for asked in range(1, 101):
            yield Article(f"It rained {asked} times.", f"{asked}.txt")

    with shared(PlainReader(), items(), processes=2) as work:
        for number, _ in enumerate(readings(work.items, work.extractor, jobs=work.jobs), start=1):
            assert asked - number <= 2 * 2 + 1
    assert asked == 100


def test_an_article_that_kills_its_process_once_is_read_all_the_same(tmp_path: Path) -> None:
    found = read(
        texts(*["Nvidia supplies Tesla."] * 4, "Die once. Nvidia supplies AMD.", *["Nvidia acquires AMD."] * 4), MortalReader(tmp_path)
    )
    assert (tmp_path / "died").exists()
    assert [len(item.claims) if isinstance(item, Reading) else item for item in found] == [1] * 9


def test_an_article_that_kills_its_process_twice_is_unread_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(texts("Die. First.", *["Nvidia supplies Tesla."] * 4, "Die. Last.", "Nvidia acquires AMD."), MortalReader(tmp_path))
    assert [isinstance(item, Unread) for item in found] == [True, False, False, False, False, True, False]
    why = (
        "the process that read it was killed (signal 9), and did so again when it read nothing else: it may need more memory than there is"
    )
    assert found[0] == Unread("0.txt", f"0.txt: {why}")


def test_a_reader_that_no_process_can_load_is_told_of_for_each_article(capfd: pytest.CaptureFixture[str]) -> None:
    class Local:
        name = "local@1"

        def __call__(self, article: Article) -> Reading:
            return Reading(article, ())

    found = read(texts(*["It rained."] * FEW), Local())
    assert all(isinstance(item, Unread) and "Local" in item.reason and "\n" not in item.reason for item in found)
    capfd.readouterr()


def test_they_bear_the_names_of_their_reader() -> None:
    both = BothReaders(PlainReader("model@1"), PlainReader("plain@1"))
    workers = Workers(both, 2)
    assert workers.name == both.name
    assert names_of(workers) == both.names


def test_closed_while_they_read_they_end_at_once(tmp_path: Path) -> None:
    reader, found = MortalReader(tmp_path), list[Reading | Unread]()
    workers = Workers(reader, 2)
    thread = threading.Thread(target=lambda: found.extend(readings(texts(*["Sleep."] * 3), workers, jobs=3)))
    thread.start()
    deadline = time.monotonic() + 60
    while len(reader.processes()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    workers.close()
    thread.join(20)
    assert not thread.is_alive()
    assert all(isinstance(item, Unread) for item in found)
    assert all_gone(reader.processes())


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_program_no_process_is_left(tmp_path: Path, kind: signal.Signals) -> None:
    reader = MortalReader(tmp_path)
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=root, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while len(reader.processes()) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(kind)
        process.wait(timeout=20)
    assert len(reader.processes()) == 2
    assert all_gone(reader.processes())


def test_the_offline_reader_says_the_same_in_processes() -> None:
    items = list(read_articles([SAMPLES / f"{name}" for name in ("en-02-coreweave-customers.txt", "es-01-multiverse-compactifai.md",
                                                                 "fr-02-mistral-asml-serie-c.txt", "fr-09-orvane-dement.md")]))  # fmt: skip
    assert read(items, rules_extractor(0.2)) == list(readings(items, rules_extractor(0.2)))


def test_there_is_a_core_at_least() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
