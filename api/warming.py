"""The first answers of a new server: Neo4j plans a query when it is first asked, and the first click waited a second for that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from graph import lookup
from graph.errors import StoreError
from graph.store import Store

__all__ = ["warmed"]

_SELDOM_SPOKEN_OF = "MATCH (e:Entity) WITH e LIMIT 100 RETURN e.id AS id ORDER BY COUNT { (e)<-[:SUBJECT|OBJECT]-() } LIMIT 1"
"""Of some hundred one: the plans are wanted, not the answers."""
_log = logging.getLogger("aigraph.api")


@contextmanager
def warmed(store: Store) -> Iterator[None]:
    """Meanwhile, in a thread, the questions of a visit are asked once; the one that is being answered is waited for at the end."""
    ended = Event()
    thread = Thread(target=_visit, args=(store, ended), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _visit(store: Store, ended: Event) -> None:
    try:
        for _ in _questions(store):
            if ended.is_set():
                return
    except StoreError as error:  # whoever asks in earnest is told so by the answer
        _log.warning("the first questions were not answered: %s", error)


def _questions(store: Store) -> Iterator[object]:
    """What the explorer asks from the search box to the sentences of an edge; each when it is wanted."""
    yield lookup.suggest(store, "a")
    some = store.ask(_SELDOM_SPOKEN_OF)
    id_ = some[0]["id"] if some else ""
    yield lookup.entity(store, id_)
    yield lookup.neighbour_counts(store, id_)
    edges = lookup.entity_edges(store, id_, limit=1).items
    edge_id = edges[0].edge.id if edges else ""
    yield lookup.edge_claims(store, edge_id)
    yield lookup.edge(store, edge_id)
    yield lookup.entity_dates(store, id_)
    yield lookup.entity_articles(store, id_, limit=1)
    yield lookup.subgraph(store, [id_])
