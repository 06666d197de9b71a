"""What can be wrong with an engine, its folder and its jars is said in one sentence, and mended where it can be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from graph.embedded import attach, status, stop
from graph.embedded.filelocks import FileLock
from graph.embedded.jars import class_path, ensure_jars
from graph.embedded.lock import read_lock
from graph.embedded.record import Places, Record, process_start
from graph.errors import EngineStartFailed, JarDownloadFailed, StoreUnavailable
from graph.store import Store
from tests.graph.embedded.engines import attached
from tests.graph.embedded.maven import served


@pytest.mark.parametrize("heap", ["lots", "64m", "512", "512m -version"])
def test_a_heap_that_is_none_is_said_before_anything_is_started(tmp_path: Path, heap: str) -> None:
    with pytest.raises(EngineStartFailed, match="expected a size of 128m or more") as error:
        attach(tmp_path / "home", heap=heap, progress=False)
    assert repr(heap) in str(error.value)
    assert not Places(tmp_path / "home").log.exists()


def test_a_heap_that_the_machine_does_not_have_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(EngineStartFailed, match=r"heap|memory") as error:
        attach(tmp_path / "home", heap="900000000g", progress=False)
    assert "900000000g" in str(error.value)
    assert "\n" not in str(error.value)
    assert status(tmp_path / "home").state == "stopped"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("'-Dopen", 'options of Java "\'-Dopen" (No closing quotation): expected them as a shell would have them'),
        ("-XX:+Nonsense", "Java does not start with AIGRAPH_JAVA_OPTIONS '-XX:+Nonsense' (RuntimeError: Unable to start JVM): leave out"),
        ("-Djava.class.path=/x", "Java does not start with AIGRAPH_JAVA_OPTIONS '-Djava.class.path=/x' (TypeError"),
        ("-XX:+UseG1GC", "or Java takes no '-XX:+UseG1GC' (AIGRAPH_JAVA_OPTIONS)"),
    ],
)
def test_options_that_java_does_not_take_are_named(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(EngineStartFailed) as error:
        attach(tmp_path / "home", java_options=wrong, progress=False)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert status(tmp_path / "home").state == "stopped"


def test_options_reach_java(tmp_path: Path) -> None:
    options = f"-XX:TieredStopAtLevel=1 '-Xlog:gc:file={tmp_path}/gc of mine.log'"
    try:
        with attach(tmp_path / "home", java_options=options, progress=False) as connection, Store(connection) as store:
            store.ping()
    finally:
        stop(tmp_path / "home")
    assert "Using Serial" in (tmp_path / "gc of mine.log").read_text(encoding="utf-8")


def test_jars_that_cannot_be_had_are_named_and_nothing_is_started(tmp_path: Path) -> None:
    with served({}) as repository, pytest.raises(JarDownloadFailed, match=r"the Maven repository answers 404 Not Found; expected the jar"):
        attach(tmp_path / "home", cache=tmp_path / "cache", repository=repository.url, progress=False)
    assert status(tmp_path / "home").state == "stopped"
    assert not status(tmp_path / "home").in_use


def test_a_jar_that_was_damaged_after_it_was_fetched_is_fetched_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for real, linked in zip(ensure_jars(progress=False), class_path(cache), strict=True):
        linked.parent.mkdir(parents=True, exist_ok=True)
        linked.symlink_to(real)
    ensure_jars(cache, progress=False)
    damaged = next(jar for jar in read_lock() if jar.artifact == "neo4j-kernel")
    there = cache / "jars" / damaged.path
    content = there.read_bytes()
    there.unlink()
    there.write_bytes(content[: damaged.size // 2].ljust(damaged.size, b"x"))
    with served({damaged: content}) as repository:
        try:
            with (
                attach(tmp_path / "home", cache=cache, repository=repository.url, progress=False) as connection,
                Store(connection) as store,
            ):
                store.ping()
        finally:
            stop(tmp_path / "home")
    assert repository.asked == [damaged.path]
    assert there.read_bytes() == content


def test_a_home_that_is_a_file_or_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for impossible in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(EngineStartFailed) as error:
            attached(impossible)
        assert str(error.value).startswith(f"{impossible}: cannot be used as data folder (")
        assert str(error.value).endswith("; name a folder that you may write")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run the tests as another user")
def test_a_home_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    attachable = tmp_path / "home"
    attachable.mkdir(mode=0o500)
    with pytest.raises(EngineStartFailed, match=r"cannot be used as data folder \(Permission denied"):
        attached(attachable)


def taken(home: Path, *, port: int, pid: int, started: str) -> FileLock:
    """A home that looks as if this process ran its engine."""
    places = Places(home.resolve())
    places.run.mkdir(parents=True)
    lock = FileLock(places.engine_lock)
    lock.acquire()
    lock.write(json.dumps({"pid": pid, "started": started}))
    Record(port, pid, started, "neo4j", "secret").write(places.connection)
    return lock


def test_an_engine_that_does_not_answer_is_named_with_its_process(tmp_path: Path) -> None:
    lock = taken(tmp_path, port=1, pid=os.getpid(), started=process_start(os.getpid()) or "")
    with pytest.raises(StoreUnavailable) as error:
        attached(tmp_path)
    engine = f"{tmp_path}: its engine (process {os.getpid()}) does not answer at bolt://127.0.0.1:1"
    assert str(error.value) == f"{engine}; 'aigraph store stop' ends it, then try again"
    assert status(tmp_path).state == "busy"
    assert not status(tmp_path).in_use
    lock.release()
    assert status(tmp_path).state == "stopped"


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"pid": "x", "started": "y"}', "no json"])
def test_a_lock_file_with_anything_in_it_is_no_obstacle(tmp_path: Path, note: str) -> None:
    places = Places(tmp_path.resolve())
    places.run.mkdir()
    lock = FileLock(places.engine_lock)
    lock.acquire()
    lock.write(note)
    assert (status(tmp_path).state, status(tmp_path).pid) == ("busy", None)
    lock.release()
    assert status(tmp_path).state == "stopped"
    assert not stop(tmp_path)


def test_nobody_is_told_to_end_for_having_the_id_of_an_engine_that_is_gone(tmp_path: Path) -> None:
    taken(tmp_path, port=1, pid=os.getpid(), started="another start").release()
    assert status(tmp_path).pid is None
    assert not stop(tmp_path)
    assert not Places(tmp_path).connection.exists()


def test_an_engine_that_is_stopping_and_does_not_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.embedded.engine.SECONDS_TO_STOP", 0.1)
    places = Places(tmp_path.resolve())
    places.run.mkdir()
    ending = FileLock(places.lease_lock)
    ending.acquire()
    with pytest.raises(StoreUnavailable, match=r"its engine is stopping, .* has not ended after 0 s: try again later"):
        attached(tmp_path)
    ending.release()


def test_a_home_that_was_never_used_is_stopped_and_not_made(tmp_path: Path) -> None:
    assert status(tmp_path / "home").state == "stopped"
    assert not stop(tmp_path / "home")
    assert not (tmp_path / "home").exists()
