"""Whether memory stays flat: ``python -m bench.memory [N] [READER]``, by default 10,000 articles and the reader ``rules``.

Reads generated articles, each with names that no other has, in this process, and prints what it holds after each tenth of them.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.invention import name_of
from ingest.pipeline import readings
from ingest.rules import fast_extractor, rules_extractor
from ontology.records import Article

READERS = {"rules": rules_extractor, "fast": fast_extractor}
NUMBER = 10_000
TENTHS = 10
ENGLISH = (
    "{0} has acquired {1} for ${n} million, the company said. {2} had bid too, but {1} turned it down. {3} {4}, the chief executive of "
    "{0}, said that {2} remains a rival.\n\n{0} supplies chips to {5}. According to people familiar with the matter, {5} plans to invest "
    "in {6}, a start-up that was founded by {7} {8}. {6} did not comment, and its rival {9} denied that it had been asked."
)
FRENCH = (
    "{0} a racheté {1} pour {n} millions d'euros, a annoncé le groupe. {2} avait aussi fait une offre, que {1} a refusée. {3} {4}, le "
    "patron de {0}, voit en {2} un concurrent.\n\n{0} fournit des puces à {5}. Selon des sources proches du dossier, {5} prévoit "
    "d'investir dans {6}, une start-up fondée par {7} {8}. {6} n'a pas commenté, et son rival {9} dément avoir été approché."
)


def articles(number: int) -> Iterator[Article]:
    """So many articles, one at a time, in English and French by turns."""
    for one in range(number):
        text, lang = ((ENGLISH, "en"), (FRENCH, "fr"))[one % 2]
        names = [name_of(10 * one + which) for which in range(10)]
        yield Article(text.format(*names, n=10 + one % 900), f"{one}.txt", lang=lang)


def held() -> float:
    """Megabytes of this process."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # of macOS, in bytes: the peak


def main() -> None:
    """Read and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    extractor = READERS[sys.argv[2] if len(sys.argv) > 2 else "rules"]()  # noqa: PLR2004 - the second argument
    claims, sizes = 0, list[float]()
    for done, reading in enumerate(readings(articles(number), extractor), start=1):
        claims += len(getattr(reading, "claims", ()))
        if done % max(1, number // TENTHS) == 0:
            sizes.append(held())
            print(f"{done:6} articles, {claims:6} claims, {sizes[-1]:.0f} MB", flush=True)
    print(f"{(sizes[-1] - sizes[0]) * 1000 / (number * (1 - 1 / TENTHS)):.2f} MB more for each thousand articles after the first tenth")


if __name__ == "__main__":
    main()
