"""Readers at a cluster: the same graph as of one process, workers that die cost nothing, and one sentence when nobody can read."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import distributed
import pytest
from distributed.comm.core import CommClosedError

from api.cli import main
from graph.store import Login, Store
from ingest.cluster import clustered
from ingest.errors import ClusterUnusable
from ingest.extract import Extractor
from ingest.member import differing, program
from ingest.member import read as read_there
from ingest.pipeline import ingest, readings
from ingest.sources import Unread
from ontology.records import Article, Reading
from tests.graph.samples import emptied
from tests.ingest.clusters import ROOT, LocalCluster, local_cluster
from tests.ingest.readers import MortalReader, PlainReader

SAMPLES = [str(ROOT / "samples" / "articles" / name) for name in ("en-02-coreweave-customers.txt", "fr-09-orvane-dement.md")]
NOWHERE = "tcp://127.0.0.1:1"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


def texts(*words: str) -> list[Article]:
    return [Article(one, f"{number}.txt") for number, one in enumerate(words)]


def many(number: int) -> list[Article]:
    return texts(*(f"F{n % 7} supplies G{n % 5}. It rained {n} times." for n in range(number)))


def read(items: Iterable[Article | Unread], reader: Extractor, cluster: LocalCluster) -> list[Reading | Unread]:
    with clustered(reader, items, address=cluster.address) as work:
        return list(readings(work.items, work.extractor, jobs=work.jobs))


def test_what_is_read_and_what_is_not_comes_in_the_order_of_the_sources(cluster: LocalCluster) -> None:
    items: list[Article | Unread] = [
        Unread("gone.txt", "gone.txt does not exist"),
        *texts("Nvidia supplies Tesla.", "Boom.", "Refuse.", "Nvidia regulates AMD."),
        *many(50),
    ]
    assert read(items, PlainReader(), cluster) == list(readings(items, PlainReader()))


def test_no_answer_is_lost_that_comes_while_the_cluster_is_looked_after(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster._BETWEEN_LOOKS", 0.003)  # as often as answers come
    assert read(many(300), PlainReader(), cluster) == list(readings(many(300), PlainReader()))


def test_articles_go_to_all_workers_and_few_are_in_hand(cluster: LocalCluster, tmp_path: Path) -> None:
    asked, reader = 0, MortalReader(tmp_path)

    def items() -> Iterator[Article]:
        nonlocal asked
        for article in many(300):
            asked += 1
            yield article

    with clustered(reader, items(), address=cluster.address) as work:
        for number, _ in enumerate(readings(work.items, work.extractor, jobs=work.jobs), start=1):
            assert asked - number <= 9
    assert asked == 300
    assert len(reader.processes()) == 2
    assert os.getpid() not in reader.processes()


@pytest.fixture
def settings(login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that lead the program to the tests' store."""
    monkeypatch.setenv("AIGRAPH_STORE", login.uri)
    monkeypatch.setenv("AIGRAPH_USER", login.user)
    monkeypatch.setenv("AIGRAPH_PASSWORD", login.password)
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path))


