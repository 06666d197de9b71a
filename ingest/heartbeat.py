"""What a program that watches sources tells others, in the journal's file: that it lives, and when each source last gave something."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Heard", "Heartbeat", "heard"]

_TABLES = """
CREATE TABLE IF NOT EXISTS watching (graph TEXT, file TEXT, beat REAL, PRIMARY KEY (graph, file)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS watched (graph TEXT, file TEXT, name TEXT, silent_after REAL, since REAL, tried REAL, succeeded REAL,
    arrived REAL, articles INTEGER, PRIMARY KEY (graph, file, name)) WITHOUT ROWID;
"""
_WATCH = """
INSERT INTO watched VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL, 0) ON CONFLICT DO UPDATE SET silent_after = excluded.silent_after
"""
_BEAT = "INSERT INTO watching VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET beat = excluded.beat"
_NOTE = """
UPDATE watched SET tried = ?, succeeded = CASE WHEN ? THEN ? ELSE succeeded END, arrived = CASE WHEN ? THEN ? ELSE arrived END,
    articles = articles + ? WHERE graph = ? AND file = ? AND name = ?
"""
_HEARD = """
SELECT name, silent_after, since, tried, succeeded, arrived, articles, beat FROM watched LEFT JOIN watching USING (graph, file)
WHERE graph = ? ORDER BY name
"""
_SECONDS_FOR_OTHERS = 30.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A watched source; all times are seconds since 1970, None for never. ``beat`` is the last sign of life of who still watches it.

    ``since`` is when it was first watched, ``tried`` and ``succeeded`` when it was last asked and last answered, ``arrived`` when its
    last new article came, of ``articles`` altogether.
    """

    name: str
    silent_after: float
    since: float
    tried: float | None
    succeeded: float | None
    arrived: float | None
    articles: int
    beat: float | None

    def is_silent(self, now: float) -> bool:
        """Whether no article came for longer than is usual for it."""
        return now - (self.arrived or self.since) > self.silent_after


@dataclass(slots=True)
class Heartbeat:
    """The signs of life of a program that watches the sources of this ``file`` for this ``graph``."""

    path: Path
    graph: str
    file: str
    _file: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(self.path, timeout=_SECONDS_FOR_OTHERS, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.executescript(_TABLES)

    def begin(self, sources: Iterable[tuple[str, float]], now: float) -> None:
        """These are watched from now on, each by its name and the seconds after which it is silent; others no more."""
        told = dict(sources)
        known = self._file.execute("SELECT name FROM watched WHERE graph = ? AND file = ?", self._us).fetchall()
        gone = [(*self._us, name) for (name,) in known if name not in told]
        self._file.executemany("DELETE FROM watched WHERE graph = ? AND file = ? AND name = ?", gone)
        self._file.executemany(_WATCH, [(*self._us, name, silent_after, now) for name, silent_after in told.items()])
        self.beat(now)

    def beat(self, now: float) -> None:
        """The program lives."""
        self._file.execute(_BEAT, (*self._us, now))

    def note(self, name: str, *, now: float, succeeded: bool, articles: int) -> None:
        """A source was asked, and gave so many new articles."""
        self._file.execute(_NOTE, (now, succeeded, now, articles > 0, now, articles, *self._us, name))
        self.beat(now)

    def end(self) -> None:
        """The program ends as it was told to: nobody need miss it."""
        self._file.execute("DELETE FROM watching WHERE graph = ? AND file = ?", self._us)
        self._file.close()

    @property
    def _us(self) -> tuple[str, str]:
        return self.graph, self.file


def heard(path: Path, graph: str) -> list[Heard]:
    """What is known of all sources that are watched for this graph, by name; nothing is written."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_SECONDS_FOR_OTHERS)) as file:
        if not file.execute("SELECT name FROM sqlite_master WHERE name = 'watched'").fetchone():
            return []
        return [Heard(*row) for row in file.execute(_HEARD, (graph,))]
