"""watch: sources read again and again, each at its own pace; one that fails stops no other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from time import sleep, time

from api.cli.feeds import Feed
from api.cli.output import complain, print_json, say
from ingest.heartbeat import Heartbeat
from ingest.pipeline import Report
from ontology.errors import AigraphError

__all__ = ["Watching", "watch"]

_SECONDS_BETWEEN_BEATS = 30.0


@dataclass(slots=True)
class Watching:
    """Who reads a source, who is told of it, and the clock."""

    read: Callable[[Feed, Callable[[], None]], Report]
    """Reads a source, and calls back now and then while it does."""
    heartbeat: Heartbeat
    as_json: bool = False
    clock: Callable[[], float] = time
    wait: Callable[[float], object] = sleep
    _last: float = field(default=0.0, repr=False)

    def beat(self) -> None:
        """A sign of life, not too often."""
        now = self.clock()
        if now - self._last >= _SECONDS_BETWEEN_BEATS:
            self.heartbeat.beat(now)
            self._last = now

    def until(self, moment: float) -> None:
        """Wait."""
        while (left := moment - self.clock()) > 0:
            self.beat()
            self.wait(min(left, _SECONDS_BETWEEN_BEATS))

    def once(self, feed: Feed) -> bool:
        """Read a source, and say what came; whether it could be asked at all."""
        report, reason = None, None
        try:
            report = self.read(feed, self.beat)
            failed = [item.reason for item in report.unread if item.source in feed.paths]
            reason = None if report.articles else next(iter(failed), None)
        except (AigraphError, OSError, sqlite3.Error) as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - a fault of ours at one source stops no other
            reason = f"{feed.name} could not be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        now = self.clock()
        self.heartbeat.note(feed.name, now=now, succeeded=reason is None, articles=report.articles if report else 0)
        self._tell(feed.name, now, report, reason)
        return reason is None

    def _tell(self, name: str, now: float, report: Report | None, reason: str | None) -> None:
        at = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if self.as_json:
            figures = ("articles", "new", "known", "replaced", "refused")
            counts = {figure: getattr(report, figure) if report else 0 for figure in figures}
            unread = [{"source": item.source, "reason": item.reason} for item in report.unread] if report else []
            print_json({"at": at, "source": name, "error": reason} | counts | {"unread": unread}, indent=None)
            return
        if reason is not None:
            complain(f"{at} {name}: {reason}")
        if report is not None:
            for item in report.unread:
                if item.reason != reason:
                    complain(f"{at} {name}: {item.reason if item.source in item.reason else f'{item.source}: {item.reason}'}")
            say(f"{at} {name}: {report.articles} articles read, {len(report.unread)} could not be, {report.new} claims new")


def watch(feeds: Sequence[Feed], watching: Watching, *, once: bool) -> bool:
    """Read all, and then each again when its time has come, the one that has waited longest first; ``once`` ends after the first time.

    Says whether all sources could be asked, when it ends at all. A source that takes longer than its interval is read again at once.
    """
    with _living(feeds, watching):
        well = True
        due = [(watching.clock(), number) for number in range(len(feeds))]
        heapify(due)
        while due:
            moment, number = heappop(due)
            watching.until(moment)
            began = watching.clock()
            well = watching.once(feeds[number]) and well
            if not once:
                heappush(due, (max(began + feeds[number].every, watching.clock()), number))
        return well


@contextmanager
def _living(feeds: Sequence[Feed], watching: Watching) -> Iterator[None]:
    watching.heartbeat.begin([(feed.name, feed.silent_after) for feed in feeds], watching.clock())
    try:
        yield
    finally:
        watching.heartbeat.end()
