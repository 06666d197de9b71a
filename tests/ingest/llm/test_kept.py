"""Answers are kept as soon as they come: a second run asks nothing, and neither does one after a kill."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import Store
from ingest.llm.asking import Request
from ingest.llm.errors import ModelUnreachable
from ingest.llm.kept import Kept
from ingest.llm.opening import opened
from ingest.llm.settings import ModelSettings
from ingest.pipeline import ingest, readings
from ingest.sources import Unread
from ontology.records import Article, Reading
from tests.ingest.llm.endpoint import Call, Turn, completion, serving
from tests.ingest.llm.samples import Scripted, answer, entity, relation

GOOD = answer([entity("Alpha"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1)])
ARTICLES = [Article(f"Alpha supplies Beta. It rained {n} times.", f"{n}.txt", lang="en") for n in range(6)]
REQUEST = Request("tiny", ({"role": "user", "content": "Hello"},), {"type": "object"})
PROGRAM = """
import sys
from contextlib import closing
from pathlib import Path
from ingest.llm.opening import opened
from ingest.llm.settings import ModelSettings
from ingest.pipeline import readings
from ontology.records import Article
articles = [Article(f"Alpha supplies Beta. It rained {n} times.", f"{n}.txt", lang="en") for n in range(6)]
with closing(opened(ModelSettings(model="tiny", url=sys.argv[1], answers=Path(sys.argv[2])))) as found:
    print("ready", flush=True)
    for item in readings(articles, found.reader, jobs=2):
        print(len(item.claims), flush=True)
