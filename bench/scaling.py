"""One process, two, and a cluster of two workers: ``python -m bench.scaling [N] [READER] [read]``, by default 10,000 articles and ``fast``.

Generated articles, the same each time, are read and stored in an empty graph of an engine of its own; with ``read`` they are only read.
Prints articles a second from the end of the first tenth, when every process has its models, and the ratio to one process; whether the
hashes are equal; and the memory of this process, and of all that it started, after the first tenth and at the end.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.memory import READERS, TENTHS, articles
from bench.processes import megabytes_of
from graph.embedded import attach, stop
from graph.store import Store
from ingest.cluster import clustered
from ingest.extract import Extractor
from ingest.pipeline import ingest, readings
from ingest.sources import Unread
from ingest.workers import Shared, shared
from ontology.records import Article
from ontology.shown import json_line
from tests.graph.samples import emptied
from tests.ingest.clusters import local_cluster

NUMBER = 10_000
PROCESSES = 2
Share = Callable[[Extractor, Iterable[Article | Unread]], AbstractContextManager[Shared]]


def family() -> float:
    """Megabytes of this process and of all that descend from it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
    ours, more = {os.getpid()}, {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in more} - ours:
        ours |= more
    return sum(map(megabytes_of, ours))


@dataclass(slots=True)
class Progress:
    """The time of each article, and the memory after each tenth."""

    number: int
    times: list[float] = field(default_factory=lambda: [time.perf_counter()])
    own: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)

    def tell(self, _: object) -> None:
        """One more."""
        self.times.append(time.perf_counter())
        if (len(self.times) - 1) % max(1, self.number // TENTHS) == 0:
            self.own.append(megabytes_of(os.getpid()))
            self.all.append(family())

    def rate(self) -> float:
        """Articles a second after the first tenth."""
        start = self.number // TENTHS
        return (self.number - start) / (self.times[-1] - self.times[start])

    def told(self) -> str:
        """A line."""
        memory = f"{self.own[0]:.0f} to {self.own[-1]:.0f} MB here, {self.all[0]:.0f} to {self.all[-1]:.0f} MB with all processes"
        return f"{self.rate():6.1f} articles a second, {self.times[-1] - self.times[0]:5.0f} s in all, {memory}"


def stored(store: Store, work: Shared, progress: Progress) -> str:
    """The hash of the graph that comes of them; what could not be read is told, for without it the hash is another."""
    report = ingest(store, work.items, extractor=work.extractor, jobs=work.jobs, on_item=progress.tell)
    for item in report.unread:
        print(f"not read: {item.source}: {item.reason}", flush=True)
    return store.graph_hash()


def only_read(work: Shared, progress: Progress) -> str:
    """The hash of their claims, in their order."""
    seen = sha256()
    for item in readings(work.items, work.extractor, jobs=work.jobs):
        if isinstance(item, Unread):
            raise SystemExit(item.reason)
        for claim in item.claims:
            seen.update(json_line(claim.to_json()).encode())
        progress.tell(item)
    return seen.hexdigest()


@contextmanager
def on_a_cluster(extractor: Extractor, items: Iterable[Article | Unread]) -> Iterator[Shared]:
    """The work shared out to a cluster that lasts as long."""
    with (
        TemporaryDirectory() as folder,
        local_cluster(Path(folder), PROCESSES) as cluster,
        clustered(extractor, items, address=cluster.address) as work,
    ):
        yield work


@contextmanager
def graph(home: Path) -> Iterator[Store]:
    """A store on an engine of its own."""
    try:
        with attach(home, progress=False) as login, Store(login) as store:
            store.prepare()
            yield store
    finally:
        stop(home)


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    extractor = READERS[sys.argv[2] if len(sys.argv) > 2 else "fast"]()  # noqa: PLR2004 - the second argument
    ways: dict[str, Share] = {
        "one process": lambda by, items: nullcontext(Shared(by, items)),
        f"--jobs {PROCESSES}": partial(shared, processes=PROCESSES),
        f"cluster of {PROCESSES}": on_a_cluster,
    }
    alone, hashes = 0.0, set[str]()
    with TemporaryDirectory() as home, nullcontext() if "read" in sys.argv else graph(Path(home) / "store") as store:
        for name, share in ways.items():
            progress = Progress(number)
            with share(extractor, articles(number)) as work:
                progress.times[0] = time.perf_counter()
                hashes.add(stored(emptied(store), work, progress) if store else only_read(work, progress))
            alone = alone or progress.rate()
            print(f"{name:13} {progress.rate() / alone:4.2f} times one: {progress.told()}", flush=True)
    print(f"{number} articles; the hashes are {'equal' if len(hashes) == 1 else 'NOT EQUAL'}")


if __name__ == "__main__":
    main()
