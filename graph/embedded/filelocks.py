"""Locks on files that the kernel frees when their holder dies, however it dies.

They are POSIX ``flock`` locks: one per open file, shared or exclusive, seen by every process of
the machine. Windows has none, so the embedded Neo4j runs on Linux and macOS only, and says so.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import EngineStartFailed, StoreUnavailable

try:
    import fcntl
except ImportError:  # Windows; require_posix() tells the user
    fcntl = None  # type: ignore[assignment]  # a module, where there is one

__all__ = ["FileLock", "exclusive", "is_held", "require_posix"]

_POLL_SECONDS = 0.02


def require_posix() -> None:
    """Raise :class:`EngineStartFailed` where files cannot be locked."""
    if fcntl is None:
        raise EngineStartFailed(
            f"the embedded Neo4j needs Linux or macOS, found {os.name!r}: use Windows' WSL, or name a Neo4j server of your own"
        )


class FileLock:
    """One lock on one file; held from a successful :meth:`acquire` until :meth:`release`.

    The file is made when missing, readable by its owner alone, and never removed.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        require_posix()
        self.path = path
        self._mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._descriptor: int | None = None

    def acquire(self, *, seconds: float = 0.0) -> bool:
        """Take the lock, waiting at most ``seconds``; say whether it is held now."""
        deadline = time.monotonic() + seconds
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while not self._try(descriptor):
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    return False
                time.sleep(_POLL_SECONDS)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def _try(self, descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, self._mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def write(self, text: str) -> None:
        """Leave a note in the file for those who find it locked."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let go; harmless when the lock is not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def exclusive(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold ``path`` alone; raise :class:`StoreUnavailable` after ``seconds`` of waiting."""
    lock = FileLock(path)
    if not lock.acquire(seconds=seconds):
        raise StoreUnavailable(f"{path} is still locked by another program after {seconds:.0f} s")
    try:
        yield
    finally:
        lock.release()


def is_held(path: Path) -> bool:
    """Whether some live process holds ``path`` exclusively."""
    if not path.exists():
        return False
    probe = FileLock(path, shared=True)
    free = probe.acquire()
    probe.release()
    return not free
