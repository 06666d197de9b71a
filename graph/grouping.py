"""Articles put into groups of copies: what is joined by likeness, directly or through others, whatever the order. Memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import Self

from ontology.copies import copies_among

__all__ = ["Grouping", "groups_of", "joined"]

_TABLES = """
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT NOT NULL, print TEXT NOT NULL);
CREATE TABLE band (word TEXT NOT NULL, article INTEGER NOT NULL);
"""
_SHARED = "SELECT group_concat(article) FROM band GROUP BY word HAVING count(*) > 1"
_PRINT = "SELECT id, print FROM article WHERE number = ?"


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each id in these pairs, and the smallest of all that it is joined to, directly or through others."""
    parents: dict[str, str] = {}
    for pair in pairs:
        first, second = sorted(_root(parents, id_) for id_ in pair)
        parents[second] = first
    return {id_: _root(parents, id_) for id_ in sorted(parents)}


def _root(parents: dict[str, str], id_: str) -> str:
    parents.setdefault(id_, id_)
    while parents[id_] != id_:
        parents[id_] = parents[parents[id_]]
        id_ = parents[id_]
    return id_


def groups_of(prints: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of articles by id and print, each that has a copy, and the smallest id of its group."""
    with Grouping() as grouping:
        for id_, print_ in prints:
            grouping.add(id_, print_)
        return grouping.groups()


class Grouping:
    """Articles by their prints, in a file of its own that goes with it; only those that have copies are held in memory."""

    def __init__(self, path: Path | None = None) -> None:
        """Into a new file; without a path into one that SQLite makes and removes."""
        self._file = sqlite3.connect(path or "", isolation_level=None)
        self._file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES + "BEGIN;")

    def add(self, id_: str, print_: str) -> None:
        """One article; an id comes once."""
        if print_:
            number = self._file.execute("INSERT INTO article (id, print) VALUES (?, ?)", (id_, print_)).lastrowid
            self._file.executemany("INSERT INTO band VALUES (?, ?)", ((word, number) for word in print_.split()))

    def groups(self) -> dict[str, str]:
        """Each article that has a copy, and the smallest id of its group."""
        return joined(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Copies; those that are known to be joined are not compared again."""
        parents: dict[str, str] = {}
        for (numbers,) in self._file.execute(_SHARED):
            some = [self._file.execute(_PRINT, (int(number),)).fetchone() for number in numbers.split(",")]
            while some:
                one, print_ = some.pop()
                rest = [other for other in some if _root(parents, other[0]) != _root(parents, one)]
                alike = copies_among(print_, [its for _, its in rest])
                for other, _ in compress(rest, alike):
                    first, second = sorted((_root(parents, one), _root(parents, other)))
                    parents[second] = first
                    yield one, other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
