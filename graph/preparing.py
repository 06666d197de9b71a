"""Makes the constraints and indexes of the store, and brings an older graph forward, also when several programs do so at once."""

from __future__ import annotations

import time
from collections.abc import Sequence

from neo4j import ManagedTransaction, Query, Session
from neo4j.exceptions import Neo4jError, TransientError

from graph.errors import GraphTooNew, IdsDoubled
from graph.names import quoted
from graph.schema import Version, versions

__all__ = ["prepare", "require_known"]

_SECONDS_TO_PREPARE = 60.0
_SECONDS_TO_OWN = 5.0
"""An index that is whole and has no constraint for longer than this gets none any more."""
_PAUSE_SECONDS = 0.2
_WHOLE = 100.0
_MADE_BY_ANOTHER = ("AlreadyExists", "Schema.ConstraintCreationFailed", "Schema.IndexNotFound", "Schema.ConstraintWithNameAlreadyExists")
_DOUBLED = "Both Node"
"""What Neo4j begins with when it cannot make a constraint because two nodes break it."""

_HELD = "MATCH (v:Revision {id: 'graph'}) RETURN coalesce(v.schema, 1) AS schema"
_LOCK = "MATCH (v:Revision {id: 'graph'}) SET v.locked = true REMOVE v.locked"
_STAMP = "MATCH (v:Revision {id: 'graph'}) SET v.schema = $schema"
_CHANGED = "MATCH (v:Revision {id: 'graph'}) SET v.number = v.number + 1"
_INDEXES = "SHOW INDEXES YIELD name, state, owningConstraint AS owner, populationPercent AS done RETURN name, state, owner, done"
_AWAIT = Query("CALL db.awaitIndexes(3600)", timeout=0)


def prepare(session: Session, known: Sequence[Version] | None = None) -> None:
    """Make what is missing, and bring an older graph forward; one that nobody has written to gets its number with the first change.

    Neo4j makes no index in a transaction that also writes, so indexes come first, which can be made again; then work that can be done
    again. Then the content changes in one transaction with the number: whoever breaks off leaves the graph in a whole version, and the next
    one goes on from there.
    Raises GraphTooNew, IdsDoubled.
    """
    known = known or versions()
    newest = known[-1].number
    held = _held(session)
    if held is not None:
        require_known(held, newest=newest)
    _make(session, {name: statement for version in known for name, statement in version.indexes.items()})
    if held is not None and held < newest:
        for version in known:
            if version.number > held and version.work:
                version.work(session)
        session.execute_write(_bring_forward, known)


def require_known(held: int, *, newest: int) -> None:
    """Raise GraphTooNew when the graph is of a version that this program does not know."""
    if held > newest:
        raise GraphTooNew(
            f"the graph is of version {held}, written by a newer aigraph, and this one knows versions up to {newest}: "
            "update it, or name another graph (AIGRAPH_HOME, AIGRAPH_STORE)"
        )


def _held(session: Session | ManagedTransaction) -> int | None:
    """The graph's version; None when nobody has written to it."""
    return next((record["schema"] for record in session.run(_HELD)), None)


def _make(session: Session, due: dict[str, str]) -> None:
    """Constraints one by one, since one that is rolled back leaves its index behind, and the indexes in one transaction.

    When another program's come in the way, again until that one's are there. An index that Neo4j gave up is made anew.
    """
    states = {record["name"]: record["state"] for record in session.run(_INDEXES) if record["owner"] or record["name"] not in _unique(due)}
    for name in [name for name in due if states.get(name) == "FAILED" and name not in _unique(due)]:
        session.run(f"DROP INDEX {quoted(name)} IF EXISTS").consume()
        del states[name]
    missing = {name: statement for name, statement in due.items() if name not in states}
    for name in _unique(missing):
        _insist(session, {name: missing[name]})
    _insist(session, {name: statement for name, statement in missing.items() if name not in _unique(missing)})
    if missing or any(states[name] != "ONLINE" for name in due):
        session.run(_AWAIT).consume()


def _unique(due: dict[str, str]) -> list[str]:
    return [name for name, statement in due.items() if statement.startswith("CREATE CONSTRAINT")]


def _insist(session: Session, due: dict[str, str]) -> None:
    began = time.monotonic()
    while due and not _made(session, list(due.values()), last=time.monotonic() - began > _SECONDS_TO_PREPARE):
        time.sleep(_PAUSE_SECONDS)
        if time.monotonic() - began > _SECONDS_TO_OWN:
            _drop_left_over(session, _unique(due))


def _drop_left_over(session: Session, names: Sequence[str]) -> None:
    """Drop the index of a constraint that was never made whole, because its maker or the Neo4j ended; Neo4j itself keeps it for ever."""
    records = [record for record in session.run(_INDEXES) if record["name"] in names]
    for record in records:
        if record["owner"] is None and record["done"] == _WHOLE:
            session.run(f"DROP INDEX {quoted(record['name'])} IF EXISTS").consume()


def _made(session: Session, statements: Sequence[str], *, last: bool) -> bool:
    """Whether they went through; False when another was at it at the same moment, an error when that was the ``last`` try."""
    try:
        with session.begin_transaction() as tx:
            for statement in statements:
                tx.run(statement).consume()
            tx.commit()
    except Neo4jError as error:
        if _DOUBLED in (error.message or ""):
            raise IdsDoubled(f"{_doubled(error)}: 'aigraph check' names all such, delete one of each") from error
        by_another = isinstance(error, TransientError) or any(words in (error.code or "") for words in _MADE_BY_ANOTHER)
        if last or not by_another:
            raise
        return False
    return True


def _doubled(error: Neo4jError) -> str:
    """``both Node(1) and Node(49) have the label `Claim` and property `id` = 'c_07b…'``."""
    words = "both Node" + (error.message or "").partition(_DOUBLED)[2]
    return " ".join(words.partition(". Note that")[0].split())[:300]


def _bring_forward(tx: ManagedTransaction, known: Sequence[Version]) -> None:
    """Nothing, when another program has come first."""
    tx.run(_LOCK).consume()
    held = _held(tx) or 0
    changes = [version.change for version in known if version.number > held and version.change]
    for change in changes:
        tx.run(change).consume()
    if changes:
        tx.run(_CHANGED).consume()
    if held < known[-1].number:
        tx.run(_STAMP, schema=known[-1].number).consume()
