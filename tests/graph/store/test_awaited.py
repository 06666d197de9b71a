"""Look-ups in a loop: the same rows, many at once, plain errors, and none left waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import TypeVar

import pytest

from graph import lookup
from graph.awaited import Awaited, soon
from graph.errors import QueryRefused, StoreUnavailable
from graph.store import Store
from tests.graph.samples import corpus

ResultT = TypeVar("ResultT")
SLOW = "UNWIND range(1, 30000000) AS n RETURN count(n) AS n"


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(corpus())
    return store


def in_a_loop(store: Store, work: Callable[[Awaited], Awaitable[ResultT]]) -> ResultT:
    async def run() -> ResultT:
        awaited = Awaited(store)
        try:
            return await work(awaited)
        finally:
            await awaited.leave()

    return asyncio.run(run())


def test_look_ups_give_what_they_give_otherwise_many_at_once(filled: Store) -> None:
    ids = [item.entity.id for item in lookup.search(filled, limit=100).items]

    async def ask(store: Awaited) -> list[object]:
        return await asyncio.gather(*(soon(partial(lookup.entity, store, id_)) for id_ in ids * 20), soon(partial(lookup.claims, store)))

    assert in_a_loop(filled, ask) == [*(lookup.entity(filled, id_) for id_ in ids * 20), lookup.claims(filled)]


def test_the_loop_goes_on_meanwhile(filled: Store) -> None:
    async def ask(store: Awaited) -> tuple[bool, int]:
        slow = asyncio.create_task(soon(partial(store.ask, SLOW)))
        await asyncio.sleep(0)
        quick = await soon(partial(store.ask, "RETURN 1 AS n"))
        waited, rows = not slow.done(), await slow
        return waited, quick[0]["n"] + rows[0]["n"]

    assert in_a_loop(filled, ask) == (True, 30000001)


def test_what_is_wrong_with_a_query_is_said_where_it_was_asked(filled: Store) -> None:
    async def ask(store: Awaited) -> str:
        def refused() -> str:
            with pytest.raises(QueryRefused) as error:
                store.ask("RETURN nothing")
            return f"{error.value} {store.ask('RETURN 1 AS n')}"

        return await soon(refused)

    said = in_a_loop(filled, ask)
    assert "nothing" in said
    assert said.endswith("[{'n': 1}]")


def test_one_that_is_given_up_ends_its_function_too(filled: Store) -> None:
    ended = list[str]()

    async def ask(store: Awaited) -> object:
        def waits() -> None:
            try:
                store.ask(SLOW)
            finally:
                ended.append("here")

        task = asyncio.create_task(soon(waits))
        await asyncio.sleep(0.3)
        task.cancel()
        began = monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert monotonic() - began < 20  # not until the rows are there
        return await soon(partial(store.ask, "RETURN 1 AS n"))

    assert in_a_loop(filled, ask) == [{"n": 1}]
    assert ended == ["here"]


def test_kept_sessions_ask_for_what_there_is_now(filled: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def ask(store: Awaited) -> None:
        for _ in range(3):
            await soon(partial(store.ask, "RETURN 1 AS n"))

    with caplog.at_level("DEBUG", logger="neo4j"):
        in_a_loop(filled, ask)
    sent = [message for message in caplog.messages if "C: RUN 'RETURN 1 AS n'" in message]
    assert len(sent) == 3
    assert not [message for message in sent if "bookmarks" in message]


def test_who_waits_for_a_turn_too_long_is_told_so(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(store: Awaited) -> str:
        monkeypatch.setattr(store, "_turns", asyncio.Semaphore(1))
        monkeypatch.setattr(type(store.link), "wait", 0.2)
        slow = asyncio.create_task(soon(partial(store.ask, SLOW)))
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable) as error:
            await soon(partial(store.ask, "RETURN 1 AS n"))
        await slow
        assert await soon(partial(store.ask, "RETURN 1 AS n")) == [{"n": 1}]
        return str(error.value)

    assert "0.2 s went by without a turn" in in_a_loop(filled, ask)


def test_outside_of_soon_it_is_said_what_to_do(filled: Store) -> None:
    with pytest.raises(RuntimeError, match=r"outside of soon\(\)"):
        Awaited(filled).ask("RETURN 1")
