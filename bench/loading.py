"""Loading through the store beside the bare driver: ``python -m bench.loading FILE [ROUNDS]``.

FILE is one of ``bench.claims`` or ``export jsonl``. Two empty homes have the store's own constraints and indexes. One takes the
articles as ``aigraph import`` writes them; the other takes the rows that came of it, nodes and relationships, from a bare driver in
batches of the same size, with the fewest statements that can write them. Both graphs must have the same hash. Prints claims a second of
both by the clock, and by the processor time that program and engine took, which is fair where others work on the machine too; their
ratio; and the memory of this process after each tenth. The lines of the file are read and checked before: the bare driver has its rows
at hand too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import neo4j

from bench.memory import held
from bench.processes import Watch
from graph.embedded import Connection, attach, status, stop
from graph.kept import Kept, keep
from graph.lines import read_jsonl
from graph.names import edge_type, quoted
from graph.store import Store
from ontology.records import Json

ItemT = TypeVar("ItemT")
BATCH = 2000
ARTICLES = "UNWIND $rows AS row CREATE (a:Article) SET a = row"
CLAIMS = """
UNWIND $rows AS row MATCH (s:Entity {id: row.subject}) MATCH (o:Entity {id: row.object}) MATCH (a:Article {id: row.article})
CREATE (c:Claim) SET c = row CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:OBJECT]->(o) CREATE (c)-[:STATED_IN]->(a)
"""
ENTITIES = "UNWIND $rows AS row CREATE (e:Entity:{label}) SET e = row"
EDGES = """
UNWIND $rows AS row MATCH (s:Entity {{id: row.subject}}) MATCH (o:Entity {{id: row.object}}) CREATE (s)-[r:{type}]->(o) SET r = row
"""
KINDS: dict[str, tuple[str, Callable[[Json], str], Callable[[str], str]]] = {
    "articles": ("MATCH (n:Article) RETURN properties(n) AS row", lambda _: "", lambda _: ARTICLES),
    "entities": (
        "MATCH (n:Entity) RETURN properties(n) AS row",
        lambda row: row["type"],
        lambda type_: ENTITIES.format(label=quoted(type_)),
    ),
    "claims": ("MATCH (n:Claim) RETURN properties(n) AS row", lambda _: "", lambda _: CLAIMS),
    "edges": (
        "MATCH (:Entity)-[r]->(:Entity) RETURN properties(r) AS row",
        lambda row: row["relation"],
        lambda relation: EDGES.format(type=edge_type(relation)),
    ),
}
"""Of each kind of row: the query that finds all, what they are grouped by, and the statement that writes a group."""


def batches(items: Iterable[ItemT]) -> Iterator[list[ItemT]]:
    """Some at a time."""
    waiting = iter(items)
    while some := list(islice(waiting, BATCH)):
        yield some


def told(kept: Sequence[Kept], claims: int) -> Iterator[Kept]:
    """The articles; a line about the memory is printed after each tenth of the claims."""
    done, next_ = 0, claims / 10
    for one in kept:
        yield one
        done += len(one.held.claims)
        if done >= next_:
            next_ += claims / 10
            print(f"  {done:8} claims, {held():.0f} MB", flush=True)


def through_the_store(home: Path, kept: Sequence[Kept], claims: int) -> tuple[Watch, str]:
    """What it took, and the hash."""
    with attach(home, progress=False) as login, Store(login, again=lambda: login) as store:
        store.prepare()
        with Watch(status(home).pid) as watch:
            for _ in keep(store, told(kept, claims)):
                pass
        return watch, store.graph_hash()


def rows_of(login: Connection) -> dict[str, list[tuple[str, list[Json]]]]:
    """Of each kind the statement of a group and its rows."""
    found = {}
    with Store(login) as store:
        for kind, (query, key, statement) in KINDS.items():
            rows = sorted((one["row"] for one in store.stream(query)), key=lambda row: (key(row), row["id"]))
            found[kind] = [(statement(name), list(group)) for name, group in groupby(rows, key=key)]
    return found


def by_the_bare_driver(home: Path, rows: dict[str, list[tuple[str, list[Json]]]]) -> tuple[Watch, str]:
    """The same."""
    with attach(home, progress=False) as login, Store(login) as store:
        store.prepare()
        with neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver, driver.session() as session:
            watch = Watch(status(home).pid)
            with watch:
                for statement, some in (group for groups in rows.values() for group in groups):
                    for batch in batches(some):
                        session.execute_write(_write, statement, batch)
        return watch, store.graph_hash()


def _write(tx: neo4j.ManagedTransaction, statement: str, rows: list[Json]) -> None:
    tx.run(statement, rows=rows).consume()


def in_a_home(work: Callable[..., ItemT], *arguments: Any) -> ItemT:  # noqa: ANN401 - the work's own
    """Do the work in a home that lasts as long."""
    with TemporaryDirectory() as name:
        home = Path(name) / "store"
        try:
            return work(home, *arguments)
        finally:
            stop(home)


def _first(home: Path, kept: Sequence[Kept], claims: int) -> tuple[Watch, str, dict[str, list[tuple[str, list[Json]]]]]:
    taken, hash_ = through_the_store(home, kept, claims)
    with attach(home, progress=False) as login:
        return taken, hash_, rows_of(login)


def main() -> None:
    """Load and print."""
    file, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1  # noqa: PLR2004 - the second argument
    kept = list(read_jsonl(file))
    claims = sum(len(one.held.claims) for one in kept)
    by_clock, by_processor = [], []
    for _ in range(rounds):
        store, hash_, rows = in_a_home(_first, kept, claims)
        print(f"store        {store.told(claims, 'claims')}", flush=True)
        bare, same = in_a_home(by_the_bare_driver, rows)
        print(f"bare driver  {bare.told(claims, 'claims')}; {'the same' if same == hash_ else 'ANOTHER'} graph", flush=True)
        by_clock.append(bare.seconds / store.seconds)
        by_processor.append(bare.processor / store.processor)
    print(f"ratio        {median(by_clock):.2f} by the clock, {median(by_processor):.2f} by processor time (medians of {rounds})")


if __name__ == "__main__":
    main()
