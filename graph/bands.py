"""Which articles share a band of their prints, kept in memory by a program that writes many: Lucene takes a millisecond for each article.

What is kept is right as long as nobody else writes, which the number of the graph's revision tells; it is at most ``_MOST`` articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ontology.copies import Numbers, bands_of, copies, numbers_of

__all__ = ["Bands"]

_MOST = 100_000
"""At 0.8 kB an article."""
_AS_DEAR = 50
"""So many prints are read in the time in which Lucene finds those that share a band with one."""


class Bands:
    """The articles of a graph by the bands of their prints, as of one revision; what a transaction adds counts when it is ``settled``."""

    def __init__(self) -> None:
        """Of no graph yet."""
        self._asked = 0
        self._forget()

    def _forget(self) -> None:
        self._revision: int | None = None
        self._pending: tuple[int, Mapping[str, str]] | None = None
        self._ids: list[str] = []
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._whose: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._numbers = numbers_of([])

    @property
    def known(self) -> bool:
        """Whether they are those of the graph."""
        return self._revision is not None

    def know(self, revision: int, *, articles: Callable[[], int], more: int, prints: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Be those of this revision of the graph, which has so many articles; ``more`` are to come.

        Where others have written since, all prints are read anew, once Lucene would have taken as long for what came without.
        """
        self._pending = None
        if self._revision != revision:
            self._forget()
            self._asked += more
            if articles() <= min(self._asked * _AS_DEAR, _MOST):
                self._add(dict(prints()))
                self._revision, self._asked = revision, 0

    def copies_of(self, prints: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Each of these articles with each that it is a copy of."""
        ids, numbers = _readable(prints)
        keys = bands_of(numbers)
        begin, end = (np.searchsorted(self._keys, keys, side).reshape(keys.shape) for side in ("left", "right"))
        for row in np.flatnonzero((begin < end).any(axis=1)).tolist():
            some = zip(begin[row].tolist(), end[row].tolist(), strict=True)
            others = np.unique(np.concatenate([self._whose[first:last] for first, last in some]))
            for other in others[copies(numbers[row : row + 1], self._numbers[others])].tolist():
                yield ids[row], self._ids[other]

    def coming(self, revision: int, prints: Mapping[str, str]) -> None:
        """With this revision, these come to them, once it is settled."""
        self._pending = revision, prints

    def settled(self) -> None:
        """The transaction is done."""
        if self._pending and self._revision is not None:
            revision, prints = self._pending
            if len(self._ids) + len(prints) > _MOST:
                self._forget()
            else:
                self._add(prints)
                self._revision = revision
        self._pending = None

    def _add(self, prints: Mapping[str, str]) -> None:
        ids, numbers = _readable(prints)
        keys, whose = bands_of(numbers), np.arange(len(self._ids), len(self._ids) + len(ids), dtype=np.uint32)
        all_keys = np.concatenate([self._keys, keys.ravel()])
        order = np.argsort(all_keys, kind="stable")
        self._keys = all_keys[order]
        self._whose = np.concatenate([self._whose, np.repeat(whose, keys.shape[1])])[order]
        self._numbers = np.concatenate([self._numbers, numbers])
        self._ids += ids


def _readable(prints: Mapping[str, str]) -> tuple[list[str], Numbers]:
    """The articles that have a print, and its numbers."""
    some = {id_: print_ for id_, print_ in prints.items() if print_}
    return list(some), numbers_of(list(some.values()))