@pytest.mark.usefixtures("settings")
def test_the_program_ingests_at_a_cluster_as_it_does_alone(cluster: LocalCluster, store: Store, capsys: Capture) -> None:
    at_cluster = ["ingest", "--reader", "fast", "--cluster", cluster.address, *SAMPLES, "missing.txt"]
    assert main(at_cluster) == 1
    assert "2 articles read, 1 could not be" in capsys.readouterr().out
    there = store.graph_hash()
    assert main(at_cluster) == 1
    assert "2 were read before" in capsys.readouterr().out
    assert main(["unread", "--reader", "fast"]) == 0
    assert "missing.txt" in capsys.readouterr().out
    emptied(store)
    assert main(["ingest", "--reader", "fast", "--jobs", "1", *SAMPLES]) == 0
    assert store.graph_hash() == there
    assert store.ask("MATCH (c:Claim) RETURN count(c) AS claims")[0]["claims"] > 0


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_stop_the_program_ends_and_the_cluster_stays(
    cluster: LocalCluster, tmp_path: Path, kind: signal.Signals, code: int
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(2000):
        (news / f"{number}.txt").write_text(f"Nvidia supplies Tesla with chips. It rained {number} times.", encoding="utf-8")
    options = ["extract", "--lang", "en", "--reader", "fast", "--cluster", cluster.address, str(news)]
    command = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())", *options]
    environment = os.environ | {"AIGRAPH_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(kind)
        _, err = process.communicate(timeout=60)
    assert first.startswith("{"), err
    assert process.returncode == code
    assert len(err.splitlines()) == 1
    assert err.startswith("aigraph: stopped: ")
    assert cluster.workers() == 2


def test_with_a_worker_killed_half_way_the_graph_is_the_same(cluster: LocalCluster, store: Store, tmp_path: Path) -> None:
    articles, reader, done = many(120), MortalReader(tmp_path), list[object]()

    def told(item: object) -> None:
        done.append(item)
        if len(done) == 60:
            os.kill(min(reader.processes()), signal.SIGKILL)

    with clustered(reader, articles, address=cluster.address) as work:
        report = ingest(store, work.items, extractor=work.extractor, on_item=told, jobs=work.jobs)
    assert (report.articles, report.unread) == (120, ())
    at_cluster = store.graph_hash()
    ingest(emptied(store), articles, extractor=PlainReader())
    assert store.graph_hash() == at_cluster
    assert cluster.workers() == 2


def test_an_article_that_kills_its_workers_is_unread_and_the_others_are_read(cluster: LocalCluster, tmp_path: Path) -> None:
    found = read(texts(*["Nvidia supplies Tesla."] * 4, "Die.", *["Nvidia acquires AMD."] * 4), MortalReader(tmp_path), cluster)
    assert [isinstance(item, Unread) for item in found] == [False] * 4 + [True] + [False] * 4
    why = "the process that read it died 2 times, and did so again when it read nothing else: it may need more memory than there is"
    assert found[4] == Unread("4.txt", f"4.txt: {why}")
    assert cluster.workers() == 2


def test_a_worker_that_comes_later_with_another_program_reads_nothing(cluster: LocalCluster) -> None:
    with distributed.Client(cluster.address, set_as_default=False) as client:
        error = client.submit(read_there, b"", {"Python": "2.7"}, pure=False).exception(timeout=60)
    assert isinstance(error, ClusterUnusable)
    assert "runs another program" in str(error)


def test_a_difference_is_named() -> None:
    assert differing("tcp://a:1", program()) is None
    other = {**program(), "spacy": "1.0"}
    assert str(differing("tcp://a:1", other)).startswith(f"the worker tcp://a:1 has spacy 1.0, and here it is {program()['spacy']}: ")


def test_no_worker_and_a_worker_of_another_version_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, empty = tmp_path / "other", tmp_path / "empty"
    shutil.copytree(ROOT / "ontology", other / "ontology")
    with (other / "ontology" / "aigraph.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write("# another\n")
    empty.mkdir()
    with local_cluster(empty, workers=0) as cluster:
        monkeypatch.setattr("ingest.cluster._CONNECT", 5.0)
        with pytest.raises(ClusterUnusable, match=r"has no worker: 'dask worker tcp://\S+ --nthreads 1' starts one"):
            read(many(5), PlainReader(), cluster)
        monkeypatch.undo()
        cluster.start_workers(1, other)
        with pytest.raises(ClusterUnusable, match=r"^the worker tcp://\S+ has files of ingest and ontology \w+, and here it is \w+: "):
            read(many(5), PlainReader(), cluster)


@pytest.mark.parametrize("address", ["", "localhost", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://h:99999", "tcp://user@h:1"])
def test_what_is_no_address_of_a_scheduler_is_named(address: str, capsys: Capture) -> None:
    assert main(["extract", "--cluster", address, *SAMPLES]) == 1
    assert capsys.readouterr().err == (
        f"aigraph: --cluster is {address!r}: expected the address of a Dask scheduler, as tcp://host:8786 or tls://host:8786\n"
    )


def test_where_nobody_or_somebody_else_answers_one_line_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("ingest.cluster._CONNECT", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for address in (NOWHERE, f"tcp://127.0.0.1:{silent.getsockname()[1]}"):
            assert main(["extract", "--cluster", address, *SAMPLES]) == 1
            told = capsys.readouterr().err
            assert told.startswith(f"aigraph: no Dask scheduler answers at {address} (")
            assert told.count("\n") == 1


@pytest.mark.parametrize("options", [["--reader", "llm", "--model", "tiny"], ["--reader", "fast", "--jobs", "2"]])
def test_other_readers_and_numbers_of_jobs_do_not_go_with_it(options: list[str], capsys: Capture) -> None:
    assert main(["extract", "--cluster", NOWHERE, *options, *SAMPLES]) == 2
    assert "--cluster goes with --reader rules or fast and without --jobs" in capsys.readouterr().err


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.delitem(sys.modules, "ingest.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["extract", "--cluster", NOWHERE, *SAMPLES]) == 1
    assert capsys.readouterr().err == "aigraph: a cluster is asked through Dask: pip install 'ai-industry-graph[cluster]' brings it\n"


def test_an_answer_that_cannot_be_fetched_stops_all_and_makes_no_article_unreadable(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_: object) -> None:
        raise CommClosedError("in <TCP (closed)>: Connection reset by peer")

    monkeypatch.setattr(distributed.Future, "result", closed)
    with pytest.raises(ClusterUnusable, match=r"went away: what was read before is kept$"):
        read(many(5), PlainReader(), cluster)


def test_a_cluster_that_goes_away_stops_all_and_what_was_read_is_kept(cluster: LocalCluster, tmp_path: Path) -> None:
    """The last of this module: it kills the module's scheduler."""
    found = list[Reading | Unread]()
    items = texts(*["Nvidia supplies Tesla."] * 20, *["Sleep."] * 5)

    def keep(reader: Extractor) -> None:
        with clustered(reader, items, address=cluster.address) as work:
            for item in readings(work.items, work.extractor, jobs=work.jobs):
                found.append(item)
                if len(found) == 10:  # no sleeper is in hand yet, behind which another's article would wait for an hour
                    cluster.kill_scheduler()

    with pytest.raises(ClusterUnusable, match=r"^the cluster at tcp://\S+ went away: what was read before is kept$"):
        keep(MortalReader(tmp_path))
    assert 10 <= len(found) <= 20
    assert [item for item in found if isinstance(item, Unread)] == []
