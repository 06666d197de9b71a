"""Everything that can go wrong with the store.

::

    AigraphError                      (ontology.errors)
    └── StoreError
        ├── StoreUnavailable          nobody answers, or the login is refused
        ├── EngineStartFailed         the embedded Neo4j did not come up
        ├── JarDownloadFailed         a jar of the embedded Neo4j could not be had
        │   └── JarMismatch           a jar is not the one the lock names
        ├── BackupFailed              a backup could not be made, or is none that can be restored
        │   └── NotClosed             an engine was killed, and one must put its data right before they are backed up
        ├── StoreFull                 no room left on the disk
        ├── GraphTooNew               the graph was written by a newer version of the program
        ├── IdsDoubled                two articles, claims or entities bear one id
        ├── QueryRefused              a query that is not allowed, or not valid
        ├── QueryTimeout              a query that took longer than it may
        ├── QueryTooLarge             a query that needs more memory than it may
        ├── BadCursor                 a cursor that no page gave
        ├── BadClaim                  a claim that cannot be stored as it is
        └── TooLargeToDraw            a graph with more entities than a page can draw
"""

# ruff: noqa: N818 - each name says what happened; "Error" on all of them would add nothing

from __future__ import annotations

from ontology.errors import AigraphError

__all__ = [
    "BackupFailed",
    "BadClaim",
    "BadCursor",
    "EngineStartFailed",
    "GraphTooNew",
    "IdsDoubled",
    "JarDownloadFailed",
    "JarMismatch",
    "NotClosed",
    "QueryRefused",
    "QueryTimeout",
    "QueryTooLarge",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "TooLargeToDraw",
]


class StoreError(AigraphError):
    """The store could not do what it was asked."""


class StoreUnavailable(StoreError):
    """No store answers at the address, or it refuses the login."""


class EngineStartFailed(StoreError):
    """The embedded Neo4j could not be started; the message names the cause."""


class JarDownloadFailed(StoreError):
    """A jar the embedded Neo4j needs could not be downloaded."""


class JarMismatch(JarDownloadFailed):
    """A jar's SHA-256 is not the one in the lock; it names jar, expected and found."""


class BackupFailed(StoreError):
    """A backup could not be made or restored; what was there before still is."""


class NotClosed(BackupFailed):
    """The graph was not closed by its last engine."""


class StoreFull(StoreError):
    """There is no room left on the disk for what should be written."""


class GraphTooNew(StoreError):
    """The graph was written by a newer version of the program, in a form that this one does not know."""


class IdsDoubled(StoreError):
    """Two things of one kind bear the same id, which somebody else than the program wrote."""


class QueryRefused(StoreError):
    """A query is not allowed here, or the store cannot read it."""


class QueryTimeout(StoreError):
    """A query was ended because it took longer than it may."""


class QueryTooLarge(StoreError):
    """A query was ended because it needed more memory than one query may have."""


class BadCursor(StoreError):
    """A cursor is none that an earlier page gave."""


class BadClaim(StoreError):
    """A claim or an article holds a value that no Neo4j can keep, or belongs to another article."""


class TooLargeToDraw(StoreError):
    """The graph has more entities than a standalone page can draw."""
