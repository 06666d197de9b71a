"""How fast the HTTP door is: ``python -m bench.doors overhead|ways|clients|pages [NUMBER]``, on the graph of the settings.

``AIGRAPH_HOME`` names it. A server is started in a process of its own. ``overhead``: NUMBER (1,000) entities looked up through REST and
through the bare driver, by turns. ``ways``: an entity NUMBER (2,000) times in this process from a store that answers at once, by turns
without a query and with one that changes nothing: what the framework costs. ``clients``: 100 clients for NUMBER (60) seconds, without a
limit of their rate, as on loopback. ``pages``: the first page of every list, NUMBER (40) times each, and all claims as CSV, with the
server's memory. Prints milliseconds, and processor time where it tells more.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from itertools import cycle
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import httpx
import neo4j
import uvloop

from api.ahead import Ahead
from api.app import create_app
from api.settings import Settings
from api.stores import open_store
from bench.lookups import NEIGHBOURS
from bench.processes import megabytes_of, processor_of
from graph.embedded import attach
from graph.lookup.entities import _FOUND
from graph.names import any_edge
from graph.store import Store
from ontology.records import Json

ENTITY = f"MATCH (e:Entity {{id: $id}}) {_FOUND.format(types=any_edge())}"
CLIENTS = 100
WARMING = 100
ASKED = ("/entities/{id}", "/entities/{id}/edges?limit=20", "/suggest?q={id}", "/entities/{id}/neighbors/summary")
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
    "/edges?publisher=The+Balfir+Post",
    "/claims?publisher=The+Balfir+Post",
    "/articles",
    "/articles?from=2024",
    "/entities/{id}/articles",
    "/analysis/changes?since=2025-06-30",
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


@contextmanager
def driven(settings: Settings) -> Iterator[neo4j.Session]:
    """A session of a bare driver with the same Neo4j, which runs already."""
    with ExitStack() as open_things:
        uri, auth = settings.store or "", (settings.user, settings.password)
        if settings.store is None:
            login = attach(settings.engine, cache=settings.cache, progress=False)
            open_things.callback(login.close)
            uri, auth = login.uri, (login.user, login.password)
        driver = open_things.enter_context(neo4j.GraphDatabase.driver(uri, auth=auth))
        yield open_things.enter_context(driver.session(default_access_mode=neo4j.READ_ACCESS))


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    """A connection that stays open."""
    parts = urlsplit(address)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0))) as door:
        yield door


def _looked_up(door: socket.socket, path: str) -> object:
    """Through REST, by a client that costs next to nothing: the door is measured, not its caller."""
    door.sendall(f"GET /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _received(door)
    head, _, body = answer.partition(b"\r\n\r\n")
    size = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < size:
        body += _received(door)
    found = json.loads(body)
    assert head.startswith(b"HTTP/1.1 200 "), found  # noqa: S101 - nothing else is worth measuring
    return found


def _received(door: socket.socket) -> bytes:
    some = door.recv(1 << 16)
    assert some, "the server hung up"  # noqa: S101 - the same
    return some


def overhead(number: int) -> None:
    """REST beside the bare driver, by turns: an entity by itself, and with its first 50 edges and how many there are."""
    settings = Settings.read()
    looked_up = {"/entities/{id}": ENTITY, "/entities/{id}/edges": NEIGHBOURS}
    with open_store(settings) as store, served() as (address, pid), driven(settings) as session, connected(address) as client:
        ids = ids_of(store, number + WARMING)
        for path, query in looked_up.items():
            _compared(path, lambda id_, query=query: session.run(query, id=id_).data(), client, ids, pid)  # type: ignore[misc]  # a lambda with a default


def _compared(path: str, bare: Callable[[str], object], client: socket.socket, ids: list[str], pid: int) -> None:
    rest, driver, processor = list[float](), list[float](), 0.0
    for turn, id_ in enumerate(ids):
        if turn == WARMING:
            processor = processor_of(pid)
        here = timed(partial(bare, id_))
        there = timed(partial(_looked_up, client, path.format(id=id_)))
        if turn >= WARMING:
            rest.append(there)
            driver.append(here)
    processor = processor_of(pid) - processor
    a_second = f"{1000 * len(rest) / sum(rest):.0f} a second, {1000 * processor / len(rest):.2f} ms of the server's processor time each"
    print(f"{path}\n  REST: {told(rest)}, {a_second}\n  bare driver: {told(driver)}")
    fifths = ", ".join(f"{ratio:.2f}" for ratio in sorted(_ratio(rest[n::5], driver[n::5], 95) for n in range(5)))
    print(f"  REST to bare driver: {_ratio(rest, driver, 50):.2f} at p50, {_ratio(rest, driver, 95):.2f} at p95 (by fifths {fifths})")


def _ratio(one: list[float], other: list[float], percent: int) -> float:
    return quantiles(one, n=100)[percent - 1] / quantiles(other, n=100)[percent - 1]


class Instant(Store):
    """A store that has one answer, and has it at once."""

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401, ARG002 - what Bolt carries
        """One entity."""
        return [{"e": {"id": "x", "name": "X", "type": "Company", "aliases": []}, "edges": 3, "claims": 4, "articles": 2}]


async def _answered(app: Ahead, query: bytes) -> None:
    path, headers = "/api/v1/entities/x", [(b"host", b"127.0.0.1")]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "root_path": "", "query_string": query, "headers": headers}
    said = list[MutableMapping[str, Any]]()

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    assert said[0]["status"] == HTTPStatus.OK, said  # noqa: S101 - nothing else is worth measuring


def ways(number: int) -> None:
    """A request without a query beside one that has to be checked."""

    async def measure() -> list[float]:
        app, taken = Ahead(create_app(Instant.connect("bolt://127.0.0.1:1", user="", password=""))), [0.0, 0.0]
        for turn in range(number + WARMING):
            for way, query in enumerate((b"", b"format=json")):
                began = time.process_time()
                await _answered(app, query)
                taken[way] += (time.process_time() - began) * (turn >= WARMING)
        return [1000 * seconds / number for seconds in taken]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as it is served
        short, usual = runner.run(measure())
    print(f"processor time of an answer without a query {short:.2f} ms, with one {usual:.2f} ms: {short / usual:.2f}")


async def _client(address: str, ids: list[str], until: float, taken: list[float], statuses: Counter[int]) -> None:
    """Asks again and again over one connection."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    for number, id_ in enumerate(cycle(ids)):
        if (started := time.perf_counter()) > until:
            break
        path = parts.path + ASKED[number % len(ASKED)].format(id=id_)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {parts.hostname}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        taken.append((time.perf_counter() - started) * 1000)
        statuses[int(head.split(" ", 2)[1])] += 1
    writer.close()


