"""A cluster that reads: articles go to its workers, readings come back, and whoever asked writes them. It is Dask's.

Its scheduler gives the article of a worker that died to another; one over which several died is read once more, alone, and after that
counts as unread (``ingest.workers``). What stops all reading is an error: the cluster went away, or runs another program.
"""

from __future__ import annotations

import logging
import pickle
import re
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue

from ingest.errors import ClusterUnusable
from ingest.extract import Extractor
from ingest.member import differing, program, read
from ingest.sources import Unread
from ingest.worker import WorkerLost
from ingest.workers import Shared, Workers
from ontology.records import Article, Reading

try:
    import distributed
    from distributed.client import ClosedClientError
    from distributed.comm.core import CommClosedError
    from distributed.versions import VersionMismatchWarning
except ImportError as missing:
    raise ClusterUnusable("a cluster is asked through Dask: pip install 'ai-industry-graph[cluster]' brings it") from missing

__all__ = ["clustered"]

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[^\s/:@\[\]]+):(\d{1,5})")
_CONNECT = 30.0
_BETWEEN_LOOKS = 0.5
_ALONE = 60.0
"""Seconds: for the scheduler to answer, between looks whether one is to stop, and to wait for a worker where none is left."""
_PORTS = 65536
_REST = ": what was read before is kept"
_EACH = 2
"""Articles for each worker at once: the next is there when one is done."""
_MOST = 1000
"""Articles at the workers at once; each keeps a thread here."""


@contextmanager
def clustered(extractor: Extractor, items: Iterable[Article | Unread], *, address: str) -> Iterator[Shared]:
    """The work shared out among the workers that the cluster has now; it stays as it is when the context ends.

    ``address`` is its scheduler's, ``tcp://host:8786`` or ``tls://…``. Raises ClusterUnusable.
    """
    with closing(_Cluster(address, _connected(address))) as cluster:
        number = min(_EACH * cluster.checked(), _MOST)
        with closing(Workers(extractor, number, cluster.hand)) as workers:
            yield Shared(workers, items, jobs=2 * number + 1)


