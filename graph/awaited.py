"""Look-ups that are awaited: for a server, whose loop then does many at once, and none of them in a thread of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from greenlet import getcurrent, greenlet
from neo4j import READ_ACCESS, AsyncDriver, AsyncSession, Driver, Query

from graph.errors import StoreUnavailable
from graph.link import GONE
from graph.store import SECONDS_TO_ASK, Store
from ontology.records import Json

__all__ = ["Awaited", "soon"]

ResultT = TypeVar("ResultT")
_CONNECTIONS = 20
"""So many look-ups at once; the others wait for their turn."""


class Awaited(Store):
    """The graph of another store, whose ``ask`` lets the loop go on until the rows are there; for functions that ``soon`` calls.

    All else that a store does it does as that one, and blocks. Of one loop; ``leave`` closes what it opened there.
    """

    def __init__(self, store: Store) -> None:
        """Nothing is sent before the first use."""
        vars(self).update(vars(store))
        self._store = store
        self._way = cast("_Way | None", None)

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
                with self.link.said_plainly():
                    return await self._rows(cypher, parameters)
            except StoreUnavailable as error:
                if not isinstance(error.__cause__, GONE):
                    raise
        return await asyncio.to_thread(self._store.ask, cypher, **parameters)  # which finds what is gone again, or says why it cannot

    async def _rows(self, cypher: str, parameters: Mapping[str, Any]) -> list[Json]:
        way = self._way
        if way is None or way.beside is not self.link.driver:  # an engine has ended, and another is there
            left, way = way, _Way(self.link.awaited(_CONNECTIONS), self.link.driver)
            self._way = way
            if left is not None:
                await left.close()
        session = way.idle.pop() if way.idle else way.driver.session(database=self.link.database, default_access_mode=READ_ACCESS)
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
