"""The whole way, as iterators between steps: items of the sources → readings → the store; one bad article never stops the others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from graph.errors import BadClaim
from graph.reports import Added
from graph.store import Store
from ingest.attempts import attempted
from ingest.extract import Extractor, names_of
from ingest.sources import Unread
from ontology.records import Article, Reading

__all__ = ["Report", "ingest", "readings"]

_BATCH = 20
"""So many articles a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of all articles; ``new``, ``known`` and ``replaced`` count claims, ``rejected`` has how many claims each reason met."""

    articles: int
    new: int
    known: int
    replaced: int
    refused: int
    rejected: Mapping[str, int]
    unread: tuple[Unread, ...]


def readings(items: Iterable[Article | Unread], extractor: Extractor, *, jobs: int = 1) -> Iterator[Reading | Unread]:
    """Read each article; one whose reading fails becomes an Unread, and so does nobody else.

    With several ``jobs`` so many are in hand at once, for extractors that wait for others: models (``ingest.llm``), or processes
    (``ingest.workers``). The order is that of the items all the same.
    """
    if jobs > 1:
        yield from _ahead(items, extractor, jobs)
        return
    for item in items:
        yield item if isinstance(item, Unread) else attempted(item, extractor)


def _ahead(items: Iterable[Article | Unread], extractor: Extractor, jobs: int) -> Iterator[Reading | Unread]:
    waiting: deque[Future[Reading | Unread] | Unread] = deque()
    pool = ThreadPoolExecutor(jobs)
    try:
        for item in items:
            waiting.append(item if isinstance(item, Unread) else pool.submit(attempted, item, extractor))
            if len(waiting) == jobs:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())
    finally:  # whoever stops asking gets no more read
        pool.shutdown(wait=False, cancel_futures=True)


def _done(item: Future[Reading | Unread] | Unread) -> Reading | Unread:
    return item if isinstance(item, Unread) else item.result()


def ingest(
    store: Store,
    items: Iterable[Article | Unread],
    *,
    extractor: Extractor,
    on_item: Callable[[Reading | Unread], object] | None = None,
    jobs: int = 1,
) -> Report:
    """Read the articles, ``jobs`` at once, and store their claims; ``on_item`` is told each item once it was read.

    Raises StoreError when the store gives up; what it took until then stays. What was read before an interruption is stored.
    """
    tally, waiting = _Tally(), list[Reading]()
    try:
        for reading in _told(readings(items, extractor, jobs=jobs), on_item, tally):
            waiting.append(reading)
            if len(waiting) == _BATCH:
                some, waiting = waiting, []
                _store(store, some, extractor, tally)
    finally:
        if waiting:
            _store(store, waiting, extractor, tally)
    return tally.report()


@dataclass(slots=True)
class _Tally:
    """The report while it grows."""

    added: list[Added] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def report(self) -> Report:
        rejections = [rejection for one in self.added for rejection in one.rejections]
        return Report(
            articles=len(self.added),
            new=sum(one.new for one in self.added),
            known=sum(one.known for one in self.added),
            replaced=sum(one.replaced for one in self.added),
            refused=len(rejections),
            rejected=dict(Counter(reason for rejection in rejections for reason in rejection.reasons).most_common()),
            unread=tuple(self.unread),
        )


def _told(found: Iterable[Reading | Unread], on_item: Callable[[Reading | Unread], object] | None, tally: _Tally) -> Iterator[Reading]:
    """The readings; the unread are put aside."""
    for item in found:
        if on_item is not None:
            on_item(item)
        if isinstance(item, Unread):
            tally.unread.append(item)
        else:
            yield item


def _store(store: Store, some: list[Reading], extractor: Extractor, tally: _Tally) -> None:
    """Store these together, or each alone when one of them holds what no store can keep."""
    try:
        store.add(some, extractors=names_of(extractor), each=tally.added.append, batch=_BATCH)
    except BadClaim as error:
        if len(some) == 1:
            tally.unread.append(Unread(some[0].article.source, f"{some[0].article.source}: {error}"))
            return
        for one in some:
            _store(store, [one], extractor, tally)