@dataclass(slots=True)
class _Cluster:
    """A connection to a scheduler, for several threads."""

    address: str
    client: distributed.Client = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _looked: float = field(default_factory=time.monotonic, repr=False)
    _worked: float = field(default_factory=time.monotonic, repr=False)

    def close(self) -> None:
        """Leave; what is being read there is dropped when it is done."""
        with suppress(TimeoutError):
            self.client.close(timeout=_CONNECT)

    def checked(self) -> int:
        """How many workers there are, all of which run this program; one that is just starting is waited for."""
        with suppress(TimeoutError):
            self.client.wait_for_workers(1, timeout=_CONNECT)
        found = self.client.run(program, on_error="return")
        if not found:
            how = f"'dask worker {self.address} --nthreads 1' starts one, where ai-industry-graph[cluster] is installed"
            raise ClusterUnusable(f"the cluster at {self.address} has no worker: {how}")
        for there, theirs in found.items():
            if isinstance(theirs, Exception):
                raise self.unlike(f"the worker {there}", theirs)
            if wrong := differing(there, theirs):
                raise ClusterUnusable(wrong)
        return len(found)

    def hand(self, extractor: Extractor) -> _Hand:
        """Somebody who has one article at a time read there."""
        return _Hand(self, extractor)

    def given(self, asked: bytes) -> distributed.Future[bytes]:
        """An article on its way."""
        return self.client.submit(read, asked, program(), pure=False)

    def look(self) -> None:
        """Whether the scheduler is there, and a worker; raises ClusterUnusable. Of several threads that look, one does."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            if time.monotonic() - self._looked > _BETWEEN_LOOKS:
                self._looked = time.monotonic()
                self._worked = self._looked if self._has_workers() else self._worked
        finally:
            self._lock.release()
        if time.monotonic() - self._worked > _ALONE:
            raise ClusterUnusable(f"the cluster at {self.address} has had no worker for {_ALONE:.0f} seconds{_REST}")

    def _has_workers(self) -> bool:
        try:
            if self.client.status == "running":
                return bool(self.client.nthreads())
        except (OSError, ClosedClientError) as error:
            raise self.gone() from error
        raise self.gone()

    def gone(self) -> ClusterUnusable:
        """What to say of a scheduler that forgot what it was given."""
        return ClusterUnusable(f"the cluster at {self.address} went away{_REST}")

    def unlike(self, there: str, error: Exception) -> ClusterUnusable:
        """What to say of a worker that does not know this program."""
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return ClusterUnusable(f"{there} cannot run this program ({words}): install the same ai-industry-graph[cluster] there as here")


class _Hand:
    """Has articles read at the cluster, one at a time."""

    def __init__(self, cluster: _Cluster, extractor: Extractor) -> None:
        self._cluster, self._extractor, self._told_to_stop = cluster, extractor, False

    def read(self, article: Article) -> Reading | Unread:
        """What the reader makes of the article there; raises WorkerLost, or ClusterUnusable."""
        asked = pickle.dumps((self._extractor, article), pickle.HIGHEST_PROTOCOL)
        try:
            future, done = self._cluster.given(asked), threading.Event()
            future.add_done_callback(lambda _: done.set())  # to ask for it with a timeout fails now and then: distributed loses the result
            while not self._told_to_stop:
                if done.wait(_BETWEEN_LOOKS):
                    return self._answer(future)
                self._cluster.look()
        except distributed.KilledWorker as killed:
            raise WorkerLost(f"died {killed.allowed_failures + 1} times") from killed
        except ImportError as missing:
            raise self._cluster.unlike("a worker", missing) from missing
        except (distributed.CancelledError, ClosedClientError, CommClosedError) as gone:
            if not self._told_to_stop:
                raise self._cluster.gone() from gone
        raise WorkerLost("was told to stop")

    def _answer(self, future: distributed.Future[bytes]) -> Reading | Unread:
        """What came of it; raises CancelledError: to ask for what was cancelled would leave a task of Dask's behind, that complains."""
        if self._told_to_stop or future.cancelled():
            raise distributed.CancelledError(future.key)
        answer: Reading | Unread = pickle.loads(future.result())  # noqa: S301 - from our own program
        return answer

    def kill(self) -> None:
        """Wait no longer; who waits for an answer gets WorkerLost."""
        self._told_to_stop = True

    def close(self) -> str:
        """The same; there is nothing to end."""
        self.kill()
        return "was told to stop"


def _connected(address: str) -> distributed.Client:
    """A connection to this scheduler, that says by errors alone what goes wrong."""
    found = _ADDRESS.fullmatch(address)
    if not found or not 0 < int(found[3]) < _PORTS:
        raise ClusterUnusable(f"--cluster is {address!r}: expected the address of a Dask scheduler, as tcp://host:8786 or tls://host:8786")
    for name in ("distributed", *(name for name in logging.root.manager.loggerDict if name.startswith("distributed."))):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)  # what matters is compared
        try:
            socket.create_connection((found[2].strip("[]"), int(found[3])), _CONNECT).close()  # Dask would try again until its time is up
            return _within(_CONNECT, partial(distributed.Client, address, timeout=_CONNECT, set_as_default=False, name="aigraph"))
        except (OSError, ValueError, TypeError) as error:
            words = " ".join(str(error).split())[:200]
            raise ClusterUnusable(f"no Dask scheduler answers at {address} ({words}): does it run, and let this machine in?") from error


def _within(seconds: float, connect: Callable[[], distributed.Client]) -> distributed.Client:
    """What comes of it in time; Dask waits for ever for a server that takes the connection and says nothing."""
    made = SimpleQueue[distributed.Client | Exception]()

    def attempt() -> None:
        try:
            made.put(connect())
        except Exception as error:  # noqa: BLE001 - raised below, in the thread that asked
            made.put(error)

    threading.Thread(target=attempt, daemon=True).start()
    try:
        found = made.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"it said nothing for {seconds:.0f} seconds") from None
    if isinstance(found, Exception):
        raise found
    return found
