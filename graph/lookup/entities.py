"""Entities: one by id, a search over names and aliases, counts of their neighbours."""

from __future__ import annotations

from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.results import FoundEntity, NeighbourCount, Page
from graph.reports import Retraction
from graph.store import Store

__all__ = ["entity", "neighbour_counts", "retraction", "search", "suggest"]


def entity(store: Store, id_: str) -> FoundEntity | None:
    """The entity with this id, or None."""
    raise NotImplementedError


def retraction(store: Store, id_: str) -> Retraction | None:
    """Why the article, claim, edge or entity with this id is gone; None when it never was, or is there."""
    raise NotImplementedError


def search(
    store: Store, q: str = "", *, type: tuple[str, ...] = (), cursor: str | None = None, limit: int = 50  # noqa: A002 - its name everywhere
) -> Page[FoundEntity]:
    """Entities one of whose names has every word of ``q`` (accents and case ignored, the last word may be a beginning).

    The order: the name itself, a name that begins so, an alias, an alias that begins so, the rest; then by number of claims.
    With an empty ``q``, all entities by number of claims. Raises BadCursor.
    """
    raise NotImplementedError


def suggest(store: Store, q: str, *, type: tuple[str, ...] = (), limit: int = 10) -> tuple[FoundEntity, ...]:  # noqa: A002 - its name everywhere
    """What the reader may be typing: the first answers of ``search``; none for an empty ``q``."""
    raise NotImplementedError


def neighbour_counts(store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING) -> tuple[NeighbourCount, ...]:
    """How many edges that fit the entity has by relation and direction, in the ontology's order."""
    raise NotImplementedError
