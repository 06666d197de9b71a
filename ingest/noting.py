"""A store whose journal knows what it is given, before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import cast

from graph.reports import Added
from graph.store import Store
from ingest.journal import Journal
from ontology.records import Reading

__all__ = ["noting"]


def noting(store: Store, journal: Journal) -> Store:
    """The store, with what it is given written down."""
    return cast("Store", _Noting(store, journal))


@dataclass(frozen=True, slots=True)
class _Noting:
    """As much of a store as reading needs."""

    store: Store
    journal: Journal = field(repr=False)

    def add(
        self,
        readings: Iterable[Reading],
        *,
        extractors: Collection[str] = (),
        each: Callable[[Added], object] = lambda _: None,
        batch: int = 50,
    ) -> tuple[Added, ...]:
        some = list(readings)
        self.journal.hand(some, "+".join(extractors))
        added = self.store.add(some, extractors=extractors, each=each, batch=batch)
        self.journal.stored(some)
        return added
