"""How far reading has come: a bar for a person who looks on, a line now and then for a log; both say only what is known."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from time import monotonic

from api.cli.output import complain
from ingest.sources import Unread, number_of
from ontology.records import Reading
from ontology.shown import visible

__all__ = ["Advance", "Course", "progress"]

Advance = Callable[[Reading | Unread], None]
"""Told each item when it was read."""

_SECONDS_BETWEEN_LINES = 30.0
_WINDOW = 60.0
"""The rate is that of the last so many seconds: an hour ago the articles may have been others."""


@dataclass
class Course:
    """What was read so far; ``known`` tells how many sources there are, None when nobody knows, ``skipped`` how many were passed over."""

    known: Callable[[], int | None]
    skipped: Callable[[], int] = int
    taken: Callable[[], str] = str
    clock: Callable[[], float] = monotonic
    read: int = 0
    unread: int = 0
    claims: int = 0
    refused: int = 0
    _began: float = field(init=False)
    _recent: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def add(self, item: Reading | Unread) -> None:
        """One more."""
        if isinstance(item, Unread):
            self.unread += 1
            return
        self.read += 1
        self.claims += len(item.claims)
        self.refused += len(item.rejections)
        self._recent.append(self.clock())

    @cached_property
    def total(self) -> int | None:
        """How many sources there are, where that can be known beforehand."""
        return self.known()

    @property
    def done(self) -> int:
        """Sources that need no more work."""
        return self.read + self.unread + self.skipped()

    @property
    def rate(self) -> float:
        """Articles a second, of late."""
        now = self.clock()
        while self._recent and self._recent[0] < now - _WINDOW:
            self._recent.popleft()
        seconds = min(now - self._began, _WINDOW)
        return len(self._recent) / seconds if seconds > 0 else 0.0

    def words(self) -> str:
        """``12 articles read, 30 left, 2.4 a second, 0:00:13 to go; 40 claims, 3 refused, 1 not readable``."""
        parts, rate = [f"{self.read} articles read"], self.rate
        left = None if self.total is None else max(self.total - self.done, 0)
        parts += [f"{left} left"] if left is not None else []
        parts += [f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"] if self.read else []
        parts += [f"{timedelta(seconds=round(left / rate))} to go"] if left and rate else []
        found = [f"{self.claims} claims", f"{self.refused} refused", *([f"{self.unread} not readable"] if self.unread else [])]
        return "; ".join([", ".join(parts), ", ".join(found), *filter(None, [self.taken()])])


@contextmanager
def progress(paths: Sequence[str], taken: Callable[[], str], *, skipped: Callable[[], int] = int) -> Iterator[Advance]:
    """What it yields is told each item; the rest is seen on standard error. ``taken`` says what was used so far."""
    course = Course(lambda: number_of(paths), skipped, taken)
    with _bar(course) if sys.stderr.isatty() else _lines(course) as shown:

        def advance(item: Reading | Unread) -> None:
            course.add(item)
            shown(item.source if isinstance(item, Unread) else item.article.source)

        yield advance


@contextmanager
def _lines(course: Course) -> Iterator[Callable[[str], None]]:
    last = course.clock()

    def shown(_: str) -> None:
        nonlocal last
        if course.clock() - last >= _SECONDS_BETWEEN_LINES:
            last = course.clock()
            complain(course.words())

    yield shown


@contextmanager
def _bar(course: Course) -> Iterator[Callable[[str], None]]:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only a person sees it
    from rich.markup import escape  # noqa: PLC0415 - the same
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415 - the same

    with Progress(BarColumn(20), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(course.words(), total=course.total)
        yield lambda source: drawn.update(task, completed=course.done, description=escape(f"{course.words()}  {visible(source)[-60:]}"))
