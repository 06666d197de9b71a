"""The store: claims in a Neo4j, and the edges and entities computed from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol, Self

from graph.reports import Added, Retracted, Rows
from ontology.records import Claim, Json, Reading

__all__ = ["Login", "Store"]


class Login(Protocol):
    """How to reach a Neo4j; ``graph.embedded.Connection`` is one."""

    @property
    def uri(self) -> str:
        """Its address: ``neo4j://``, ``neo4j+s://``, ``bolt://``…."""

    @property
    def user(self) -> str:
        """Who logs in."""

    @property
    def password(self) -> str:
        """With which password."""


class Store:
    """Claims in a Neo4j over Bolt: a user's server and the embedded engine alike. Safe to use from several threads.

    Whatever goes wrong is raised as a ``graph.errors.StoreError`` that names the address and the remedy.
    """

    def __init__(self, login: Login, *, database: str | None = None) -> None:
        raise NotImplementedError

    @classmethod
    def connect(cls, uri: str, *, user: str, password: str, database: str | None = None) -> Self:
        """A store at this address; nothing is sent before the first use."""
        raise NotImplementedError

    def ping(self) -> None:
        """Return when the store answers; raise StoreUnavailable when not."""

    def prepare(self) -> None:
        """Make constraints and indexes where they are missing; may be called again."""

    def add(
        self, readings: Iterable[Reading], *, extractors: Collection[str] = (), each: Callable[[Added], object] | None = None, batch: int = 50
    ) -> tuple[Added, ...]:
        """Store what was read, ``batch`` articles a transaction, and say what became of each article; ``each`` is told at once.

        ``extractors`` names those that read these articles, so that one that found nothing replaces its older claims too.
        """
        raise NotImplementedError

    def retract(self, what: str, *, reason: str) -> Retracted:
        """Take back what was read from a source, or an article by its id, with its claims and all that only they held up."""
        raise NotImplementedError

    def read(
        self, cypher: str, parameters: Mapping[str, object] | None = None, *, limit: int = 1000, timeout: float = 5.0, size: int = 5_000_000
    ) -> Rows:
        """Answer a query that only reads, of at most ``limit`` rows, ``size`` characters, and ``timeout`` seconds.

        Raises QueryRefused (it writes, or is no Cypher), QueryTimeout, QueryTooLarge (it needs more memory than there is).
        """
        raise NotImplementedError

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401 - what Bolt carries
        """The rows of one of the program's own queries."""
        raise NotImplementedError

    def stream(self, cypher: str, **parameters: Any) -> Iterator[Json]:  # noqa: ANN401 - what Bolt carries
        """The same, row by row, for those that read everything."""
        raise NotImplementedError

    def claims(self) -> Iterator[Claim]:
        """Every claim, in order of id."""
        raise NotImplementedError

    def graph_hash(self) -> str:
        """SHA-256 of the content: the same articles give the same hash, in any order and on any machine."""
        raise NotImplementedError

    def revision(self) -> int:
        """A number that grows with every change."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connections; harmless when done twice."""
