"""The library's door: ``from graph import open_graph``.

The one module below the doors that looks up to them, when it is called: a program that imports the library finds the same graph, by the
same settings, as the command line.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.library import Graph

__all__ = ["open_graph"]


def open_graph(
    home: str | Path | None = None, *, address: str | None = None, user: str | None = None, password: str | None = None
) -> Graph:
    """The graph of this home, or at this address of a Neo4j; without either that of the environment's settings (``AIGRAPH_HOME``…).

    Close it, or use it in a ``with`` statement: an embedded Neo4j ends a while after nobody uses it. Raises StoreError.
    """
    from dataclasses import replace  # noqa: PLC0415 - importing the library is to be fast

    from api.settings import Settings  # noqa: PLC0415 - see above
    from api.stores import open_store  # noqa: PLC0415 - the same
    from graph.library import Graph  # noqa: PLC0415 - the same

    settings = Settings.read()
    if home is not None:
        settings = replace(settings, home=Path(home).expanduser().absolute(), store=None)
    if address is not None:
        settings = replace(settings, store=address, user=user or settings.user, password=password or settings.password)
    with ExitStack() as open_things:
        store = open_things.enter_context(open_store(settings, progress=False))
        return Graph(store, close=open_things.pop_all().close)
