"""A graph as one file, and back: the same graph, or the one that was there before, and never half of either."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded import attach, backup, restore, status, stop
from graph.embedded.admin import MAGIC
from graph.embedded.record import Places
from graph.errors import BackupFailed, EngineStartFailed, StoreUnavailable
from graph.store import Store
from tests.graph.samples import corpus


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the corpus; nothing runs on it in the end."""
    folder = tmp_path_factory.mktemp("backups") / "données d'ici"
    with attach(folder, idle_seconds=60, progress=False) as connection, Store(connection) as store:
        store.prepare()
        store.add(corpus())
    yield folder
    stop(folder)


@pytest.fixture(scope="module")
def file(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("files") / "graph.dump"
    assert backup(home, target, progress=False) == target.stat().st_size
    return target


def hash_of(home: Path) -> str:
    with attach(home, idle_seconds=60, progress=False) as connection, Store(connection) as store:
        return store.graph_hash()


def test_a_backup_waits_for_nobody_who_uses_the_graph(home: Path, tmp_path: Path) -> None:
    with (
        attach(home, idle_seconds=60, progress=False),
        pytest.raises(StoreUnavailable, match=rf"is in use by .+ \(process {os.getpid()}\): end that"),
    ):
        backup(home, tmp_path / "graph.dump", progress=False)
    assert list(tmp_path.iterdir()) == []
    assert status(home).state == "running"


def test_a_backup_is_one_file_for_its_owner_alone(home: Path, file: Path) -> None:
    assert file.read_bytes()[:4] in MAGIC
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert status(home).state == "stopped"


def test_a_backup_restored_elsewhere_is_the_same_graph_under_that_homes_own_password(home: Path, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    restore(other, file, progress=False)
    try:
        assert hash_of(other) == hash_of(home)
        places = Places(other)
        assert places.password.read_text(encoding="utf-8") != Places(home).password.read_text(encoding="utf-8")
        assert not places.aside.exists()
        assert not places.restoring.exists()
    finally:
        stop(other)


def test_a_graph_that_is_there_is_replaced_only_by_force(home: Path, file: Path) -> None:
    before = hash_of(home)
    with pytest.raises(BackupFailed, match="has a graph already, which would be replaced: say so with --force"):
        restore(home, file, progress=False)
    with attach(home, idle_seconds=60, progress=False) as connection, Store(connection) as store:
        store.retract(corpus()[0].article.id, reason="test")
        assert store.graph_hash() != before
    restore(home, file, force=True, progress=False)
    assert hash_of(home) == before


def test_a_backup_that_was_cut_off_leaves_the_graph_as_it_was(home: Path, file: Path, tmp_path: Path) -> None:
    before, cut = hash_of(home), tmp_path / "cut.dump"
    cut.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(BackupFailed, match="so the graph is as it was") as error:
        restore(home, cut, force=True, progress=False)
    assert "\n" not in str(error.value)
    assert hash_of(home) == before
    assert not Places(home).restoring.exists()


def test_a_restore_that_no_engine_can_open_is_undone(home: Path, file: Path) -> None:
    before, places = hash_of(home), Places(home.resolve())
    stop(home)
    obstacle = places.temporary
    shutil.rmtree(obstacle)
    obstacle.touch()  # where Java unpacks: no engine can start
    with pytest.raises(BackupFailed, match="no engine can open what is in it, so the graph is as it was"):
        restore(home, file, force=True, progress=False)
    with pytest.raises(EngineStartFailed):
        hash_of(home)
    obstacle.unlink()
    assert hash_of(home) == before
    assert not places.aside.exists()


def test_a_graph_whose_engine_was_killed_is_backed_up_whole(home: Path, tmp_path: Path) -> None:
    before = hash_of(home)
    with attach(home, idle_seconds=60, progress=False) as connection, Store(connection) as store:
        store.retract(corpus()[0].article.id, reason="test")
        store.add(corpus()[:1])
        pid = status(home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    backup(home, tmp_path / "graph.dump", progress=False)
    restore(home, tmp_path / "graph.dump", force=True, progress=False)
    assert hash_of(home) == before


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), (b"PK\x03\x04", "is no backup"), (b"", "is no backup")])
def test_what_is_no_backup_is_named_and_nothing_is_made(tmp_path: Path, content: bytes | None, words: str) -> None:
    source = tmp_path / "file"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(BackupFailed, match=words) as error:
        restore(tmp_path / "home", source, progress=False)
    assert str(error.value).startswith(str(source))
    assert not (tmp_path / "home").exists()


def test_a_home_without_a_graph_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="there is no graph to back up"):
        backup(tmp_path / "home", tmp_path / "graph.dump", progress=False)
    assert list(tmp_path.iterdir()) == []