"""


def test_a_question_is_asked_once(tmp_path: Path) -> None:
    model = Scripted("{}")
    kept = Kept(model, tmp_path)
    assert (kept(REQUEST).usage.calls, kept(REQUEST).usage.calls) == (1, 0)
    assert len(model.asked) == 1
    kept(replace(REQUEST, model="other"))
    assert len(model.asked) == 2
    assert Kept(Scripted("x"), tmp_path)(replace(REQUEST, schema={})).text == "{}"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"answer": 3}', '{"answer": "x", "read": "many", "written": 1}'])
def test_a_file_that_is_broken_is_no_answer(tmp_path: Path, content: str) -> None:
    kept = Kept(Scripted("{}"), tmp_path)
    kept(REQUEST)
    (path,) = tmp_path.rglob("*.json")
    path.write_text(content, encoding="utf-8")
    assert kept(REQUEST).usage.calls == 1
    assert kept(REQUEST).usage.calls == 0


def test_neither_prompt_nor_key_is_on_disk(tmp_path: Path) -> None:
    Kept(Scripted("{}"), tmp_path)(REQUEST)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert json.loads(path.read_text(encoding="utf-8")) == {"answer": "{}", "read": 100, "written": 10}


def test_the_second_run_asks_nothing_and_gives_the_same_graph(tmp_path: Path, store: Store) -> None:
    with serving(completion(GOOD)) as server:
        hashes = []
        for url in (server.url, "http://127.0.0.1:9/v1"):  # nobody is there the second time
            with closing(opened(ModelSettings(model="tiny", url=url, answers=tmp_path))) as found:
                report = ingest(store, ARTICLES, extractor=found.reader, jobs=3)
            assert (report.articles, len(report.unread)) == (6, 0)
            hashes.append(store.graph_hash())
        assert len(server.calls) == 6
    assert found.budget.used.tokens == 0
    assert hashes[0] == hashes[1]


def test_the_same_text_four_times_is_one_call(tmp_path: Path) -> None:
    again = [replace(ARTICLES[0], source=f"copy-{n}.txt") for n in range(4)]
    for jobs in (1, 4):
        with serving(replace(completion(GOOD), after=0.2)) as server:
            with closing(opened(ModelSettings(model="tiny", url=server.url, answers=tmp_path / str(jobs)))) as found:
                assert all(isinstance(item, Reading) for item in readings(again, found.reader, jobs=jobs))
            assert len(server.calls) == found.budget.used.calls == 1


def test_an_answer_that_is_none_is_asked_for_once_a_run(tmp_path: Path) -> None:
    again = [replace(ARTICLES[0], source=f"copy-{n}.txt") for n in range(4)]
    with serving(completion("no idea")) as server, closing(opened(ModelSettings(model="tiny", url=server.url, answers=tmp_path))) as found:
        assert all(isinstance(item, Unread) for item in readings(again, found.reader, jobs=2))
        assert len(server.calls) == 1
    assert list(tmp_path.rglob("*.json")) != []


def test_a_failure_is_told_to_all_who_wait_and_is_not_kept(tmp_path: Path) -> None:
    turns = iter([0.3])

    def says(_: Request) -> str:
        for after in turns:
            time.sleep(after)
            raise ModelUnreachable("nobody is there")
        return "{}"

    kept = Kept(Scripted(says), tmp_path)
    with ThreadPoolExecutor(3) as pool:
        failures = [call.exception() for call in [pool.submit(kept, REQUEST) for _ in range(3)]]
    assert [str(failure) for failure in failures] == ["nobody is there"] * 3
    assert kept(REQUEST).text == "{}"


def test_what_a_disk_cannot_hold_is_the_same_at_both_runs(tmp_path: Path) -> None:
    assert Kept(Scripted("\ud800"), tmp_path)(REQUEST).text == Kept(Scripted("x"), tmp_path)(REQUEST).text == "?"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_it_waits_for_the_calls_under_way_and_keeps_their_answers(tmp_path: Path, jobs: str) -> None:
    with serving(replace(completion(GOOD), after=2.0)) as server:
        program = [sys.executable, "-c", PROGRAM.replace("jobs=2", f"jobs={jobs}"), server.url, str(tmp_path)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
            while len(server.calls) < int(jobs) and child.poll() is None:
                time.sleep(0.02)
            child.send_signal(signal.SIGINT)
            child.communicate(timeout=120)
        assert int(jobs) <= len(server.calls) < len(ARTICLES)
        assert len(list(tmp_path.rglob("*.json"))) == len(server.calls)


def test_who_waits_longer_than_allowed_is_told(tmp_path: Path) -> None:
    kept = Kept(Scripted(lambda _: time.sleep(1.0) or "{}"), tmp_path)  # type: ignore[func-returns-value]  # sleep returns None, so the text counts
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kept, REQUEST)
        while not kept.under_way:
            time.sleep(0.01)
        kept.settle(0.1)
        assert str(waiting.exception()) == "reading was ended before its answer came"
    time.sleep(1.2)
    assert kept(REQUEST).usage.calls == 0


def test_an_answer_that_is_none_is_asked_for_again_at_the_next_run(tmp_path: Path) -> None:
    with serving(completion("no idea"), completion(GOOD)) as server:
        for claims in (0, 1):
            with closing(opened(ModelSettings(model="tiny", url=server.url, answers=tmp_path))) as found:
                (item,) = readings(ARTICLES[:1], found.reader)
            assert (len(item.claims) if isinstance(item, Reading) else 0) == claims


def test_a_cap_of_tokens_stops_cleanly_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with serving(completion(GOOD, read=3000, written=1000)) as server:
        settings = ModelSettings(model="tiny", url=server.url, answers=tmp_path, answer_tokens=1000, max_tokens=16_000)
        with closing(opened(settings)) as found:
            items = list(readings(ARTICLES, found.reader))
            assert found.budget.used.tokens <= 16_000
        done = len(server.calls)
        assert 0 < done < 6
        refused = [item.reason for item in items if isinstance(item, Unread)]
        assert len(refused) == 6 - done
        assert refused[0].startswith("the cap of 16000 tokens leaves no room for it (")
        with closing(opened(replace(settings, max_tokens=None))) as found:
            assert all(isinstance(item, Reading) for item in readings(ARTICLES, found.reader))
        assert len(server.calls) == 6


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_a_random_moment_no_answer_is_paid_twice(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a moment, no secret
    sent: Counter[str] = Counter()

    def slowly(call: Call) -> Turn:
        sent[call.body["messages"][-1]["content"]] += 1
        return replace(completion(GOOD), after=0.05)

    with serving(slowly) as server:
        command = [sys.executable, "-c", PROGRAM, server.url, str(tmp_path)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.3, 0.9))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        time.sleep(0.2)
        before = Counter(sent)
        kept = len(list(tmp_path.rglob("*.json")))
        with closing(opened(ModelSettings(model="tiny", url=server.url, answers=tmp_path))) as found:
            assert all(isinstance(item, Reading) for item in readings(ARTICLES, found.reader))
    assert sum(sent.values()) - sum(before.values()) == 6 - kept
