"""How fast articles are read: ``python -m bench.reading FOLDER [N]``, beside spaCy alone on the same texts in the same process.

Prints articles a second of one core's time, the ratio to spaCy alone (its whole pipeline, once over each text), and the peak of memory.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.rules import rules_extractor
from ingest.rules.grammar import LANGUAGES
from ingest.rules.reader import language_model
from ingest.sources import Unread, read_articles
from ontology.records import Article

ROUNDS = 2


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def spacy_alone(articles: Iterable[Article]) -> None:
    """Every text once through the whole pipeline of its language."""
    by_lang: dict[str, list[str]] = {}
    for article in articles:
        by_lang.setdefault(str(article.lang), []).append(article.text)
    for lang, texts in by_lang.items():
        for _ in language_model(lang).pipe(texts):
            pass


def main() -> None:
    """Measure and print."""
    found = [a for a in read_articles([Path(sys.argv[1])]) if not isinstance(a, Unread) and a.lang in LANGUAGES]
    articles = found[: int(sys.argv[2]) if len(sys.argv) > 2 else None]  # noqa: PLR2004 - the second argument
    extractor = rules_extractor()
    extractor(articles[0])
    for lang in LANGUAGES:
        language_model(lang)
    whole = seconds(lambda: [extractor(article) for article in articles])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    alone = seconds(lambda: spacy_alone(articles))
    characters = sum(len(article.text) for article in articles)
    print(f"{len(articles)} articles, {characters / len(articles):.0f} characters each")
    print(f"spaCy alone  {len(articles) / alone:6.1f} articles a second and core")
    print(f"extractor    {len(articles) / whole:6.1f} articles a second and core, {whole / alone:.2f} times the time of spaCy alone")
    print(f"peak memory  {peak:.0f} MB of the extractor")


if __name__ == "__main__":
    main()
