"""How fast articles are read: ``python -m bench.reading FOLDER [N]``, French and English ones, all or N from all over the folder.

Prints, all from one run: articles a second of one core's time for the reader, the fast reader, and the same spaCy pipelines alone, as their
packages have them and as the reader has quickened them. Each reads every text once and begins with a pipeline that has seen no word yet,
as it is for users: spaCy remembers the words that it saw. Then, on thirty of the articles, the share of each step, and how much sooner two
processes are done than one, by the clock. Memory is measured by ``bench.memory``.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from spacy.language import Language

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
SAMPLE = 30
"""Articles by which steps and processes are measured."""


def seconds(work: Callable[[], object]) -> float:
    """Of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best_by_clock(work: Callable[[], object]) -> float:
    """Seconds by the clock, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def spacy_alone(articles: Iterable[Article], models: Mapping[str, Language]) -> float:
    """The seconds that the pipeline of its language, whole, takes for every text."""
    by_lang: dict[str, list[str]] = {}
    for article in articles:
        by_lang.setdefault(str(article.lang), []).append(article.text)
    return seconds(lambda: [len(doc) for lang, texts in by_lang.items() for doc in models[lang].pipe(texts)])


def read_alone(articles: Iterable[Article], extractor: Extractor) -> float:
    """The seconds that a reader takes, beginning with pipelines that saw no word yet."""
    language_model.cache_clear()
    for lang in LANGUAGES:
        language_model(lang)
    return seconds(lambda: [extractor(article) for article in articles])


def some(articles: Sequence[Article], number: int) -> Sequence[Article]:
    """So many, from all over."""
    return articles[:: max(1, len(articles) // number)][:number]


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
            return best_by_clock(lambda: list(readings(articles, workers, jobs=2 * workers.number + 1)))
        finally:
            workers.close()

    return by(Workers(extractor, 1)) / by(Workers(extractor, PROCESSES))


def main() -> None:
    """Measure and print."""
    found = [a for a in read_articles([Path(sys.argv[1])]) if not isinstance(a, Unread) and a.lang in LANGUAGES]
    articles = some(found, int(sys.argv[2])) if len(sys.argv) > 2 else found  # noqa: PLR2004 - the second argument
    as_packed = spacy_alone(articles, {lang: import_module(grammar(lang).model).load() for lang in LANGUAGES})
    quickened = spacy_alone(articles, {lang: language_model(lang) for lang in LANGUAGES})
    print(f"{len(articles)} articles, {sum(len(article.text) for article in articles) / len(articles):.0f} characters each")
    for name, alone in (("spaCy", as_packed), ("quickened", quickened)):
        print(f"{name:12} {len(articles) / alone:6.2f} articles a second and core, alone")
    readers = {"fast": fast_extractor(), "rules": rules_extractor()}
    sample = some(articles, SAMPLE)
    for name, extractor in readers.items():
        extractor(articles[0])  # what is loaded on first use
        whole = read_alone(articles, extractor)
        print(
            f"{name:12} {len(articles) / whole:6.2f} articles a second and core, "
            f"{as_packed / whole:.2f} times as fast as spaCy alone, {quickened / whole:.2f} times as the quickened"
        )
    for name, extractor in readers.items():
        print(shares(name, sample, read_alone(sample, extractor), fast=name == "fast"))
    for name, extractor in readers.items():
        print(f"{name:12} {sooner(extractor, sample):.2f} times sooner with --jobs {PROCESSES} than with one process")


if __name__ == "__main__":
    with on_one_core():
        main()
