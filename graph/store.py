"""The store: claims in a Neo4j, and the edges and entities computed from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self, Unpack

from neo4j import READ_ACCESS, Query, Result, Session

from graph import writing
from graph.bands import Bands
from graph.content import content_hash
from graph.cypher import only_reading
from graph.errors import QueryTooLarge, StoreUnavailable
from graph.link import GONE, Link, Login, Options
from graph.preparing import prepare
from graph.properties import REFERENCE, claim_from
from graph.reports import Added, Retracted, Rows
from graph.values import Collected
from graph.versions import require_version
from ontology.records import Claim, Json, Reading

__all__ = ["SECONDS_TO_ASK", "Login", "Store"]

SECONDS_TO_ASK = 30.0
_ENDED = (
    "the embedded Neo4j ended while the query ran, most likely because it needs more memory than there is; it has been started again: "
    "ask for less, or narrow it with WHERE and LIMIT"
)


class Store:
    """Claims in a Neo4j over Bolt: a user's server and the embedded engine alike. Safe to use from several threads.

    Whatever goes wrong is raised as a ``graph.errors.StoreError`` that names the address and the remedy.
    """

    def __init__(self, login: Login, **options: Unpack[Options]) -> None:
        """A store at this address; nothing is sent before the first use."""
        self._link = Link(login, **options)
        self._hash: tuple[int, str] | None = None
        self._hashing, self._adding = Lock(), Lock()
        self._bands = Bands()

    @classmethod
    def connect(cls, uri: str, *, user: str, password: str, **options: Unpack[Options]) -> Self:
        """A store at this address; nothing is sent before the first use."""
        return cls(_PlainLogin(uri, user, password), **options)

    @property
    def link(self) -> Link:
        """Its way to the Neo4j."""
        return self._link

    @property
    def address(self) -> str:
        """Where the Neo4j is."""
        return self._link.address

    def ping(self) -> None:
        """Return when the store answers; raise StoreUnavailable when not."""
        self.ask("RETURN 1")

    def prepare(self) -> None:
        """Make constraints and indexes where they are missing, and bring an older graph forward; several programs may do so at once.

        Raises GraphTooNew, IdsDoubled, StoreUnavailable (the server is too old).
        """
        if not self._link.renews:
            require_version(self.version(), uri=self.address)
        self._link.twice(prepare)

    def add(
        self,
        readings: Iterable[Reading],
        *,
        extractors: Collection[str] = (),
        each: Callable[[Added], object] | None = None,
        batch: int = 50,
    ) -> tuple[Added, ...]:
        """Store what was read, ``batch`` articles a transaction, and say what became of each article; ``each`` is told at once.

        ``extractors`` names those that read these articles, so that one that found nothing replaces its older claims too.
        """
        waiting, reports = iter(readings), []
        while some := tuple(islice(waiting, batch)):
            for report in self.write(self.prepared(some), extractors=extractors):
                reports.append(report)
                if each is not None:
                    each(report)
        return tuple(reports)

    def prepared(self, readings: Sequence[Reading]) -> writing.Prepared:
        """Readings made ready for ``write``, which needs no Neo4j."""
        with self._link.said_plainly():
            return writing.prepare(readings)

    def write(self, prepared: writing.Prepared, *, extractors: Collection[str] = ()) -> list[Added]:
        """Store what was prepared, in one transaction."""
        mine = self._adding.acquire(blocking=False)  # of threads that write at once one has the bands
        try:
            bands = self._bands if mine else Bands()
            added = self._link.write(partial(writing.add, prepared=prepared, extractors=extractors, bands=bands), again=True)
            bands.settled()
        finally:
            if mine:
                self._adding.release()
        return added

    def mend(self, statement: str) -> None:
        """Run one of the program's own statements in transactions of its own making; it must bear being run twice."""
        self._link.twice(lambda session: session.run(statement).consume())

    def retract(self, what: str, *, reason: str) -> Retracted:
        """Take back what was read from a source, or an article by its id, with its claims and all that only they held up."""
        return self._link.write(partial(writing.retract, what=what, reason=reason), again=False)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 1000,
        timeout: float = 5.0,
        size: int = 5_000_000,
    ) -> Rows:
        """Answer a query that only reads, of at most ``limit`` rows, ``size`` characters, and ``timeout`` seconds.

        Raises QueryRefused (it is more than reading, or no Cypher), QueryTimeout, QueryTooLarge (it needs more memory than there is).
        """
        cypher = only_reading(cypher, parameters)
        self.ping()  # what went away before is found again, and an engine that ends from now on ends by this query
        started, collected, driver = monotonic(), Collected(), self._link.driver
        values: list[tuple[object, ...]] = []
        truncated = False
        try:
            with (
                self._link.said_plainly(),
                self._session(default_access_mode=READ_ACCESS, fetch_size=min(limit + 1, 1000)) as session,
                session.begin_transaction(timeout=timeout) as tx,
            ):
                result = tx.run(cypher, dict(parameters or {}))
                fields = tuple(result.keys())
                for record in result:
                    truncated = len(values) >= limit or collected.size > size
                    if truncated:
                        break
                    values.append(tuple(map(collected.json, record.values())))
        except StoreUnavailable as error:
            if not (self._link.renews and isinstance(error.__cause__, GONE)):
                raise
            self._link.renew(driver)
            raise QueryTooLarge(_ENDED) from error
        return Rows(
            fields=fields,
            values=tuple(values),
            truncated=truncated,
            elapsed=monotonic() - started,
            nodes=tuple(collected.nodes.values()),
            edges=tuple(collected.edges.values()),
        )

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401 - what Bolt carries
        """The rows of one of the program's own queries, which return maps and values, no nodes."""
        query = Query(cypher, timeout=SECONDS_TO_ASK)
        return self._link.twice(lambda session: _rows(session.run(query, parameters)), default_access_mode=READ_ACCESS)

    def stream(self, cypher: str, **parameters: Any) -> Iterator[Json]:  # noqa: ANN401 - what Bolt carries
        """The same, row by row and for as long as it takes, for those that read everything."""
        self.ping()
        with self._link.said_plainly(), self._session(default_access_mode=READ_ACCESS) as session:
            for record in session.run(Query(cypher, timeout=0), parameters):
                yield dict(record)

    def claims(self) -> Iterator[Claim]:
        """Every claim, in order of id."""
        rows = self.stream(
            f"MATCH (c:Claim)-[:STATED_IN]->(a:Article) WHERE c.id > '' RETURN properties(c) AS c, {REFERENCE} ORDER BY c.id"
        )
        return (claim_from(row["c"], row["a"]) for row in rows)

    def graph_hash(self) -> str:
        """SHA-256 of the content: the same articles give the same hash, in any order and on any machine."""
        with self._hashing:
            revision = self.revision()
            if self._hash is None or self._hash[0] != revision:
                self._hash = revision, content_hash(self.stream)
            return self._hash[1]

    def revision(self) -> int:
        """A number that grows with every change; 0 when there was none."""
        rows = self.ask("MATCH (v:Revision {id: 'graph'}) RETURN coalesce(v.number, 0) AS number")
        return int(rows[0]["number"]) if rows else 0

    def version(self) -> str:
        """The version of the Neo4j that answers, ``5.26.12``."""
        rows = self.ask("CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version")
        return str(rows[0]["version"])

    def close(self) -> None:
        """Close the connections; harmless when done twice."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _session(self, **options: Any) -> Session:  # noqa: ANN401 - the driver's options
        return self._link.session(**options)


@dataclass(frozen=True, slots=True)
class _PlainLogin:
    uri: str
    user: str
    password: str = field(repr=False)


def _rows(result: Result) -> list[Json]:
    """All of them; ``Result.data`` looks into every value for nodes, which takes as long as the rest."""
    keys = result.keys()
    return [dict(zip(keys, values, strict=True)) for values in result.values()]
