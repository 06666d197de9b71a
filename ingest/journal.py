"""The journal: which sources were read by whom, which failed and why. A second run does what is new; a killed one loses nothing.

An article is written down as handed over before the store gets it, and as done after. What a killed run left as handed over is looked up in
the graph when the next one starts, and so is everything else: what the graph no longer has, because it was restored or begun anew, is read
again. What was retracted stays away.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.store import Store
from ingest.journal_sql import BURY, HAND, OLDER, SAME, TABLES
from ingest.raw import Raw, Source, Unread
from ingest.web.terms import Validators, is_address
from ontology.records import Article, Reading

__all__ = ["Dead", "Journal"]

_HANDED, _DONE, _HANDED_AGAIN = 0, 1, 2
_PRESENT = "MATCH (a:Article) WHERE a.id IN $ids RETURN a.id AS id"
_PRESENT_OR_RETRACTED = f"{_PRESENT} UNION MATCH (t:Retraction) WHERE t.id IN $ids RETURN t.id AS id"
_SOME = 5000
_STDIN = re.compile(r"-(?:!/|:\d|$)")
_SECONDS_FOR_OTHERS = 30.0


@dataclass(frozen=True, slots=True)
class Dead:
    """A source that failed, how often, and why at last; ``passing`` ones are tried again by every run."""

    source: str
    reason: str
    passing: bool
    times: int


@dataclass(slots=True)
class Journal:
    """What ``reader`` read into ``graph``; other ``options`` (what the user says of the articles) make it read anew.

    With ``again`` everything is read once more.
    """

    path: Path
    graph: str
    reader: str
    options: str = ""
    again: bool = False
    skipped: Counter[str] = field(default_factory=Counter)
    """So many articles were passed over, by the version that had read them."""
    _seen: set[str] = field(default_factory=set)
    _waiting: dict[str, deque[tuple[str, str]]] = field(default_factory=dict)
    """By source, what leads to it, with its print, in order: two addresses may lead to one page."""
    _lists: dict[str, Validators] = field(default_factory=dict)
    _buried: set[str] = field(default_factory=set)
    _revived: set[str] = field(default_factory=set)
    _same: list[tuple[str, str]] = field(default_factory=list)
    _through: set[str] = field(default_factory=set)
    _failed: set[str] = field(default_factory=set)
    _file: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(self.path, timeout=_SECONDS_FOR_OTHERS, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.executescript(TABLES)
        if self._file.execute("SELECT name FROM sqlite_master WHERE name = 'read'").fetchone():
            self._file.executescript(OLDER)

    def close(self) -> None:
        """Close its file."""
        self._file.close()

    def settle(self, store: Store) -> None:
        """Forget what the graph does not have."""
        self._forget(_HANDED_AGAIN, lambda _: False)
        others = self._file.execute("SELECT DISTINCT article FROM texts WHERE graph = ? AND done = ?", (self.graph, _DONE)).fetchall()
        known = {article for (article,) in others}
        handed = {article for *_, article in self._of_state(_HANDED)}
        arrived = _present(store, _PRESENT, handed - known)  # one that is known tells nothing of who handed it over
        self._forget(_HANDED, arrived.__contains__)
        kept = _present(store, _PRESENT_OR_RETRACTED, {article for *_, article in self._of_state(_DONE)})
        self._forget(_DONE, kept.__contains__)
        self._file.execute("UPDATE texts SET done = ? WHERE graph = ? AND reader = ?", (_DONE, *self._us))

    def unread(self) -> list[Dead]:
        """What failed, in order of source."""
        return [
            Dead(key, why, bool(passing), times)
            for key, why, passing, times in self._rows("SELECT key, reason, passing, times FROM dead WHERE graph = ? AND reader = ?")
        ]

    def revive(self) -> list[str]:
        """What failed is tried again in this run; the paths and addresses where that is."""
        self._revived = {dead.source for dead in self.unread()}
        return sorted({_top(source) for source in self._revived})

    def validators(self, address: str) -> Validators | None:
        """What the server of a list said when all behind it had been stored."""
        if self.again or self._revived:
            return None
        rows = self._rows(
            "SELECT etag, modified FROM lists WHERE graph = ? AND reader = ? AND key = ? AND options = ?", address, self.options
        )
        return Validators(*rows[0]) if rows else None

    def keep(self, address: str, validators: Validators) -> None:
        """Remember it when the run has ended well."""
        self._lists[address] = validators

    def is_done(self, address: str, *, named: bool = False) -> bool:
        """Whether this address was asked for in this run, or its article was read, or failed for good and is not ``named`` by the user."""
        if address in self._seen:
            return True
        self._seen.add(address)
        if self.again or address in self._revived:
            return False
        found = self._versions(address)
        self.skipped.update(found[:1])
        dead = not named and self._rows("SELECT key FROM dead WHERE graph = ? AND reader = ? AND key = ? AND passing = 0", address)
        return bool(found or dead)

    def leads_to_known(self, address: str, target: str) -> bool:
        """Whether ``target``, where this address is redirected to, was asked for before; the two are written down together."""
        if target == address:
            return False
        read = not (self.again or target in self._revived) and bool(self._versions(target))
        known = read or target in self._seen
        self._seen.add(target)
        self._same.append((address, target) if known else (target, address))
        return known

    def through(self, name: str) -> None:
        """What was at this path or address was gone through to its end: what failed there before, and does not now, is forgotten."""
        self._through.add(name)

    def new(self, source: Source) -> Source:
        """Those of a source that were not read before as they are now."""
        for one in source:
            if isinstance(one, Unread):
                yield one
                continue
            key, print_ = one.asked or one.source, _print(one)
            found = self._rows(
                "SELECT version FROM texts WHERE graph = ? AND reader = ? AND key = ? AND print = ? AND options = ?",
                key,
                print_,
                self.options,
            )
            if found and not self.again:
                self.skipped.update(version for (version,) in found)
                continue
            self._waiting.setdefault(one.source, deque()).append((key, print_))
            yield one

    def noted(self, items: Iterable[Article | Unread]) -> Iterator[Article | Unread]:
        """These, with the unread written down."""
        for item in items:
            if isinstance(item, Unread):
                self._bury(item)
            yield item

    def _bury(self, item: Unread) -> None:
        self._buried.add(item.source)
        key = self._taken(item.source)
        self._failed.add(key)
        if _STDIN.match(key):
            return  # nobody can read it again
        row = (*self._us, key, item.reason, item.passing)
        self._file.execute(BURY, row)

    def finish(self, unread: Sequence[Unread]) -> None:
        """The run ended, and these could not be read; unless any of them had been fetched, lists that do not change need no second look."""
        failed = [item for item in unread if item.source not in self._buried]
        for item in failed:
            self._bury(item)
        self._file.executemany(SAME, [(address, *self._us, target) for address, target in self._same])
        mended = [dead.source for dead in self.unread() if _top(dead.source) in self._through and dead.source not in self._failed]
        self._file.executemany("DELETE FROM dead WHERE graph = ? AND reader = ? AND key = ?", [(*self._us, key) for key in mended])
        if not any(is_address(item.source) for item in failed):
            rows = [(*self._us, key, self.options, found.etag, found.modified) for key, found in self._lists.items()]
            self._file.executemany("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?, ?)", rows)

    def hand(self, readings: Sequence[Reading], version: str) -> None:
        """Write down that these go to the store."""
        rows, turns = [], Counter[str]()
        for reading in readings:
            source = reading.article.source
            waiting = self._waiting.get(source, ())
            key, print_ = waiting[turns[source]] if turns[source] < len(waiting) else (source, "")
            turns[source] += 1
            rows.append((*self._us, key, self.options, print_, reading.article.id, version))
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany(HAND, rows)
        self._file.execute("COMMIT")

    def stored(self, readings: Sequence[Reading]) -> None:
        """Write down that they are in it."""
        keys = [(*self._us, self._taken(reading.article.source), reading.article.id) for reading in readings]
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("UPDATE texts SET done = 1 WHERE graph = ? AND reader = ? AND key = ? AND article = ?", keys)
        self._file.executemany("DELETE FROM dead WHERE graph = ? AND reader = ? AND key = ?", [key[:3] for key in keys])
        self._file.execute("COMMIT")

    def _taken(self, source: str) -> str:
        """What leads to the source, which need not be remembered any longer."""
        waiting = self._waiting.get(source)
        if not waiting:
            return source
        key, _ = waiting.popleft()
        if not waiting:
            del self._waiting[source]
        return key

    @property
    def _us(self) -> tuple[str, str]:
        return self.graph, self.reader

    def _versions(self, address: str) -> list[str]:
        """Of the readers of what is at this address."""
        rows = self._rows("SELECT version FROM texts WHERE graph = ? AND reader = ? AND key = ? AND options = ?", address, self.options)
        return [version for (version,) in rows]

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        return self._file.execute(query, (*self._us, *values)).fetchall()

    def _of_state(self, state: int) -> list[tuple[Any, ...]]:
        return self._file.execute(
            "SELECT key, print, article FROM texts WHERE graph = ? AND reader = ? AND done = ?", (*self._us, state)
        ).fetchall()

    def _forget(self, state: int, is_kept: Callable[[str], bool]) -> None:
        """With what leads there: a list that did not change is asked for in full again."""
        gone = [(*self._us, key, print_) for key, print_, article in self._of_state(state) if not is_kept(article)]
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("DELETE FROM texts WHERE graph = ? AND reader = ? AND key = ? AND print = ?", gone)
        if gone:
            self._file.execute("DELETE FROM lists WHERE graph = ? AND reader = ?", self._us)
        self._file.execute("COMMIT")


def _present(store: Store, query: str, ids: set[str]) -> set[str]:
    ordered = sorted(ids)
    parts: Iterator[list[str]] = (ordered[at : at + _SOME] for at in range(0, len(ordered), _SOME))
    return {str(row["id"]) for part in parts for row in store.ask(query, ids=part)}


def _print(raw: Raw) -> str:
    said = sorted({**raw.guess, **{f"said {name}": value for name, value in raw.said.items()}}.items())
    return sha256(f"{raw.suffix} {said}\n".encode(errors="replace") + raw.data).hexdigest()[:32]


def _top(source: str) -> str:
    """The path or address that leads to a source."""
    top = source.partition("!/")[0]
    if is_address(top) or Path(top).exists():
        return top
    table = top.rpartition(":")[0]
    return table if table and Path(table).exists() else top
