"""The store's way to its Neo4j: a driver that is made anew when the embedded engine behind it has ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, Protocol, TypeVar

import neo4j
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from graph.bolt import open_driver, said_plainly
from graph.handshake import require_bolt
from graph.limits import Limits
from graph.remedies import EMBEDDED, SERVER

__all__ = ["GONE", "Link", "Login"]

ResultT = TypeVar("ResultT")

GONE = (ServiceUnavailable, SessionExpired)
"""What the driver raises when a connection, or the Neo4j behind it, is no more."""


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


class Link:
    """Sessions with one Neo4j. ``again`` is for the embedded one: it starts the engine when it ended, and says where it is now."""

    def __init__(
        self,
        login: Login,
        *,
        database: str | None = None,
        token: str | None = None,
        limits: Limits | None = None,
        again: Callable[[], Login] | None = None,
    ) -> None:
        self.database, self.renews = database, again is not None
        self._again, self._limits = again, limits or Limits()
        self._remedies = SERVER if again is None else EMBEDDED
        self._renewing, self._left = Lock(), list[neo4j.Driver]()
        self._answered = again is not None  # an engine has shaken hands already
        self._open(login, token)

    def _open(self, login: Login, token: str | None = None) -> None:
        auth = neo4j.bearer_auth(token) if token else neo4j.basic_auth(login.user, login.password)
        self.driver, self.address = open_driver(login.uri, auth=auth, limits=self._limits), login.uri

    def session(self, **options: Any) -> neo4j.Session:  # noqa: ANN401 - the driver's options
        """A session; the first one, and the first after a failure, finds out quickly whether a Neo4j listens at all."""
        if not self._answered:
            require_bolt(self.address, seconds=self._limits.connect, unreachable=self._remedies.unreachable)
            self._answered = True
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

    def renew(self, failed: neo4j.Driver) -> None:
        """Reach the Neo4j anew after this driver failed; who comes second finds it done. Raises StoreError."""
        if self._again is None:
            self._answered = False
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
