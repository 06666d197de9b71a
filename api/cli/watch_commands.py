"""The command that watches sources; what it needs is imported when it runs."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from api.cli.options import Json
from api.cli.read_commands import Reading
from api.cli.sharing import sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.cli.feeds import Feed
    from api.cli.read_commands import Articles
    from api.cli.stopping import Stop
    from api.settings import Settings
    from ingest.pipeline import Report

__all__ = ["watch"]


@sharing(Reading)
def watch(
    *,
    feeds: Annotated[Path, Argument(metavar="FEEDS.toml", help="The sources, and how often each is read.", show_default=False)],
    once: Annotated[bool, Option("--once", help="Read each once, and end.")] = False,
    json: Json = False,
    shared: Reading,
) -> None:
    """Read sources again and again, each at its own pace, until it is stopped: what is new goes into the graph."""
    from api.cli.feeds import read_feeds
    from api.cli.output import complain
    from api.cli.stopping import signalled
    from api.cli.watching import Watching
    from api.cli.watching import watch as run
    from api.settings import Settings
    from ingest.heartbeat import Heartbeat

    settings, sources = shared.checked(Settings.read()), read_feeds(feeds)
    heartbeat = Heartbeat(settings.journal, settings.graph, str(feeds.absolute()))
    with signalled() as stop:
        try:
            read = partial(_fed, settings=settings, shared=shared, stop=stop, settled=[])
            well = run(sources, Watching(read, heartbeat, as_json=json), once=once)
        except KeyboardInterrupt:
            complain(f"stopped: {stop.done} articles came into the graph")
            raise Exit from None
    raise Exit(0 if well else 1)


def _fed(feed: Feed, beat: Callable[[], None], *, settings: Settings, shared: Reading, stop: Stop, settled: list[str]) -> Report:
    """Read what is new of a source; for the first of them the journal is ``settled`` with the graph."""
    from contextlib import closing

    from api.cli.reading import stored
    from api.stores import open_store

    said = {name: value for name in ("publisher", "lang", "columns") if (value := getattr(feed, name)) is not None}
    reading, paths = replace(shared, **said), list(feed.paths)
    with closing(reading.journal(settings)) as journal, open_store(settings) as store:
        if not settled:
            journal.settle(store)
            settled.append(feed.name)
        items = _beating(reading.articles(paths, settings, journal), beat)
        with reading.by(items, settings) as by:
            return stored(store, paths, by.items, extractor=by.extractor, jobs=by.jobs, taken=by.taken, stop=stop, journal=journal)


def _beating(items: Articles, beat: Callable[[], None]) -> Articles:
    for item in items:
        beat()
        yield item
