"""How fast articles are read: ``python -m bench.reading FOLDER [N]``, French and English ones, N from all over the folder.

Prints, all from one run: articles a second of one core's time for the reader, the fast reader, and the same spaCy pipelines alone (whole,
once over each text); the share of each step; how much sooner two processes are done than one, by the clock; and the peak of memory.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ingest.catalogue import catalogue
from ingest.extract import Extractor
from ingest.pipeline import readings
from ingest.prose import blocks
from ingest.rules import fast_extractor, rules_extractor
from ingest.rules.encoder import encoder
from ingest.rules.grammar import LANGUAGES, grammar
from ingest.rules.judge import may_relate
from ingest.rules.names import mentions
from ingest.rules.parse import language_model, parsed
from ingest.rules.read import Read, pieces_of
from ingest.rules.tagger import tagger
from ingest.rules.threads import on_one_core
from ingest.rules.windows import windows
from ingest.sources import Unread, read_articles
from ingest.workers import Workers
from ontology.records import Article

ROUNDS = 2
PROCESSES = 2


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Of processor time, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def spacy_alone(articles: Iterable[Article]) -> None:
    """Every text once through the whole pipeline of its language."""
    by_lang: dict[str, list[str]] = {}
    for article in articles:
        by_lang.setdefault(str(article.lang), []).append(article.text)
    for lang, texts in by_lang.items():
        for _ in language_model(lang).pipe(texts):
            pass


def steps(articles: Iterable[Article], *, fast: bool) -> dict[str, float]:
    """The seconds of processor time that each step takes, over all articles."""
    taken: defaultdict[str, float] = defaultdict(float)
    for article in articles:
        for step, work in _steps(article, str(article.lang), fast=fast):
            start = time.process_time()
            work()
            taken[step] += time.process_time() - start
    taken["judge"] -= taken["parse"]  # it parses for itself
    taken["names"] -= taken.get("tagger", 0.0)  # and they are tagged for themselves
    return taken


def _steps(article: Article, lang: str, *, fast: bool) -> list[tuple[str, Callable[[], object]]]:
    model = None if fast else language_model(lang)
    seer = None if fast else tagger()
    read = Read(article, lang, seer)
    texts = [(block.text, found) for block, found in zip(read.blocks, read.named, strict=True)]
    found: list[tuple[str, Callable[[], object]]] = [
        ("blocks", lambda: blocks(article.text)),
        ("names", lambda: mentions(read.blocks, lang, catalogue=catalogue(), model=model, tagger=seer, title=article.title)),
        ("sentences", lambda: list(pieces_of(read.blocks, read.named, lang))),
        ("parse", lambda: parsed(texts, model=language_model(lang), grammar=grammar(lang), worth=may_relate)),
        ("judge", lambda: list(read.judged())),
    ]
    if not fast:
        found.append(("tagger", lambda: tagger().read([block.text for block in read.blocks], lang)))
        found.append(("encoder", lambda: [encoder().weighed(window) for window in windows(read.pieces, encoder().tokens_of)]))
    return found


def shares(name: str, articles: Sequence[Article], whole: float, *, fast: bool) -> str:
    """A line with the steps; what is left is the rest: qualifiers, evidence, the check."""
    taken = steps(articles, fast=fast)
    taken["rest"] = max(whole - sum(taken.values()), 0.0)
    return f"{name:12}" + ", ".join(f"{step} {100 * part / sum(taken.values()):.0f} %" for step, part in taken.items())


def sooner(extractor: Extractor, articles: Sequence[Article]) -> float:
    """How many times sooner the processes are done than one alone, once all have their models."""

    def by(workers: Workers) -> float:
        try:
            return seconds(lambda: list(readings(articles, workers, jobs=2 * workers.number + 1)), time.perf_counter)
        finally:
            workers.close()

    return by(Workers(extractor, 1)) / by(Workers(extractor, PROCESSES))


def main() -> None:
    """Measure and print."""
    found = [a for a in read_articles([Path(sys.argv[1])]) if not isinstance(a, Unread) and a.lang in LANGUAGES]
    number = int(sys.argv[2]) if len(sys.argv) > 2 else len(found)  # noqa: PLR2004 - the second argument
    articles = found[:: max(1, len(found) // number)][:number]
    readers = {"rules": rules_extractor(), "fast": fast_extractor()}
    taken: dict[str, float] = {}
    for name, extractor in readers.items():
        taken[name] = seconds(lambda by=extractor: [by(article) for article in articles])  # type: ignore[misc]  # a lambda with a default
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    alone = seconds(lambda: spacy_alone(articles))
    print(f"{len(articles)} articles, {sum(len(article.text) for article in articles) / len(articles):.0f} characters each")
    print(f"spaCy alone  {len(articles) / alone:6.1f} articles a second and core")
    for name, whole in taken.items():
        print(f"{name:12} {len(articles) / whole:6.1f} articles a second and core, {alone / whole:.2f} times as fast as spaCy alone")
    for name, whole in taken.items():
        print(shares(name, articles, whole, fast=name == "fast"))
    for name, extractor in readers.items():
        print(f"{name:12} {sooner(extractor, articles):.2f} times sooner with --jobs {PROCESSES} than with one process")
    print(f"peak memory  {peak:.0f} MB of both readers in one process")


if __name__ == "__main__":
    with on_one_core():
        main()
