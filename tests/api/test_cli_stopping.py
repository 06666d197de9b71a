"""Ctrl-C and SIGTERM while articles are read: what was read stays, answers under way are kept, and one line says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.reading import articles_at, extract, ingest
from api.cli.stopping import Stop, Terminated, stoppable
from graph.store import Store
from ontology.records import Article, Reading
from tests.api.doors import process_environment
from tests.ingest.llm.endpoint import completion, serving
from tests.ingest.llm.samples import answer, entity, relation
from tests.ingest.readers import PlainReader

GOOD = answer([entity("Alpha"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1)])
PS = shutil.which("ps") or ""
Capture = pytest.CaptureFixture[str]


class StoppedAt:
    """A reader that is told to stop while it reads an article."""

    name = "plain@1"

    def __init__(self, number: int, kind: signal.Signals) -> None:
        self.left, self.kind, self.reader = number, kind, PlainReader()

    def __call__(self, article: Article) -> Reading:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), self.kind)
            time.sleep(5)  # the signal ends it
        return self.reader(article)


@pytest.fixture
def news(tmp_path: Path) -> list[str]:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Nvidia supplies Tesla. It rained {number} times.", encoding="utf-8")
    return [str(tmp_path)]


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_what_was_read_is_in_the_graph(store: Store, news: list[str], capsys: Capture, kind: signal.Signals, code: int) -> None:
    with pytest.raises(SystemExit) as ended, stoppable(news, "are in the graph") as stop:
        ingest(store, news, articles_at(news), extractor=StoppedAt(4, kind), as_json=False, stop=stop)
    assert capsys.readouterr().err == "aigraph: stopped: 3 articles are in the graph, 2 were not read\n"
    assert ended.value.code == code
    assert len(list(store.claims())) == 3


def test_what_was_read_is_printed(news: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit), stoppable(news, "are printed") as stop:
        extract(news, articles_at(news), extractor=StoppedAt(2, signal.SIGTERM), stop=stop)
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert printed.err == "aigraph: stopped: 1 articles are printed, 4 were not read\n"


def test_what_is_being_stored_is_stored_first() -> None:
    stop, steps = Stop(), list[str]()

    def stored(times: int) -> None:
        with stop.held():
            for _ in range(times):
                stop.ask(signal.SIGTERM)
            steps.append("stored")

    with pytest.raises(Terminated):
        stored(1)
    assert steps == ["stored"]
    with pytest.raises(Terminated):  # asked twice, it does not wait
        stored(2)
    assert steps == ["stored"]


def test_handlers_are_put_back(news: list[str]) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with stoppable(news, "are printed"):
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Alpha supplies Beta. It rained {number} times in the valley.", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_process_that_is_told_to_end_keeps_the_answers_under_way(tmp_path: Path, folder: Path, kind: signal.Signals, code: int) -> None:
    with serving(replace(completion(GOOD), after=2.0)) as server:
        command = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"]
        options = ["extract", "--lang", "en", "--reader", "llm", "--model", "tiny", "--endpoint", server.url, "--jobs", "1", str(folder)]
        settings = process_environment({"AIGRAPH_HOME": str(tmp_path / "home")})
        with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=settings) as process:
            deadline = time.monotonic() + 60
            while not server.calls and time.monotonic() < deadline:
                time.sleep(0.05)
            process.send_signal(kind)
            out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert out == ""
    assert len(server.calls) == 1
    assert err.splitlines()[1:] == [
        "aigraph: tiny: 1 calls, 120 tokens, $0.0000 used",
        "aigraph: stopped: 0 articles are printed, 3 were not read",
    ]
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "home" / "answers").rglob("*.json")]
    assert [one["answer"] for one in kept] == [GOOD]


def children(process: int) -> set[int]:
    """The numbers of the processes that this one started."""
    listed = subprocess.run([PS, "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if line.split()[1] == str(process)}


@pytest.mark.skipif(not PS, reason="there is no ps to list processes with")
@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_processes_that_read_end_with_the_program(tmp_path: Path, folder: Path, kind: signal.Signals, code: int) -> None:
    for number in range(3, 200):
        (folder / f"{number}.txt").write_text(f"Nvidia supplies Tesla with chips. It rained {number} times.", encoding="utf-8")
    command = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())", "extract", "--jobs", "2", str(folder)]
    settings = process_environment({"AIGRAPH_HOME": str(tmp_path / "home")})
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=settings) as process:
        deadline = time.monotonic() + 60
        while len(workers := children(process.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(kind)
        _, err = process.communicate(timeout=30)
    assert len(workers) == 2
    assert process.returncode == code
    assert err.splitlines()[-1].startswith("aigraph: stopped: ")
    deadline = time.monotonic() + 10
    while workers & (left := running()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not workers & left


def running() -> set[int]:
    listed = subprocess.run([PS, "-A", "-o", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if not line.split()[1].startswith("Z")}
