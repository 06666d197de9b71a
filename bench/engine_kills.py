"""Kill the engine, and the program, while articles are stored: ``python -m bench.engine_kills [100]`` times each.

A round begins with an empty graph and ends when a program that stores the same articles has come to its end: its hash must be that of
a round in which nobody was killed. The moment is drawn by articles stored, and then by the clock, for later rounds are faster than the
first and would be over by then. Of each five rounds one is ``aigraph ingest`` of files, the others store the claims of a file of JSON
lines in many small transactions, as ``aigraph import`` does in large ones. A program whose engine is killed should carry on by itself.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.claims import kept
from graph.embedded import attach, status, stop
from graph.export import write_jsonl
from graph.store import Store

__all__ = ["Rounds", "rounds"]

CLAIMS, ENTITIES, FILES = 600, 150, 30
SECONDS = 600.0
SHARES = 10
"""The clock's part in the moment of a kill: at most so much of the time that the whole takes."""
STORED = "MATCH (a:Article) RETURN count(a) AS number"
AGAIN = 10
"""A round is resumed so often at most."""
PROGRAM = """
import sys
from pathlib import Path
from api.settings import Settings
from api.stores import open_store
from graph.kept import keep
from graph.lines import read_jsonl
with open_store(Settings.read()) as store:
    for added in keep(store, read_jsonl(Path(sys.argv[1])), claims=30):
        pass
"""
INGEST = "import sys; from api.cli import main; sys.exit(main(['ingest', sys.argv[1], '--reader', 'fast', '--jobs', '1']))"
EVERY = 5


@dataclass(slots=True)
class Rounds:
    """Rounds of one kind of kill, and what became of them."""

    home: Path
    file: Path
    articles: Path
    counts: Counter[str] = field(default_factory=Counter)
    whole: dict[str, tuple[str, float, int]] = field(default_factory=dict)

    @property
    def engine(self) -> Path:
        """The engine's folder."""
        return self.home / "store"

    def start(self, program: str) -> subprocess.Popen[bytes]:
        """The program, with output for nobody."""
        what = self.articles if program == INGEST else self.file
        own = {"AIGRAPH_HOME": str(self.home), "PYTHONPATH": str(Path(__file__).resolve().parents[1]), "AIGRAPH_STORE": ""}
        return subprocess.Popen(
            [sys.executable, "-c", program, str(what)], env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def undisturbed(self, program: str) -> tuple[str, float, int]:
        """The hash, how many seconds it takes once articles are there, and how many there are in the end; found out once."""
        if program not in self.whole:
            self.empty()
            child = self.start(program)
            self.until_it_writes(child)
            start = time.monotonic()
            if child.wait(SECONDS):
                raise RuntimeError(f"it failed with {child.returncode} undisturbed")
            self.whole[program] = self.hash(), time.monotonic() - start, self.articles_stored()
        return self.whole[program]

    def round(self, kind: str, program: str, dice: random.Random) -> bool:
        """Whether the graph was whole after a kill at a random moment."""
        right, seconds, articles = self.undisturbed(program)
        self.empty()
        child = self.start(program)
        self.until_it_writes(child, dice.randrange(1, articles))
        time.sleep(dice.uniform(0, seconds / SHARES))
        self.counts["while it wrote"] += child.poll() is None
        self.kill(kind, child)
        code = child.wait(SECONDS)
        for _ in range(AGAIN):
            if code == 0:
                break
            self.counts["resumed"] += 1
            code = self.start(program).wait(SECONDS)
        return self.hash() == right

    def kill(self, kind: str, child: subprocess.Popen[bytes]) -> None:
        """Without a warning."""
        pid = child.pid if kind == "program" else status(self.engine).pid
        if pid is not None and (kind == "engine" or child.poll() is None):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def until_it_writes(self, child: subprocess.Popen[bytes], articles: int = 1) -> None:
        """Until so many are there."""
        with self.store() as store:
            while child.poll() is None and store.ask(STORED)[0]["number"] < articles:
                time.sleep(0.02)

    def articles_stored(self) -> int:
        """How many articles there are."""
        with self.store() as store:
            return int(store.ask(STORED)[0]["number"])

    def hash(self) -> str:
        """Of the graph."""
        with self.store() as store:
            return store.graph_hash()

    def empty(self) -> None:
        """Take everything out."""
        with self.store() as store, store._session() as session:  # noqa: SLF001 - users have no such thing
            session.run("MATCH (n) DETACH DELETE n").consume()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store on an engine that runs."""
        with attach(self.engine, progress=False, idle_seconds=120) as login, Store(login) as store:
            store.prepare()
            yield store


def rounds(
    number: int, folder: Path, *, programs: Sequence[str] = (INGEST, *[PROGRAM] * (EVERY - 1))
) -> dict[str, tuple[int, Counter[str]]]:
    """So many kills of the engine and of the program; how many of each left the graph whole, and what was counted."""
    file, articles = folder / "claims.jsonl", folder / "articles"
    articles.mkdir()
    write_jsonl(kept(CLAIMS, ENTITIES), file)
    for which, one in zip(range(FILES), kept(CLAIMS, ENTITIES), strict=False):
        (articles / f"{which}.txt").write_text(one.text, encoding="utf-8")
    done = Rounds(folder / "home", file, articles)
    dice, right = random.Random(11), dict[str, tuple[int, Counter[str]]]()  # noqa: S311 - moments, no secrets
    try:
        for kind in ("engine", "program"):
            done.counts = Counter()
            whole = 0
            for which in range(number):
                whole += done.round(kind, programs[which % len(programs)], dice)
                print(f"{kind}: {whole} of {which + 1} whole", flush=True)
            right[kind] = whole, done.counts
    finally:
        stop(done.engine)
    return right


def main() -> None:
    """Kill and count."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as name:
        for kind, (whole, counts) in rounds(number, Path(name)).items():
            said = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
            print(f"{number} kills of the {kind}: the graph whole after {whole}; {said}")


if __name__ == "__main__":
    main()
