"""The driver, and its errors said in our words: each names the address and the remedy."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import BadClaim, QueryRefused, QueryTimeout, QueryTooLarge, StoreError, StoreFull, StoreUnavailable

__all__ = ["USER_AGENT", "open_driver", "said_plainly"]

USER_AGENT = "ai-industry-graph"
"""How this program names itself to a Neo4j."""

_SECONDS_TO_CONNECT = 10.0
_SECONDS_TO_RETRY = 30.0
_SECONDS_UNTIL_STALE = 10.0
_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_FULL = ("no space left", "not enough space", "disk is full", "not enough disk")
_WORDS: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (("DatabaseNotFound",), StoreUnavailable, "{uri} has no database {database!r}: create it, or name another ({line})"),
    (("DatabaseUnavailable", "NotALeader"), StoreUnavailable, "{uri} does not let us work: {line}"),
    (
        ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "StackOverFlowError", "TransactionOutOfMemoryError"),
        QueryTooLarge,
        "the query needs more memory than {uri} allows it: ask for less, or narrow it with WHERE and LIMIT",
    ),
    (
        ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped", "TransactionTerminated", "Terminated"),
        QueryTimeout,
        "the query took longer than it may: narrow it with WHERE and LIMIT, or give it more time",
    ),
    (
        ("AccessMode",),
        QueryRefused,
        "the query writes: here queries only read; articles are added by reading and taken back by retracting them",
    ),
)
_LONGEST = 300


def open_driver(uri: str, *, user: str, password: str) -> neo4j.Driver:
    """A driver for this address; raises StoreUnavailable when it is none."""
    if not _is_address(uri):
        raise StoreUnavailable(_no_address(uri))
    logger = logging.getLogger("neo4j")
    if not logger.handlers:  # what goes wrong is raised; without a handler the driver would print it as well
        logger.addHandler(logging.NullHandler())
    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=_SECONDS_TO_CONNECT,
            max_transaction_retry_time=_SECONDS_TO_RETRY,
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
def said_plainly(uri: str, database: str | None) -> Iterator[None]:
    """Raise the driver's errors as ours."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(f"{uri} refuses the login: check the user and the password ({_line(error)})") from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise _unreachable(uri, error) from error
    except Neo4jError as error:
        raise _translated(error, uri, database) from error
    except (ConfigurationError, DriverError) as error:
        raise StoreUnavailable(f"{uri} cannot be used: {_line(error)}") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise BadClaim(f"{uri} cannot keep a value: {_line(error)}; text must be Unicode, whole numbers below 2^63") from error


def _unreachable(uri: str, error: Exception) -> StoreError:
    if _is_full(str(error)):
        return _full(uri)
    return StoreUnavailable(f"{uri} does not answer: start the Neo4j there, or check the address ({_line(error)})")


def _translated(error: Neo4jError, uri: str, database: str | None) -> StoreError:
    title = (error.code or "").rpartition(".")[2]
    if _is_full(error.message or ""):
        return _full(uri)
    for titles, kind, words in _WORDS:
        if title in titles:
            return kind(words.format(uri=uri, database=database, line=_line(error)))
    if isinstance(error, Forbidden):
        return StoreUnavailable(f"{uri} does not let us work: {_line(error)}")
    if isinstance(error, ClientError):
        return QueryRefused(f"{uri} refuses the query: {_line(error)}")
    return StoreError(f"{uri} failed: {_line(error)}")


def _is_full(message: str) -> bool:
    return any(words in message.lower() for words in _FULL)


def _full(uri: str) -> StoreFull:
    return StoreFull(f"the disk of {uri} is full: make room and try again")


def _line(error: Exception) -> str:
    """The error's own words in one line."""
    words = " ".join(str(getattr(error, "message", None) or error).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
