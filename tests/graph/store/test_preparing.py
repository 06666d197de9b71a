"""Constraints and indexes are all there and usable, however many programs made them at once and wherever one broke off."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from neo4j.exceptions import ClientError

from graph.link import Login
from graph.schema import versions
from graph.store import Store

_MADE = "SHOW INDEXES YIELD name, state, type WHERE type <> 'LOOKUP' RETURN name, state ORDER BY name"
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"


Made = tuple[list[tuple[str, str]], list[str]]


def stripped(store: Store) -> None:
    """Take all constraints and indexes away."""
    with store._session() as session:
        for row in store.ask(_CONSTRAINTS):
            session.run(f"DROP CONSTRAINT `{row['name']}` IF EXISTS").consume()
        for row in store.ask(_MADE):
            session.run(f"DROP INDEX `{row['name']}` IF EXISTS").consume()
    assert store.ask(_MADE) == []


def made(store: Store) -> Made:
    return [(row["name"], row["state"]) for row in store.ask(_MADE)], [row["name"] for row in store.ask(_CONSTRAINTS)]


@pytest.fixture
def whole(prepared: Store) -> Iterator[Made]:
    """What there is to be; it is there again after the test."""
    prepared.prepare()
    due = made(prepared)
    yield due
    prepared.prepare()
    assert made(prepared) == due


def test_programs_that_prepare_at_once_all_succeed(prepared: Store, login: Login, whole: Made) -> None:
    assert {state for _, state in whole[0]} == {"ONLINE"}
    stripped(prepared)
    together = Barrier(6)

    def one() -> None:
        with Store(login) as store:
            store.ping()
            together.wait(30)
            store.prepare()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(one) for _ in range(6)]:
            done.result()
    assert made(prepared) == whole


@pytest.mark.parametrize("done", [3, 12])
def test_what_a_program_that_broke_off_left_out_is_made_by_the_next(prepared: Store, whole: Made, done: int) -> None:
    stripped(prepared)
    with prepared._session() as session:
        for statement in [one for version in versions() for one in version.indexes.values()][:done]:
            session.run(statement).consume()
    prepared.prepare()
    assert made(prepared) == whole


def test_an_index_that_lost_its_constraint_is_replaced(prepared: Store, whole: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """As two programs' transactions, or a Neo4j that was killed, can leave it: Neo4j then makes no constraint of that name."""
    monkeypatch.setattr("graph.preparing._SECONDS_TO_OWN", 0.5)  # nobody else makes any
    stripped(prepared)
    with prepared._session() as session:
        session.run("CREATE INDEX claim_id FOR (c:Claim) ON (c.id)").consume()
        session.run("CALL db.awaitIndexes(60)").consume()
    prepared.prepare()
    assert made(prepared) == whole


def test_an_index_that_neo4j_gave_up_is_made_anew(prepared: Store, whole: Made) -> None:
    """As over a value that is too long, or on a full disk; it stays FAILED also when the cause is gone, and no index can be waited for."""
    with prepared._session() as session:
        session.run("DROP INDEX claim_edge").consume()
        session.run("CREATE (:Claim {id: 'c_long', edge: $long})", long="".join(map(str, range(20_000)))).consume()
        session.run("CREATE INDEX claim_edge FOR (c:Claim) ON (c.edge)").consume()
        with pytest.raises(ClientError, match="entered a FAILED state"):
            session.run("CALL db.awaitIndexes(60)").consume()
        session.run("MATCH (c:Claim {id: 'c_long'}) DELETE c").consume()
    prepared.prepare()
    assert made(prepared) == whole
