"""How fast the HTTP door is: ``python -m bench.doors overhead|clients|pages [NUMBER]``, on the graph of the settings (``AIGRAPH_HOME``).

A server is started in a process of its own. ``overhead``: NUMBER (1,000) entities looked up through REST and through the bare driver, by
turns. ``clients``: 100 clients for NUMBER (60) seconds. ``pages``: the first page of every list, NUMBER (40) times each, and all claims
as CSV, with the server's memory. Prints milliseconds, and processor time where it tells more on a busy machine.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from statistics import quantiles

import httpx
import neo4j

from api.settings import Settings
from api.stores import open_store
from graph.embedded import attach
from graph.lookup.entities import _FOUND
from graph.names import any_edge
from graph.store import Store

CLIENTS = 100
LISTS = (
    "/entities",
    "/entities?q=a",
    "/suggest?q=ba",
    "/entities/{id}",
    "/entities/{id}/edges",
    "/entities/{id}/neighbors/summary",
    "/edges",
    "/edges?relation=supplies&min_sources=2",
    "/changes",
    "/claims",
    "/claims?certainty=denied",
    "/articles",
    "/graph?ids={id}",
)


def told(milliseconds: list[float]) -> str:
    """The median, the 95th and the 99th of a hundred, and how many there are."""
    cuts = quantiles(milliseconds, n=100)
    return f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, {len(milliseconds)} requests"


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds it took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def megabytes(pid: int) -> float:
    """What a process holds of the memory (Linux)."""
    held = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(held[1]) / 1024 if held else 0.0


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """A server on a free port of loopback: its address, and its process."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        found = re.search(r"http://[\d.:]+", process.stdout.readline())
        try:
            yield (found[0] if found else "") + "/api/v1", process.pid
        finally:
            process.terminate()


def ids_of(store: Store, number: int) -> list[str]:
    """So many ids of entities, with repetition when there are fewer."""
    ids = sorted(row["id"] for row in store.ask("MATCH (e:Entity) RETURN e.id AS id"))
    return Random(1).choices(ids, k=number)  # noqa: S311 - no secret


def _asked(session: neo4j.Session, query: str, id_: str) -> list[dict[str, object]]:
    return session.run(query, id=id_).data()


def overhead(number: int) -> None:
    """REST beside the bare driver."""
    settings = Settings.read()
    query = f"MATCH (e:Entity {{id: $id}}) RETURN {_FOUND.format(types=any_edge())}"
    with open_store(settings) as store, served() as (address, _), httpx.Client(base_url=address) as client:
        login = attach(settings.engine, cache=settings.cache, progress=False)
        with neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver, driver.session() as session:
            rest, bare = list[float](), list[float]()
            for turn, id_ in enumerate(ids_of(store, number + 100)):
                here, there = timed(partial(_asked, session, query, id_)), timed(partial(client.get, f"/entities/{id_}"))
                if turn >= 100:  # noqa: PLR2004 - the first ones warm both up
                    rest.append(there)
                    bare.append(here)
        login.close()
    print(f"REST: {told(rest)}, {1000 * len(rest) / sum(rest):.0f} a second\nbare driver: {told(bare)}")
    ratios = [there / here for there, here in zip(quantiles(rest, n=100), quantiles(bare, n=100), strict=True)]
    print(f"REST to bare driver: {ratios[49]:.2f} at p50, {ratios[94]:.2f} at p95")


async def _client(address: str, ids: list[str], until: float, taken: list[float], statuses: Counter[int]) -> None:
    kinds = ("/entities/{id}", "/entities/{id}/edges?limit=20", "/suggest?q={id}", "/entities/{id}/neighbors/summary")
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for number, id_ in enumerate(ids):
            if time.perf_counter() > until:
                return
            started = time.perf_counter()
            answer = await client.get(kinds[number % len(kinds)].format(id=id_))
            taken.append((time.perf_counter() - started) * 1000)
            statuses[answer.status_code] += 1


def clients(seconds: int) -> None:
    """Many clients at once."""
    with open_store(Settings.read()) as store, served() as (address, pid):
        ids = ids_of(store, 100_000)
        taken, statuses, before = list[float](), Counter[int](), megabytes(pid)
        until = time.perf_counter() + seconds

        async def all_of_them() -> None:
            await asyncio.gather(*(_client(address, ids[n * 1000 : n * 1000 + 1000], until, taken, statuses) for n in range(CLIENTS)))

        asyncio.run(all_of_them())
        print(f"{CLIENTS} clients, {seconds} s: {told(taken)}, {len(taken) / seconds:.0f} a second, statuses {dict(statuses)}")
        print(f"memory of the server: {before:.0f} MB before, {megabytes(pid):.0f} MB after")


def pages(number: int) -> None:
    """First pages, and everything as CSV."""
    with open_store(Settings.read()) as store, served() as (address, pid), httpx.Client(base_url=address, timeout=600) as client:
        ids = ids_of(store, number)
        for path in LISTS:
            urls = [path.format(id=id_) for id_ in ids]
            client.get(urls[0]).raise_for_status()
            print(f"{path}: {told([timed(partial(client.get, url)) for url in urls])}", flush=True)
        most, size = megabytes(pid), 0
        started, before = time.perf_counter(), megabytes(pid)
        with client.stream("GET", "/claims?stream=csv") as answer:
            for part in answer.iter_bytes():
                size += len(part)
                most = max(most, megabytes(pid))
        seconds = time.perf_counter() - started
        print(f"all claims as CSV: {size / 1e6:.1f} MB in {seconds:.1f} s, memory {before:.0f} MB, at most {most:.0f} MB")


if __name__ == "__main__":
    benches = {"overhead": (overhead, 1000), "clients": (clients, 60), "pages": (pages, 40)}
    bench, usual = benches[sys.argv[1]]
    bench(int(sys.argv[2]) if len(sys.argv) > 2 else usual)  # noqa: PLR2004 - the number
