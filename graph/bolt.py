"""The driver, and its errors said in our words: each names the address and the remedy."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    ForbiddenOnReadOnlyDatabase,
    IncompleteCommit,
    Neo4jError,
    NotALeader,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import BadClaim, QueryRefused, QueryTimeout, QueryTooLarge, StoreError, StoreFull, StoreUnavailable
from graph.limits import Limits
from graph.remedies import SERVER, Remedies

__all__ = ["READ_ONLY", "USER_AGENT", "open_awaited_driver", "open_driver", "said_plainly"]

DriverT = TypeVar("DriverT")

USER_AGENT = "ai-industry-graph"
"""How this program names itself to a Neo4j."""

READ_ONLY = (NotALeader, ForbiddenOnReadOnlyDatabase)
"""What the driver raises where one may only read: on another member of a cluster one may write."""

_SECONDS_UNTIL_STALE = 10.0
_SECONDS_OF_RETRIES = 2.0  # the driver's own; those of graph.link find an engine that starts at another port, too
_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_FULL = ("no space left", "not enough space", "disk is full", "not enough disk")
_TOO_LARGE = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "StackOverFlowError", "TransactionOutOfMemoryError")
_TOO_LONG = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped", "TransactionTerminated", "Terminated")
_LESS = "the query took longer than it may: narrow it with WHERE and LIMIT, or give it more time"
_WRITES = "the query writes: here queries only read; articles are added by reading and taken back by retracting them"
_LONGEST = 300


def open_driver(uri: str, *, auth: neo4j.Auth, limits: Limits) -> neo4j.Driver:
    """A driver for this address; raises StoreUnavailable when it is none."""
    return _opened(neo4j.GraphDatabase.driver, uri, auth, limits)


def open_awaited_driver(uri: str, *, auth: neo4j.Auth, limits: Limits) -> neo4j.AsyncDriver:
    """The same, of the loop that runs."""
    return _opened(neo4j.AsyncGraphDatabase.driver, uri, auth, limits)


def _opened(open_: Callable[..., DriverT], uri: str, auth: neo4j.Auth, limits: Limits) -> DriverT:
    if not _is_address(uri):
        raise StoreUnavailable(_no_address(uri))
    logger = logging.getLogger("neo4j")
    if not logger.handlers:  # what goes wrong is raised; without a handler the driver would print it as well
        logger.addHandler(logging.NullHandler())
    try:
        return open_(
            uri,
            auth=auth,
            max_connection_pool_size=limits.connections,
            connection_timeout=limits.connect,
            connection_acquisition_timeout=limits.wait,
            max_transaction_retry_time=min(limits.retry, _SECONDS_OF_RETRIES),
            liveness_check_timeout=_SECONDS_UNTIL_STALE,
            notifications_min_severity="OFF",
            user_agent=USER_AGENT,
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreUnavailable(f"{_no_address(uri)} ({_line(error)})") from error


def _is_address(uri: str) -> bool:
    """Whether the scheme is one of Neo4j and the port, if any, a number that a port may have; the driver notices late."""
    try:
        scheme, port = urlsplit(uri).scheme, urlsplit(uri).port
    except ValueError:
        return False
    return scheme in _SCHEMES and port != 0


def _no_address(uri: str) -> str:
    return f"{uri!r} is no address of a Neo4j: expected 'neo4j://host:7687', 'neo4j+s://…' or 'bolt://…'"


@contextmanager
def said_plainly(uri: str, database: str | None, remedies: Remedies = SERVER) -> Iterator[None]:
    """Raise the driver's errors as ours."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(remedies.refused.format(uri=uri, line=_line(error))) from error
    except IncompleteCommit as error:
        raise StoreUnavailable(remedies.uncertain.format(uri=uri, line=_line(error))) from error
    except (ServiceUnavailable, SessionExpired) as error:
        if _is_full(str(error)):
            raise StoreFull(remedies.full.format(uri=uri)) from error
        raise StoreUnavailable(remedies.unreachable.format(uri=uri, line=_line(error))) from error
    except Neo4jError as error:
        kind, words = _translated(error, remedies)
        raise kind(words.format(uri=uri, database=database, line=_line(error))) from error
    except (ConfigurationError, DriverError) as error:
        raise StoreUnavailable(f"{uri} cannot be used: {_line(error)}") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise BadClaim(f"{uri} cannot keep a value: {_line(error)}; text must be Unicode, whole numbers below 2^63") from error


def _translated(error: Neo4jError, remedies: Remedies) -> tuple[type[StoreError], str]:
    """The kind of error, and its sentence with gaps."""
    if _is_full(error.message or ""):
        return StoreFull, remedies.full
    known: dict[str, tuple[type[StoreError], str]] = {
        "DatabaseNotFound": (StoreUnavailable, remedies.no_database),
        "AccessMode": (QueryRefused, _WRITES),
        "WriteOnReadOnlyAccessDatabase": (StoreUnavailable, remedies.read_only),
        **dict.fromkeys(_TOO_LARGE, (QueryTooLarge, remedies.too_large)),
        **dict.fromkeys(_TOO_LONG, (QueryTimeout, _LESS)),
        **dict.fromkeys(("DatabaseUnavailable",), (StoreUnavailable, remedies.not_now)),
    }
    title = (error.code or "").rpartition(".")[2]
    if title in known:
        return known[title]
    if isinstance(error, READ_ONLY):
        return StoreUnavailable, remedies.read_only
    if isinstance(error, Forbidden):
        return StoreUnavailable, remedies.not_now
    if isinstance(error, ClientError):
        return QueryRefused, "{uri} refuses the query: {line}"
    return StoreError, "{uri} failed: {line}"


def _is_full(message: str) -> bool:
    return any(words in message.lower() for words in _FULL)


def _line(error: Exception) -> str:
    """The error's own words in one line."""
    words = " ".join(str(getattr(error, "message", None) or error).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
