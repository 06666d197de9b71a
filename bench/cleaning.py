"""Cleaning of saved pages: ``python -m bench.cleaning [--aside] [--lost] [PAGE…]``.

Reads the pages of ``bench/pages``, each with its truth beside it, and prints for each cleaner and language the share of the article's words
and paragraphs that is kept in order, of the furniture's phrases that is left out, and of the metadata that is right. ``--lost`` prints
what our reader lost or left. The pages of ``aside.txt`` are read with ``--aside`` alone: no rule may be made with them in sight.
readability is measured where it is installed (``pip install --group bench``).
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from ingest.errors import SourceEmpty
from ingest.formats.markup import text_of
from ingest.prose import blocks
from ingest.raw import Raw
from ingest.sources import article_of

__all__ = ["CLEANERS", "FIELDS", "Cleaned", "Page", "Score", "main", "ours", "pages", "score", "total"]

FOLDER = Path(__file__).parent / "pages"
FIELDS = ("title", "published", "publisher", "author", "lang", "canonical")
_WORD = re.compile(r"\w+")
_SHORTEST_MATCH = 3
_WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page and what a reader with eyes finds on it."""

    name: str
    data: bytes = field(repr=False)
    truth: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cleaner made of a page; ``said`` has only the fields that it reads at all."""

    text: str = ""
    said: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one page or many, each as (good, of how many), and what was lost and left."""

    counts: Mapping[str, tuple[int, int]]
    lost: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def pages(*, aside: bool = False) -> list[Page]:
    """All pages but those of ``aside.txt``, or these alone."""
    kept_aside = set((FOLDER / "aside.txt").read_text(encoding="utf-8").split())
    files = [file for file in sorted(FOLDER.glob("*.html")) if (file.stem in kept_aside) is aside]
    return [Page(file.stem, file.read_bytes(), json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))) for file in files]


def ours(data: bytes) -> Cleaned:
    """The blocks that extractors read."""
    try:
        article = article_of(Raw("page.html", data, ".html"))
    except SourceEmpty:
        return Cleaned(said=dict.fromkeys(("title", "published", "publisher", "lang")))
    text = "\n".join(block.text for block in blocks(article.text))
    return Cleaned(text, {name: getattr(article, name) for name in FIELDS if hasattr(article, name)})


def trafilatura_alone(data: bytes) -> Cleaned:
    """As its documentation calls it, without comments."""
    found = bare_extraction(data, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return Cleaned(said=dict.fromkeys(name for name in FIELDS if name != "lang"))
    meta = {"title": found.title, "published": found.date, "publisher": found.sitename, "author": found.author}
    return Cleaned(found.text or "", meta | {"canonical": found.url})


def readability_alone(data: bytes) -> Cleaned:
    """The summary as text."""
    document = importlib.import_module("readability").Document(data)
    return Cleaned(text_of(document.summary()), {"title": document.short_title()})


CLEANERS: dict[str, Callable[[bytes], Cleaned]] = {"aigraph": ours, "trafilatura": trafilatura_alone}
if find_spec("readability"):
    CLEANERS["readability"] = readability_alone


def score(page: Page, cleaned: Cleaned) -> Score:
    """Compare with the page's truth: words and paragraphs kept in order, phrases of furniture left out, fields right."""
    words = _words(cleaned.text)
    paragraphs = [_words(paragraph) for paragraph in page.truth["article"]]
    matched = [sum(marks) for marks in _matched(paragraphs, words)]
    whole = [found >= _WHOLE * len(paragraph) for found, paragraph in zip(matched, paragraphs, strict=True)]
    own = [word for paragraph in paragraphs for word in paragraph]
    left = [phrase for phrase in page.truth["furniture"] if _times(phrase, words) > _times(phrase, own)]
    phrases = len(page.truth["furniture"])
    counts = {"words": (sum(matched), sum(map(len, paragraphs))), "paragraphs": (sum(whole), len(whole))}
    counts |= {"furniture": (phrases - len(left), phrases)}
    counts |= {name: (int(_plain(found) == _plain(page.truth[name])), 1) for name, found in cleaned.said.items()}
    lost = [paragraph for paragraph, kept in zip(page.truth["article"], whole, strict=True) if not kept]
    return Score(counts, tuple(lost), tuple(left))


def total(scores: Sequence[Score]) -> dict[str, float]:
    """Shares over all."""
    names = dict.fromkeys(name for one in scores for name in one.counts)
    sums = {name: [sum(pair) for pair in zip(*(one.counts[name] for one in scores if name in one.counts), strict=True)] for name in names}
    return {name: good / of for name, (good, of) in sums.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Clean and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.cleaning", description="how much of an article is kept, and of furniture left")
    parser.add_argument("names", nargs="*", metavar="PAGE", help="only these")
    parser.add_argument("--aside", action="store_true", help="the pages kept aside")
    parser.add_argument("--lost", action="store_true", help="what our reader lost and left, page by page")
    asked = parser.parse_args(arguments)
    read = [page for page in pages(aside=asked.aside) if not asked.names or page.name in asked.names]
    if not read:
        parser.error(f"no page is called {asked.names[0]!r}; there are {', '.join(page.name for page in pages(aside=asked.aside))}")
    scores = {name: {page.name: score(page, clean(page.data)) for page in read} for name, clean in CLEANERS.items()}
    print("\n".join(_table(scores)))
    if asked.lost:
        print("\n".join(_losses(scores["aigraph"])))


def _table(scores: Mapping[str, Mapping[str, Score]]) -> Iterator[str]:
    columns = ("words", "paragraphs", "furniture", *FIELDS)
    yield f"{'':24}{''.join(f'{column:>11}' for column in columns)}"
    for name, those in scores.items():
        for lang, start in (("en", "en"), ("fr", "fr"), ("both", "")):
            if found := [one for page, one in those.items() if page.startswith(start)]:
                shares = total(found)
                cells = (f"{shares[column]:11.3f}" if column in shares else f"{'-':>11}" for column in columns)
                row = f"{name}, {lang} ({len(found)})"
                yield f"{row:24}{''.join(cells)}"


def _losses(scores: Mapping[str, Score]) -> Iterator[str]:
    for name, one in scores.items():
        wrong = [field for field, (good, _) in one.counts.items() if field in FIELDS and not good]
        yield f"\n{name}{': wrong ' + ', '.join(wrong) if wrong else ''}"
        yield from (f"  lost: {paragraph[:110]}" for paragraph in one.lost)
        yield from (f"  left: {phrase[:110]}" for phrase in one.left)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _matched(paragraphs: Sequence[Sequence[str]], words: Sequence[str]) -> list[list[bool]]:
    """Which words of each paragraph are in the text in the article's order; what matches by chance is shorter than three words."""
    flat = [word for paragraph in paragraphs for word in paragraph]
    found = [False] * len(flat)
    for match in SequenceMatcher(a=flat, b=words, autojunk=False).get_matching_blocks():
        if match.size >= _SHORTEST_MATCH:
            found[match.a : match.a + match.size] = [True] * match.size
    marks = iter(found)
    return [[next(marks) for _ in paragraph] for paragraph in paragraphs]


def _times(phrase: str, words: Sequence[str]) -> int:
    return f" {' '.join(words)} ".count(f" {' '.join(_words(phrase))} ")


def _plain(value: str | None) -> str | None:
    return " ".join(value.replace("’", "'").split()) if value else None


if __name__ == "__main__":
    main()
