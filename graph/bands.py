"""Which articles share a band of their prints, kept in memory by a program that writes many: Lucene takes a millisecond for each article.

What is kept is right as long as nobody else writes, which the number of the graph's revision tells; it is at most ``_MOST`` articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ontology.copies import Numbers, bands_of, copies, numbers_of

__all__ = ["Bands"]

_MOST = 100_000
"""At 0.8 kB an article, and twice as much while they grow."""
_AT_ONCE = 1000
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
        self._numbers = numbers_of([])
        self._runs: list[_Run] = []

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
                some = iter(prints())
                while part := dict(islice(some, _AT_ONCE)):
                    self._add(part)
                self._revision, self._asked = revision, 0

    def copies_of(self, prints: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Each of these articles with each that it is a copy of."""
        ids, numbers = _readable(prints)
        keys, found = bands_of(numbers), dict[int, list[NDArray[np.uint32]]]()
        for run in self._runs:
            run.gather(keys, found)
        for row, parts in found.items():
            others = np.unique(np.concatenate(parts))
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
        if not ids:
            return
        known, whole = len(self._ids), len(self._ids) + len(ids)
        if whole > len(self._numbers):
            room = np.zeros((2 * whole - known, *numbers.shape[1:]), numbers.dtype)
            room[:known] = self._numbers[:known]
            self._numbers = room
        self._numbers[known:whole] = numbers
        self._ids += ids
        keys = bands_of(numbers)
        self._runs.append(_Run.of(keys.ravel(), np.repeat(np.arange(known, whole, dtype=np.uint32), keys.shape[1])))
        while len(self._runs) > 1 and len(self._runs[-2].keys) < 2 * len(self._runs[-1].keys):
            self._runs.append(self._runs.pop().with_all_of(self._runs.pop()))


@dataclass(frozen=True, slots=True)
class _Run:
    """Bands in order, and whose each is; a new one is put together with those before that are not twice as long: so few are searched."""

    keys: NDArray[np.uint64]
    whose: NDArray[np.uint32]

    @classmethod
    def of(cls, keys: NDArray[np.uint64], whose: NDArray[np.uint32]) -> _Run:
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], whose[order])

    def with_all_of(self, other: _Run) -> _Run:
        return self.of(np.concatenate([self.keys, other.keys]), np.concatenate([self.whose, other.whose]))

    def gather(self, keys: NDArray[np.uint64], found: dict[int, list[NDArray[np.uint32]]]) -> None:
        """To what was found for each row of keys, those that have one of them."""
        begin, end = (np.searchsorted(self.keys, keys, side).reshape(keys.shape) for side in ("left", "right"))
        for row, band in np.argwhere(begin < end).tolist():
            found.setdefault(row, []).append(self.whose[begin[row, band] : end[row, band]])


def _readable(prints: Mapping[str, str]) -> tuple[list[str], Numbers]:
    """The articles that have a print, and its numbers."""
    some = {id_: print_ for id_, print_ in prints.items() if print_}
    return list(some), numbers_of(list(some.values()))
