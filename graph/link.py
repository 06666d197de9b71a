"""The store's way to its Neo4j: found again when a server comes back, made anew when the embedded engine behind it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from threading import Lock
from typing import Any, Protocol, TypedDict, TypeVar, Unpack

import neo4j
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError, ServiceUnavailable, SessionExpired

from graph.bolt import READ_ONLY, open_awaited_driver, open_driver, said_plainly
from graph.errors import StoreUnavailable
from graph.handshake import require_bolt
from graph.limits import Limits
from graph.remedies import EMBEDDED, SERVER

__all__ = ["GONE", "Link", "Login", "Options"]

ResultT = TypeVar("ResultT")

GONE = (ServiceUnavailable, SessionExpired)
"""What the driver raises when a connection, or the Neo4j behind it, is no more."""

_TAKEN_AWAY = "Neo.ClientError.Statement.EntityNotFound"
"""A node went between being found and being locked: somebody deleted what this one waited for."""

_PAUSE_SECONDS = 0.5
_SECONDS_TO_ELECT = 15.0
"""A cluster has another member that writes by then."""


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


class Options(TypedDict, total=False):
    """How to use a Neo4j: all may be left out."""

    database: str | None
    """Which one there; its own choice without."""
    token: str | None
    """A bearer token in place of user and password."""
    limits: Limits | None
    again: Callable[[], Login] | None
    """For the embedded engine: starts it when it ended, and says where it is now."""
    notice: Callable[[str], object] | None
    """Is told, in a line, what a program waits for."""


class Link:
    """Sessions with one Neo4j."""

    def __init__(self, login: Login, **options: Unpack[Options]) -> None:
        self.database, self._again = options.get("database"), options.get("again")
        self._limits, self._notice = options.get("limits") or Limits(), options.get("notice")
        self.renews = self._again is not None
        self._remedies = EMBEDDED if self.renews else SERVER
        self._renewing, self._left = Lock(), list[neo4j.Driver]()
        self._answers = self._met = self.renews  # an engine has shaken hands already
        self._open(login, options.get("token"))

    def _open(self, login: Login, token: str | None = None) -> None:
        self._auth = neo4j.bearer_auth(token) if token else neo4j.basic_auth(login.user, login.password)
        self.driver, self.address = open_driver(login.uri, auth=self._auth, limits=self._limits), login.uri

    @property
    def answers(self) -> bool:
        """Whether it did when last asked; if not, a session finds out."""
        return self._answers

    @property
    def connections(self) -> int:
        """How many it may have."""
        return self._limits.connections

    @property
    def wait(self) -> float:
        """For how many seconds one waits for one of them to be free."""
        return self._limits.wait

    def awaited(self, connections: int) -> neo4j.AsyncDriver:
        """Another driver for where it is now, with at most so many connections, of the loop that runs, and the caller's to close."""
        limits = replace(self._limits, connections=min(connections, self._limits.connections))
        return open_awaited_driver(self.address, auth=self._auth, limits=limits)

    def session(self, **options: Any) -> neo4j.Session:  # noqa: ANN401 - the driver's options
        """A session; the first one, and the first after a failure, finds out quickly whether a Neo4j listens at all."""
        if not self._answers:
            require_bolt(self.address, seconds=self._limits.connect, unreachable=self._remedies.unreachable, met=self._met)
            self._answers = self._met = True
        return self.driver.session(database=self.database, **options)

    def said_plainly(self) -> AbstractContextManager[None]:
        """Within it, the driver's errors are raised as ours."""
        return said_plainly(self.address, self.database, self._remedies)

    def twice(self, work: Callable[[neo4j.Session], ResultT], **options: Any) -> ResultT:  # noqa: ANN401 - the driver's options
        """Do the work in a session, and once more when the connection, or the engine, turned out to be gone; it must bear that."""
        with self.said_plainly():
            driver = self.driver
            try:
                with self.session(**options) as session:
                    return work(session)
            except GONE:
                self.renew(driver)
                with self.session(**options) as session:
                    return work(session)

    def write(self, work: Callable[[neo4j.ManagedTransaction], ResultT], *, again: bool) -> ResultT:
        """Do the work in a transaction, and again until it is done or the limit for retries is up.

        So it outlives a deadlock, a node that somebody takes away, the end of an engine, and the absence of a server that has
        answered before. ``again`` says that doing it twice is doing it once: without, it is not tried again when it may have been done.
        """
        began, failed = time.monotonic(), 0.0
        if self._met and not self._answers:
            self._await(began)
        with self.said_plainly():
            while True:
                driver = self.driver
                try:
                    with self.session() as session:
                        return session.execute_write(work)
                except (DriverError, Neo4jError) as error:
                    failed = failed or time.monotonic()
                    if time.monotonic() - failed > self._patience(error, again=again):
                        raise
                    if isinstance(error, GONE):
                        self.renew(driver)
                        self._await(failed)

    def _patience(self, error: DriverError | Neo4jError, *, again: bool) -> float:
        """For how many seconds after it an error of a transaction may pass."""
        passing = error.is_retryable() or (isinstance(error, Neo4jError) and error.code == _TAKEN_AWAY)
        if not passing and not (again and isinstance(error, IncompleteCommit)):
            return -1
        if isinstance(error, READ_ONLY):
            return min(_SECONDS_TO_ELECT, self._limits.retry) if self.address.startswith("neo4j") else -1
        return self._limits.retry

    def _await(self, since: float) -> None:
        """Return when a Neo4j listens again; raise StoreUnavailable when the limit for retries is up, counted ``since`` then."""
        told = False
        while not self._answers:
            try:
                self.session().close()
            except StoreUnavailable as error:
                if time.monotonic() - since > self._limits.retry:
                    raise
                if self._notice and not told:
                    self._notice(f"{error}; waiting for it, {self._limits.retry:g} s at most")
                told = True
                time.sleep(_PAUSE_SECONDS)

    def renew(self, failed: neo4j.Driver) -> None:
        """Reach the Neo4j anew after this driver failed; who comes second finds it done. Raises StoreError."""
        if self._again is None:
            self._answers = False
            return
        with self._renewing:
            if self.driver is failed:
                self._left.append(failed)  # not closed yet: others may be using it, and shall fail as we did
                self._open(self._again())

    def close(self) -> None:
        """Close the connections; harmless when done twice."""
        for driver in (*self._left, self.driver):
            driver.close()
        self._left.clear()
