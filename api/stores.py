"""Opens the store that the settings name: a Neo4j of the user's, or the embedded one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from api.settings import Settings
from graph.embedded import Connection, attach
from graph.errors import IdsDoubled
from graph.store import Store

__all__ = ["open_store"]


@contextmanager
def open_store(settings: Settings, *, progress: bool = True, doubled: bool = False) -> Iterator[Store]:
    """The store, ready to be asked; an embedded engine is started when none runs, and may end once the store is closed.

    One that ends sooner, killed or by a query, is started again when it is needed. ``progress`` shows on standard error
    what takes long, ``doubled`` opens a graph in which ids are doubled too. Raises StoreError.
    """
    with ExitStack() as open_things:
        if settings.store is None:
            engine = _Engine(settings, progress)
            open_things.callback(engine.close)
            store = Store(engine.attached(), again=engine.attached)
        else:
            store = Store.connect(
                settings.store,
                user=settings.user,
                password=settings.password,
                token=settings.token,
                database=settings.database,
                limits=settings.limits,
                notice=_say if progress else None,
            )
        open_things.enter_context(store)
        with suppress(IdsDoubled) if doubled else nullcontext():
            store.prepare()
        yield store


def _say(line: str) -> None:
    sys.stderr.write(f"aigraph: {line}\n")


@dataclass(slots=True)
class _Engine:
    """The embedded engine, attached to once at a time."""

    settings: Settings
    progress: bool
    _held: Connection | None = field(default=None, repr=False)

    def attached(self) -> Connection:
        """How to reach the engine, which is started when none runs."""
        self.close()
        settings = self.settings
        self._held = attach(
            settings.engine,
            cache=settings.cache,
            idle_seconds=settings.idle_seconds,
            java_options=settings.java_options,
            progress=self.progress,
        )
        return self._held

    def close(self) -> None:
        """Let the engine end once nobody else uses it."""
        if self._held is not None:
            self._held.close()
