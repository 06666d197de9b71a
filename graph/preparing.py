"""Makes the constraints and indexes of the store, also when several programs do so at once."""

from __future__ import annotations

import time

from neo4j import Session
from neo4j.exceptions import ClientError, TransientError

from graph.names import preparations

__all__ = ["prepare"]

_SECONDS_TO_PREPARE = 60.0
_PAUSE_SECONDS = 0.2
_MADE_BY_ANOTHER = ("AlreadyExists", "Schema.ConstraintCreationFailed", "Schema.IndexNotFound", "Schema.ConstraintWithNameAlreadyExists")


def prepare(session: Session) -> None:
    """Make what is missing. A statement that another program's came in the way of is tried again until that one's is there."""
    until = time.monotonic() + _SECONDS_TO_PREPARE
    for statement in preparations():
        while not _made(session, statement, last=time.monotonic() > until):
            time.sleep(_PAUSE_SECONDS)


def _made(session: Session, statement: str, *, last: bool) -> bool:
    """Whether it went through; False when another was at it at the same moment, an error when that was the ``last`` try."""
    try:
        session.run(statement).consume()
    except (ClientError, TransientError) as error:
        by_another = isinstance(error, TransientError) or any(words in (error.code or "") for words in _MADE_BY_ANOTHER)
        if last or not by_another:
            raise
        return False
    return True
