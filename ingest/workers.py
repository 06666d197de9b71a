"""Several processes that read, for readers that compute: the same claims as one after the other, on all cores.

Articles come from this process one by one and go to whoever is free, so that no more than a few are in memory. A process that dies takes
nobody along: its article is read once more, alone; if that kills it too, the article counts as unread.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from ingest.extract import Extractor, names_of
from ingest.sources import Unread
from ingest.worker import Worker, WorkerLost
from ontology.errors import AigraphError
from ontology.records import Article, Reading

__all__ = ["FEW", "Hand", "Shared", "Workers", "cores", "shared"]

FEW = 4
"""For fewer articles no process is started: each takes seconds to load its models."""
_MEMORY = 2 * 1024**3
"""Bytes of the machine's memory for each process; one takes about half."""


def cores() -> int:
    """How many processes this one may keep busy: its cores, as far as memory goes."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # it is not told everywhere
        return mine
    return max(1, min(mine, memory // _MEMORY))


class Hand(Protocol):
    """Who reads elsewhere, one article at a time, as ``Worker`` does."""

    def read(self, article: Article) -> Reading | Unread:
        """What comes of the article; raises WorkerLost."""

    def kill(self) -> None:
        """Stop at once; who waits for an answer gets WorkerLost."""

    def close(self) -> str:
        """Stop, and say how it had ended before."""


@dataclass(slots=True)
class Workers:
    """An extractor whose articles are read by so many processes at most; to be called by several threads, and closed.

    ``hire`` starts one of them, or finds one elsewhere.
    """

    extractor: Extractor
    number: int
    hire: Callable[[Extractor], Hand] = Worker
    _slots: threading.Semaphore = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _idle: list[Hand] = field(default_factory=list, repr=False)
    _busy: list[Hand] = field(default_factory=list, repr=False)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._slots = threading.Semaphore(self.number)

    @property
    def name(self) -> str:
        """The extractor's own."""
        return self.extractor.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the claims bear."""
        return names_of(self.extractor)

    def __call__(self, article: Article) -> Reading:
        """What the extractor makes of the article; raises AigraphError that says why it is unread."""
        try:
            with self._slots:
                answer = self._read(article)
        except WorkerLost:
            answer = self._read_alone(article)
        if isinstance(answer, Unread):
            raise AigraphError(answer.reason)
        return answer

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            idle, self._idle = self._idle, []
        for worker in workers:
            worker.kill()
        for worker in idle:
            worker.close()

    def _read_alone(self, article: Article) -> Reading | Unread:
        """Once more, in a fresh process beside which no other lives: it may have lacked memory."""
        with self._alone, ExitStack() as all_slots:
            for _ in range(self.number):
                all_slots.enter_context(self._slots)
            with self._lock:
                idle, self._idle = self._idle, []
            for worker in idle:
                worker.close()
            try:
                return self._read(article)
            except WorkerLost as lost:
                why = f"the process that read it {lost}, and did so again when it read nothing else"
                raise AigraphError(f"{article.source}: {why}: it may need more memory than there is") from lost

    def _read(self, article: Article) -> Reading | Unread:
        worker = self._hired()
        lost = True
        try:
            answer = worker.read(article)
            lost = False
        finally:
            with self._lock:
                self._busy.remove(worker)
                kept = not (lost or self._closed)
                if kept:
                    self._idle.append(worker)
            if not kept:
                worker.close()
        return answer

    def _hired(self) -> Hand:
        """A process that is free; a new one where there is none."""
        with self._lock:
            if self._closed:
                raise AigraphError(f"{self.name} was told to stop")
            worker = self._idle.pop() if self._idle else self.hire(self.extractor)
            self._busy.append(worker)
            return worker


@dataclass(frozen=True, slots=True)
class Shared:
    """Articles and who reads them; ``jobs`` is how many ``ingest.pipeline.readings`` is to have in hand at once."""

    extractor: Extractor
    items: Iterable[Article | Unread]
    jobs: int = 1


@contextmanager
def shared(extractor: Extractor, items: Iterable[Article | Unread], *, processes: int) -> Iterator[Shared]:
    """The work shared out among so many processes, that end with the context; for one, or few articles, none is started."""
    if processes <= 1:
        yield Shared(extractor, items)
        return
    rest = iter(items)
    first = list(_until_many(rest))
    if sum(isinstance(item, Article) for item in first) < FEW:
        yield Shared(extractor, first)
        return
    workers = Workers(extractor, processes)
    try:
        yield Shared(workers, chain(first, rest), jobs=2 * processes + 1)
    finally:
        workers.close()


def _until_many(items: Iterator[Article | Unread]) -> Iterator[Article | Unread]:
    """The first items, up to as many articles as are no longer few."""
    left = FEW
    while left and (item := next(items, None)) is not None:
        left -= isinstance(item, Article)
        yield item
