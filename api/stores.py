"""Opens the store that the settings name: a Neo4j of the user's, or the embedded one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from api.settings import Settings
from graph.embedded import attach
from graph.store import Store

__all__ = ["open_store"]


@contextmanager
def open_store(settings: Settings, *, progress: bool = True) -> Iterator[Store]:
    """The store, ready to be asked; an embedded engine is started when none runs, and may end once the store is closed.

    ``progress`` shows on standard error what takes long. Raises StoreError.
    """
    with ExitStack() as open_things:
        if settings.store is None:
            engine = attach(settings.engine, cache=settings.cache, idle_seconds=settings.idle_seconds, progress=progress)
            login = open_things.enter_context(engine)
            store = Store(login)
        else:
            store = Store.connect(settings.store, user=settings.user, password=settings.password, database=settings.database)
        open_things.enter_context(store).prepare()
        yield store
