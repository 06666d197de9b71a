"""The jars of the embedded Neo4j, fetched once per user and checked against the lock.

They lie in the cache the way they lie in a Maven repository. A jar gets its name only after its
SHA-256 was right, so an interrupted download is resumed where it stopped; a marker says that all
of a lock are there, after which the network and the hashes are left alone.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from graph.embedded.filelocks import exclusive
from graph.embedded.lock import CENTRAL, Jar, lock_digest, read_lock
from graph.errors import JarDownloadFailed, JarMismatch, StoreFull

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["class_path", "default_cache", "distrusted", "ensure_jars", "shown"]

_WORKERS = 8
_ATTEMPTS = 3
_TIMEOUT_SECONDS = 30.0
_CHUNK_BYTES = 1 << 16
_LOCK_SECONDS = 1800.0  # another program may be downloading on a slow line
_NETWORK_ERRORS = (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError)


def default_cache() -> Path:
    """Where the jars go when nobody names a folder: the user's cache of ``aigraph``."""
    return Path(platformdirs.user_cache_dir("aigraph"))


def class_path(cache: Path, *, jars: tuple[Jar, ...] | None = None) -> list[Path]:
    """The files of ``jars`` (those of the lock) below ``cache``, in the lock's order."""
    return [cache / "jars" / jar.path for jar in (read_lock() if jars is None else jars)]


def ensure_jars(
    cache: Path | None = None,
    *,
    repository: str = CENTRAL,
    jars: tuple[Jar, ...] | None = None,
    progress: bool = True,
) -> list[Path]:
    """Have every jar of the lock in the cache, and return their paths in the lock's order.

    Two programs may ask at once: one downloads, the other waits. ``progress`` draws a bar on
    standard error. ``repository`` is the base URL of a Maven repository, for instance a mirror.

    Raises:
        JarDownloadFailed: no network, or the repository does not have a jar.
        JarMismatch: a jar is not the one of the lock.
        StoreFull: the disk is full.

    """
    folder = (cache or default_cache()).absolute() / "jars"
    wanted = read_lock() if jars is None else jars
    marker = _marker(folder, wanted)
    if marker.exists() and not _missing(folder, wanted):
        return [folder / jar.path for jar in wanted]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder / "download.lock", seconds=_LOCK_SECONDS):
            # Without a marker nobody vouches for what lies there: hash it again.
            todo = _missing(folder, wanted) if marker.exists() else _unproven(folder, wanted)
            _fetch_all(todo, folder=folder, repository=repository.rstrip("/"), progress=progress)
            marker.touch()
    except OSError as error:
        raise _translated(error, folder=folder, wanted=wanted) from error
    return [folder / jar.path for jar in wanted]


def distrusted(cache: Path, *, jars: tuple[Jar, ...]) -> bool:
    """Hash these jars anew; say whether one is not as it should be, so that :func:`ensure_jars` fetches it again."""
    folder = cache.absolute() / "jars"
    if not _unproven(folder, jars):
        return False
    _marker(folder, jars).unlink(missing_ok=True)
    return True


def _marker(folder: Path, jars: tuple[Jar, ...]) -> Path:
    return folder / f"complete-{lock_digest(jars)}"


def _missing(folder: Path, jars: tuple[Jar, ...]) -> list[Jar]:
    return [jar for jar in jars if _size(folder / jar.path) != jar.size]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _unproven(folder: Path, jars: tuple[Jar, ...]) -> list[Jar]:
    return [jar for jar in jars if _size(folder / jar.path) != jar.size or _sha256(folder / jar.path) != jar.sha256]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch_all(jars: list[Jar], *, folder: Path, repository: str, progress: bool) -> None:
    if not jars:
        return
    _require_room(jars, folder=folder)
    with _bar(shown=progress) as bar, ThreadPoolExecutor(_WORKERS) as pool:
        task = bar.add_task(f"Neo4j, {len(jars)} jars", total=sum(jar.size for jar in jars))
        fetch = partial(_fetch, folder=folder, repository=repository, advance=partial(bar.advance, task))
        try:
            # The largest first, so that no thread is left alone with one at the end.
            futures = [pool.submit(fetch, jar) for jar in sorted(jars, key=lambda jar: -jar.size)]
            for future in as_completed(futures):
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _bar(*, shown: bool) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and needed once per user
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn  # noqa: PLC0415 - the same

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, console=Console(file=sys.stderr), disable=not shown)


def shown(words: str, *, progress: bool) -> AbstractContextManager[object]:
    """The words on standard error while what is inside goes on."""
    if not progress:
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415 - slow to import, and attaching is not

    return Console(file=sys.stderr).status(words)


def _require_room(jars: list[Jar], *, folder: Path) -> None:
    needed, free = sum(jar.size for jar in jars), shutil.disk_usage(folder).free
    if free < needed:
        raise StoreFull(f"{folder}: {needed >> 20} MB needed for the jars of Neo4j, {free >> 20} MB free")


def _fetch(jar: Jar, *, folder: Path, repository: str, advance: Callable[[float], None]) -> None:
    """Download one jar to its place; try again when the network fails on the way."""
    url = f"{repository}/{jar.path}"
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _download(url, jar, target=folder / jar.path, advance=advance)
        except _NETWORK_ERRORS as error:
            refused = _refused(error)
            if refused or attempt == _ATTEMPTS:
                raise JarDownloadFailed(_why(url, error)) from error
            time.sleep(attempt)
        else:
            return


def _refused(error: Exception) -> bool:
    """Whether asking again is useless; an answer that is an error still holds its connection, which is let go."""
    if not isinstance(error, urllib.error.HTTPError):
        return False
    error.close()
    return error.code < 500  # noqa: PLR2004 - HTTP's classes


def _why(url: str, error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{url}: the Maven repository answers {error.code} {error.reason}; expected the jar"
    reason = getattr(error, "reason", None) or error or type(error).__name__
    return f"{url}: cannot be reached ({reason}); Neo4j is downloaded once: connect, or name a Maven mirror in the settings"


def _download(url: str, jar: Jar, *, target: Path, advance: Callable[[float], None]) -> None:
    """Write ``url`` beside ``target``, check it, and only then give it its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    received, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(descriptor, "wb") as file, urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - the user's mirror
            while chunk := answer.read(_CHUNK_BYTES):
                file.write(chunk)
                digest.update(chunk)
                received += len(chunk)
                advance(len(chunk))
                if received > jar.size:
                    break  # it can only be wrong: do not fill the disk with it
        _check(jar, url=url, size=received, sha256=digest.hexdigest())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        advance(-received)
        raise


def _check(jar: Jar, *, url: str, size: int, sha256: str) -> None:
    if size < jar.size:
        raise http.client.IncompleteRead(b"", jar.size - size)
    if sha256 != jar.sha256:
        raise JarMismatch(f"{jar.file_name} from {url}: expected SHA-256 {jar.sha256}, found {sha256} ({size} bytes)")


def _translated(error: OSError, *, folder: Path, wanted: tuple[Jar, ...]) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFull(f"{folder}: no room left; the jars of Neo4j need {sum(jar.size for jar in wanted) >> 20} MB")
    return JarDownloadFailed(f"{error.filename or folder}: cannot be written ({error.strerror or error}); name another cache folder")
