"""Jars are fetched once, checked against the lock, and never seen half-written."""

from __future__ import annotations

import shutil
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from graph.embedded import jars as module
from graph.embedded.jars import class_path, default_cache, ensure_jars
from graph.errors import JarDownloadFailed, JarMismatch, StoreFull
from tests.graph.embedded.maven import Answer, Repository, jar, served

CONTENTS = {name: f"{name} ".encode() * size for name, size in (("alpha", 50_000), ("beta", 7), ("gamma", 900))}
JARS = tuple(jar(name, content) for name, content in CONTENTS.items())
ALPHA, BETA, GAMMA = JARS


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between attempts nobody sleeps."""
    monkeypatch.setattr("graph.embedded.jars.time.sleep", lambda _: None)


@pytest.fixture
def repository() -> Iterator[Repository]:
    with served(dict(zip(JARS, CONTENTS.values(), strict=True))) as found:
        yield found


@pytest.fixture
def fetch(tmp_path: Path, repository: Repository) -> Callable[[], list[Path]]:
    return partial(ensure_jars, tmp_path, repository=repository.url, jars=JARS, progress=False)


def message(error: pytest.ExceptionInfo[Exception]) -> str:
    words = str(error.value)
    assert "\n" not in words
    return words


def leftovers(cache: Path) -> list[Path]:
    return list(cache.rglob(".part-*"))


def test_all_jars_are_laid_out_as_in_a_maven_repository(fetch: Callable[[], list[Path]], tmp_path: Path) -> None:
    paths = fetch()
    assert paths == class_path(tmp_path, jars=JARS) == [tmp_path / "jars/org/example" / n / f"1.0/{n}-1.0.jar" for n in CONTENTS]
    assert [path.read_bytes() for path in paths] == list(CONTENTS.values())
    assert leftovers(tmp_path) == []


def test_the_second_time_nobody_is_asked(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    assert fetch() == fetch()
    assert sorted(repository.asked) == sorted(jar.path for jar in JARS)


def test_a_mirror_may_be_named_with_a_slash_at_its_end(tmp_path: Path, repository: Repository) -> None:
    assert len(ensure_jars(tmp_path, repository=f"{repository.url}/", jars=JARS, progress=False)) == 3


def test_a_jar_that_was_tampered_with_is_refused(fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path) -> None:
    wrong = CONTENTS["beta"].replace(b"beta", b"evil")
    repository.files[BETA.path] = wrong
    with pytest.raises(JarMismatch) as error:
        fetch()
    words = message(error)
    found = jar("beta", wrong).sha256
    assert words.startswith(f"beta-1.0.jar from {repository.url}/{BETA.path}: expected SHA-256 {BETA.sha256}, found {found}")
    assert not (tmp_path / "jars" / BETA.path).exists()
    assert not list(tmp_path.glob("jars/complete-*"))
    assert leftovers(tmp_path) == []
    assert repository.asked.count(BETA.path) == 1


def test_a_jar_that_is_too_long_is_refused(fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path) -> None:
    repository.files[BETA.path] = CONTENTS["beta"] + b"x" * (1 << 20)
    with pytest.raises(JarMismatch):
        fetch()
    assert leftovers(tmp_path) == []


def test_a_download_that_breaks_off_is_tried_again(fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path) -> None:
    def half(path: str, time: int, content: bytes) -> Answer | None:
        return (200, content[: len(content) // 2], len(content)) if path == ALPHA.path and time < 3 else None

    repository.misbehave = half
    assert fetch()[0].read_bytes() == CONTENTS["alpha"]
    assert Counter(repository.asked) == {ALPHA.path: 3, BETA.path: 1, GAMMA.path: 1}
    assert leftovers(tmp_path) == []


def test_a_download_that_always_breaks_off_is_named(fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path) -> None:
    repository.misbehave = lambda path, _, content: (200, content[:9], len(content)) if path == ALPHA.path else None
    with pytest.raises(JarDownloadFailed) as error:
        fetch()
    assert message(error).startswith(f"{repository.url}/{ALPHA.path}: cannot be reached")
    assert not (tmp_path / "jars" / ALPHA.path).exists()
    assert leftovers(tmp_path) == []


def test_a_jar_that_is_missing_is_named_at_once(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    del repository.files[BETA.path]
    with pytest.raises(JarDownloadFailed) as error:
        fetch()
    assert message(error) == f"{repository.url}/{BETA.path}: the Maven repository answers 404 Not Found; expected the jar"
    assert repository.asked.count(BETA.path) == 1


def test_a_repository_in_trouble_is_asked_again(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    repository.misbehave = lambda _, time, __: (503, b"", 0) if time == 1 else None
    assert len(fetch()) == 3
    assert set(Counter(repository.asked).values()) == {2}


def test_what_was_fetched_before_a_failure_is_kept(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    missing = repository.files.pop(BETA.path)
    with pytest.raises(JarDownloadFailed):
        fetch()
    kept = {path for path in repository.asked if path != BETA.path}
    repository.files[BETA.path] = missing
    repository.asked.clear()
    assert [path.read_bytes() for path in fetch()] == list(CONTENTS.values())
    assert BETA.path in repository.asked
    assert set(repository.asked) | kept == {jar.path for jar in JARS}


def test_a_jar_that_was_cut_or_removed_is_fetched_again(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    alpha, beta, _ = fetch()
    alpha.write_bytes(b"short")
    beta.unlink()
    repository.asked.clear()
    assert [path.read_bytes() for path in fetch()] == list(CONTENTS.values())
    assert sorted(repository.asked) == [ALPHA.path, BETA.path]


def test_without_a_marker_what_lies_there_is_hashed_again(fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path) -> None:
    beta = fetch()[1]
    beta.write_bytes(CONTENTS["beta"].replace(b"beta", b"evil"))
    [marker] = tmp_path.glob("jars/complete-*")
    marker.unlink()
    repository.asked.clear()
    assert fetch()[1].read_bytes() == CONTENTS["beta"]
    assert repository.asked == [BETA.path]
    assert marker.exists()


def test_two_programs_at_once_fetch_each_jar_once(fetch: Callable[[], list[Path]], repository: Repository) -> None:
    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(repository.asked) == sorted(jar.path for jar in JARS)


def test_without_a_network_one_is_told_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(JarDownloadFailed) as error:
            ensure_jars(tmp_path, repository=nobody, jars=JARS[:1], progress=False)
    assert message(error).startswith(f"{nobody}/{ALPHA.path}: cannot be reached (")
    assert message(error).endswith("Neo4j is downloaded once: connect, or name a Maven mirror in the settings")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, repository: Repository) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JarDownloadFailed, match=r"file/jars: cannot be written \(Not a directory\); name another cache folder"):
        ensure_jars(tmp_path / "file", repository=repository.url, jars=JARS, progress=False)
    assert repository.asked == []


def test_a_full_disk_is_said_before_anything_is_fetched(
    fetch: Callable[[], list[Path]], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("graph.embedded.jars.shutil.disk_usage", lambda _: free)
    with pytest.raises(StoreFull) as error:
        fetch()
    assert message(error) == f"{tmp_path / 'jars'}: 0 MB needed for the jars of Neo4j, 0 MB free"
    assert repository.asked == []


def test_progress_is_shown_on_standard_error_when_asked_for(
    tmp_path: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_jars(tmp_path / "quiet", repository=repository.url, jars=JARS, progress=False)
    assert capsys.readouterr() == ("", "")
    ensure_jars(tmp_path / "loud", repository=repository.url, jars=JARS, progress=True)
    output = capsys.readouterr()
    assert output.out == ""
    assert "Neo4j, 3 jars" in output.err


def test_the_cache_is_the_users_own() -> None:
    assert default_cache().name == "aigraph"
    assert module.class_path(Path("/cache"))[0].is_relative_to("/cache/jars")
