"""Being told to stop while reading: what was read is kept, and one line says how much that is."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import cast

from api.cli.output import complain
from graph.reports import Added
from graph.store import Store
from ingest.extract import Extractor, names_of
from ingest.sources import number_of
from ontology.records import Article, Reading

__all__ = ["Aside", "Stop", "Terminated", "signalled", "stoppable"]


class Terminated(KeyboardInterrupt):
    """The process was told to end by SIGTERM: it ends as after Ctrl-C, with another number."""


@dataclass(slots=True)
class Stop:
    """What is done so far, how many were passed over, and a request to stop that waits while something is being stored."""

    done: int = 0
    passed: Callable[[], int] = int
    _holds: bool = False
    _asked: type[KeyboardInterrupt] | None = None

    def ask(self, number: int, _frame: FrameType | None = None) -> None:
        """A handler of signals: raises KeyboardInterrupt or Terminated; while something is being stored, the second time only."""
        kind = Terminated if number == signal.SIGTERM else KeyboardInterrupt
        if self._holds and self._asked is None:
            self._asked = kind
            return
        raise kind

    @contextmanager
    def held(self) -> Iterator[None]:
        """Leaves what is inside to end."""
        self._holds = True
        try:
            yield
        finally:
            self._holds = False
            asked, self._asked = self._asked, None
        if asked is not None:
            raise asked

    def counted(self, store: Store) -> Store:
        """The store, whose articles are counted when they are in it, and which is not stopped in between."""
        return cast("Store", _Counted(store, self))


@dataclass(frozen=True, slots=True)
class _Counted:
    """As much of a store as reading needs."""

    store: Store
    stop: Stop = field(repr=False)

    def add(
        self,
        readings: Iterable[Reading],
        *,
        extractors: Collection[str] = (),
        each: Callable[[Added], object] = lambda _: None,
        batch: int = 50,
    ) -> tuple[Added, ...]:
        def told(added: Added) -> None:
            self.stop.done += 1
            each(added)

        with self.stop.held():
            return self.store.add(readings, extractors=extractors, each=told, batch=batch)


@dataclass(frozen=True, slots=True)
class Aside:
    """A reader in a thread of its own: who waits for it can be told to stop, and it ends the call that it makes."""

    reader: Extractor
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), repr=False)

    @property
    def name(self) -> str:
        """The reader's own."""
        return self.reader.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the claims bear."""
        return names_of(self.reader)

    def __call__(self, article: Article) -> Reading:
        """What the reader finds."""
        return self._pool.submit(self.reader, article).result()


@contextmanager
def stoppable(paths: Sequence[str], words: str) -> Iterator[Stop]:
    """Within it, SIGTERM does as Ctrl-C; after either, one line says how many articles of the paths ``words``, and how many are unread.

    The process then ends with 143 or 130.
    """
    with signalled() as stop:
        try:
            yield stop
        except KeyboardInterrupt as asked:
            total = number_of(paths)
            rest = "the others" if total is None else max(total - stop.done - stop.passed(), 0)
            complain(f"stopped: {stop.done} articles {words}, {rest} were not read")
            raise SystemExit(128 + (signal.SIGTERM if isinstance(asked, Terminated) else signal.SIGINT)) from asked


@contextmanager
def signalled() -> Iterator[Stop]:
    """Within it, SIGTERM does as Ctrl-C, and both wait while something is being stored."""
    stop = Stop()
    here = threading.current_thread() is threading.main_thread()  # no other may have handlers
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)} if here else {}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
