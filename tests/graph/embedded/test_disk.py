"""A disk that is full or cannot be written is called so, nothing on it is lost, and all goes on when there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.settings import Settings
from api.stores import open_store
from graph.embedded import attach, status, stop
from graph.errors import EngineStartFailed, StoreFull
from graph.store import Store
from ontology.records import Reading
from tests.graph.samples import article, corpus, reading

MAY_MOUNT = sys.platform == "linux" and os.geteuid() == 0
needs_a_small_disk = pytest.mark.skipif(not MAY_MOUNT, reason="only root of a Linux can mount a small disk: run the tests as root")
MOUNT, UMOUNT = shutil.which("mount") or "/bin/mount", shutil.which("umount") or "/bin/umount"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run([MOUNT, "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this root may not mount a small disk ({mounted.stderr.strip()}): run the tests where it may")
    yield folder
    remount(folder, "rw")
    stop(folder / "home" / "store")
    subprocess.run([UMOUNT, folder], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run([MOUNT, "-o", f"remount,{options}", folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Within it, not a byte is free there."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free)
    assert shutil.disk_usage(folder).free == 0
    yield
    filler.unlink()


def long(number: int) -> Reading:
    """An article of a megabyte, so that no log has room for it in what it has already."""
    return reading(article(f"Nvidia supplies maker {number}. " + "And on and on. " * 70_000), ("Nvidia", "supplies", f"Maker {number}"))


@needs_a_small_disk
def test_a_disk_that_is_full_is_called_so_and_the_graph_is_whole_when_there_is_room_again(disk: Path) -> None:
    home, settings = disk / "home" / "store", Settings.read({"AIGRAPH_HOME": str(disk / "home"), "AIGRAPH_IDLE_SECONDS": "60"})
    with pytest.raises(StoreFull, match=rf"^{home}: \d MB left on its disk, and Neo4j needs 8 to start: make room"):
        attach(home, progress=False)
    assert status(home).state == "stopped"
    remount(disk, "size=64m")
    with open_store(settings, progress=False) as store:
        store.add(corpus())
        before = store.graph_hash()
        with filled(disk):
            with pytest.raises(StoreFull, match=rf"{home}: 0 MB left on its disk|the disk of the embedded Neo4j is full") as error:
                store.add([long(1), long(2)])
            assert "\n" not in str(error.value)
            with pytest.raises(StoreFull), Store(attach(home, progress=False)) as other:
                other.ping()
        assert store.graph_hash() == before
        store.add([long(1)])
        store.retract(long(1).article.id, reason="test")
        assert store.graph_hash() == before


@needs_a_small_disk
def test_a_disk_that_may_only_be_read_is_named(disk: Path) -> None:
    home, words = disk / "home" / "store", r"cannot be used as data folder \(.+; name a folder that you may write"
    for made in ((), (home / "run", home / "logs")):
        remount(disk, "rw,size=64m")
        for folder in made:
            folder.mkdir(parents=True)
        remount(disk, "ro")
        with pytest.raises(EngineStartFailed, match=words) as error:
            attach(home, progress=False)
        assert str(error.value).startswith(f"{home}: ")