async def _at_once(address: str, pid: int, ids: list[str], seconds: int) -> tuple[list[float], Counter[int], list[float]]:
    """Times, statuses, and the server's memory second by second."""
    taken, statuses, held = list[float](), Counter[int](), list[float]()
    until = time.perf_counter() + seconds
    asking = asyncio.gather(*(_client(address, ids[n::CLIENTS], until, taken, statuses) for n in range(CLIENTS)))
    while not asking.done():
        held.append(megabytes_of(pid))
        await asyncio.wait([asking], timeout=1)
    await asking
    return taken, statuses, held


def clients(seconds: int) -> None:
    """Many clients at once."""
    with open_store(Settings.read()) as store, served() as (address, pid):
        before = megabytes_of(pid)
        taken, statuses, held = asyncio.run(_at_once(address, pid, ids_of(store, 100_000), seconds))
    print(f"{CLIENTS} clients, {seconds} s: {told(taken)}, {len(taken) / seconds:.0f} a second, statuses {dict(statuses)}")
    third = len(held) // 3
    most = ", ".join(f"{max(held[n * third :][:third]):.0f}" for n in range(3))
    print(f"memory of the server: {before:.0f} MB before, at most {most} MB by thirds")


def pages(number: int) -> None:
    """First pages, and everything as CSV."""
    with open_store(Settings.read()) as store, served() as (address, pid), httpx.Client(base_url=address, timeout=600) as client:
        ids = ids_of(store, number)
        for path in LISTS:
            urls = [path.format(id=id_) for id_ in ids]
            if (first := client.get(urls[0])).is_error:
                print(f"{path}: {first.status_code} {first.json().get('detail')}", flush=True)
                continue
            print(f"{path}: {told([timed(partial(client.get, url)) for url in urls])}", flush=True)
        most, size = megabytes_of(pid), 0
        started, before = time.perf_counter(), megabytes_of(pid)
        with client.stream("GET", "/claims?stream=csv") as answer:
            for part in answer.iter_bytes():
                size += len(part)
                most = max(most, megabytes_of(pid))
        seconds = time.perf_counter() - started
        print(f"all claims as CSV: {size / 1e6:.1f} MB in {seconds:.1f} s, memory {before:.0f} MB, at most {most:.0f} MB")


if __name__ == "__main__":
    benches = {"overhead": (overhead, 1000), "ways": (ways, 2000), "clients": (clients, 60), "pages": (pages, 40)}
    bench, usual = benches[sys.argv[1]]
    bench(int(sys.argv[2]) if len(sys.argv) > 2 else usual)  # noqa: PLR2004 - the number
