"""Kill a program at random moments while it reads a feed: ``python -m bench.feed_kills [100]`` times.

A round begins with an empty graph and a new journal; the program is killed and started again until it comes to its end. The hash must be
that of a round in which nobody was killed, and no page may be asked for whose article was in the graph when the program started.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

from api.cli.reading import articles_at, ingest
from graph.embedded import attach, stop
from graph.store import Login, Store
from ingest.formats import web  # noqa: F401 - loaded once, for all the processes
from ingest.journal import Journal
from ingest.web import following  # noqa: F401 - the same
from ingest.web.terms import Politeness
from tests.graph.samples import emptied
from tests.ingest.containers_made import page
from tests.ingest.readers import PlainReader
from tests.ingest.web.site import Reply, Site, rss, site

PAGES = 20
WORDS = ["The two companies said so on Tuesday in a joint statement from Lyon, and gave no figures at all."] * 3
FIGURES = ("killed", "rounds", "other hash", "failed", "asked", "asked though stored")
STORED = "MATCH (a:Article) UNWIND a.sources AS source RETURN source"


def filled(news: Site) -> Site:
    """A site with a feed of pages."""
    paths = [f"/{number}" for number in range(PAGES)]
    for path in paths:
        news.replies[path] = Reply(page(f"Story {path}", "Nvidia supplies Tesla.", *WORDS, f"It is story {path}."))
    news.replies["/feed"] = rss(news, *paths)
    return news


def one_run(login: Login, home: Path, news: Site) -> None:
    """What the program does."""
    politeness = Politeness(interval=0.0, private=frozenset((news.host,)))
    journal = Journal(home / "journal.sqlite", "bench", "plain")
    with Store(login) as store, Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        journal.settle(store)
        items = articles_at([news.at("/feed")], politeness=politeness, journal=journal)
        ingest(store, [news.at("/feed")], items, extractor=PlainReader(), as_json=True, journal=journal)
    journal.close()


def started(login: Login, home: Path, news: Site) -> int:
    """The program in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            one_run(login, home, news)
            os._exit(0)
        finally:
            os._exit(1)
    return child


def main(kills: int) -> None:
    """Print what became of so many kills, after each round."""
    counts: Counter[str] = Counter()
    chance = random.Random(7)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as folder, site() as news, attach(Path(folder) / "engine", progress=False) as login:
        filled(news)
        with Store(login) as store:
            store.prepare()
            for warm in ("cold", "warm"):
                emptied(store)
                begun = time.monotonic()
                os.waitpid(started(login, Path(folder) / warm, news), 0)
            seconds, whole = time.monotonic() - begun, store.graph_hash()
            while counts["killed"] < kills:
                a_round(store, login, Path(folder) / f"round-{counts['rounds']}", news, counts, chance=chance, seconds=seconds)
                counts["rounds"] += 1
                counts["other hash"] += store.graph_hash() != whole
                print(json.dumps({name: counts[name] for name in FIGURES}), flush=True)
        stop(Path(folder) / "engine")


def a_round(store: Store, login: Login, home: Path, news: Site, counts: Counter[str], *, chance: random.Random, seconds: float) -> None:
    """Kill the program until it has come to its end."""
    emptied(store)
    while True:
        stored = {str(row["source"]) for row in store.ask(STORED)}
        before = len(news.asked)
        child = started(login, home, news)
        time.sleep(chance.uniform(0.1, 1.2) * seconds)
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        asked = [news.at(path) for path, _ in news.asked[before:]]
        counts["asked"] += len(asked)
        counts["asked though stored"] += len(stored & set(asked))
        if ended:
            counts["failed"] += status != 0
            return
        counts["killed"] += 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
