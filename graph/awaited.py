"""Look-ups that are awaited: for a server, whose loop then does many at once, and none of them in a thread of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

from greenlet import getcurrent, greenlet
from neo4j import READ_ACCESS, AsyncDriver, AsyncSession, Driver, Query
from neo4j.api import AsyncBookmarkManager

from graph.errors import StoreUnavailable
from graph.link import GONE
from graph.store import SECONDS_TO_ASK, Store
from ontology.records import Json

__all__ = ["CONNECTIONS", "Awaited", "soon"]

ResultT = TypeVar("ResultT")
CONNECTIONS = 20
"""So many look-ups at once, if the store may have as many connections; the others wait for their turn."""
_THREADS = ThreadPoolExecutor(40, "asking")
"""For those whose connection is gone."""


class Awaited(Store):
    """The graph of another store, whose ``ask`` lets the loop go on until the rows are there; for functions that ``soon`` calls.

    All else that a store does it does as that one, and blocks. Of one loop; ``leave`` closes what it opened there.
    """

    def __init__(self, store: Store) -> None:
        """Nothing is sent before the first use."""
        vars(self).update(vars(store))
        self._store = store
        self._way = cast("_Way | None", None)
        self._turns = asyncio.Semaphore(min(CONNECTIONS, self.link.connections))

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401 - what Bolt carries
        """The rows of one of the program's own queries, which return maps and values, no nodes."""
        caller = getcurrent().parent
        if caller is None:
            raise RuntimeError("an awaited store was asked outside of soon(): ask the store itself, or call soon(function)")
        return cast("list[Json]", caller.switch(self._asked(cypher, parameters)))

    @property
    def is_open(self) -> bool:
        """Whether it has connections of its own."""
        return self._way is not None

    async def leave(self) -> None:
        """Close the connections; harmless when done twice."""
        way, self._way = self._way, None
        if way is not None:
            await way.close()

    async def _asked(self, cypher: str, parameters: Mapping[str, Any]) -> list[Json]:
        if self.link.answers:
            try:
                return await self._in_turn(cypher, parameters)
            except StoreUnavailable as error:
                if not isinstance(error.__cause__, GONE):
                    raise
        ask = partial(self._store.ask, cypher, **parameters)  # which finds what is gone again, or says why it cannot
        return await asyncio.get_running_loop().run_in_executor(_THREADS, ask)

    async def _in_turn(self, cypher: str, parameters: Mapping[str, Any]) -> list[Json]:
        """Who waits does so here, first come, first served: the driver's queue forgets those in it when a connection fails."""
        try:
            async with asyncio.timeout(self.link.wait) if self._turns.locked() else nullcontext():
                await self._turns.acquire()
        except TimeoutError as error:
            raise StoreUnavailable(f"{self.address} has too much to do: {self.link.wait:g} s went by without a turn; try again") from error
        try:
            with self.link.said_plainly():
                return await self._rows(cypher, parameters)
        finally:
            self._turns.release()

    async def _rows(self, cypher: str, parameters: Mapping[str, Any]) -> list[Json]:
        way = self._way
        if way is None or way.beside is not self.link.driver:  # an engine has ended, and another is there
            beside = self.link.driver  # before the other: were it renewed in between, this way would be left soon, and not kept
            left, way = way, _Way(self.link.awaited(CONNECTIONS), beside)
            self._way = way
            if left is not None:
                await left.close()
        session = way.idle.pop() if way.idle else self._session_of(way.driver)
        try:
            result = await session.run(Query(cypher, timeout=SECONDS_TO_ASK), parameters)  # type: ignore[arg-type]  # a mapping will do
            keys = result.keys()
            rows = [dict(zip(keys, values, strict=True)) for values in await result.values()]
        except BaseException:  # it may have been given up, too
            await session.__aexit__(*sys.exc_info())  # type: ignore[no-untyped-call]  # the driver's
            raise
        if way is self._way:
            way.idle.append(session)  # a new one costs a tenth of a look-up
        else:
            await session.close()
        return rows

    def _session_of(self, driver: AsyncDriver) -> AsyncSession:
        return driver.session(database=self.link.database, default_access_mode=READ_ACCESS, bookmark_manager=_NoBookmarks())


class _NoBookmarks(AsyncBookmarkManager):
    """A session that is kept asks for what there is now, as new ones do, and not for at least what it saw last: that may be gone."""

    async def update_bookmarks(self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]) -> None:
        """Keep none."""

    async def get_bookmarks(self) -> Collection[str]:
        """None."""
        return ()

    async def forget(self) -> None:
        """Nothing is kept."""


@dataclass(slots=True)
class _Way:
    """A driver, the one of the store beside which it was opened, and its sessions that nobody uses."""

    driver: AsyncDriver
    beside: Driver
    idle: list[AsyncSession] = field(default_factory=list)

    async def close(self) -> None:
        async with self.driver, AsyncExitStack() as open_:
            for session in self.idle:
                open_.push_async_exit(session)


async def soon(call: Callable[[], ResultT]) -> ResultT:
    """Call a function in this thread, and let the loop go on while it waits for an ``Awaited`` store."""
    work = greenlet(call)
    done = work.switch()
    while not work.dead:
        try:
            rows = await cast("Coroutine[Any, Any, list[Json]]", done)
        except BaseException:  # noqa: BLE001 - it is the function's, be it that the request was given up
            done = work.throw(*sys.exc_info())
        else:
            done = work.switch(rows)
    return cast("ResultT", done)
