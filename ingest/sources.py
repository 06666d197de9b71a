"""Where articles come from, and how each becomes one: files and what is in them, folders, standard input, the web."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, cast

from ingest.containers.archives import size_of
from ingest.dates import published_on
from ingest.errors import SourceEmpty, SourceError
from ingest.files import STDIN, SUFFIXES, find_sources, open_file
from ingest.formats.content import Content
from ingest.formats.plain import plain
from ingest.language import language_code, language_of
from ingest.opening import is_holder, opened, whole_of
from ingest.prose import blocks
from ingest.raw import LARGEST, Raw, Source, Unread, bounded, writable
from ingest.web.terms import Known, Politeness, Visited, is_address
from ontology.records import Article

__all__ = [
    "LARGEST",
    "STDIN",
    "SUFFIXES",
    "Unread",
    "article_of",
    "articles_of",
    "find_sources",
    "number_of",
    "raws",
    "read_article",
    "read_articles",
]

_LONGEST_TITLE = 200
_HEAD = 1024
_LISTS = (".xml", ".rss", ".atom", ".rdf", ".xml.gz")
_FORMATS = {
    ".pdf": "pdf:pdf",
    ".html": "web:web",
    ".htm": "web:web",
    ".docx": "word:word",
    ".eml": "mail:mail",
    ".mhtml": "mail:saved_page",
    ".mht": "mail:saved_page",
}


def read_article(path: Path) -> Article:
    """The article in a file; raises SourceError."""
    with open_file(path) as file:
        return article_of(Raw(str(path), bounded(file, str(path)), path.suffix.lower()))


def read_articles(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    publisher: str | None = None,
    published: str | None = None,
    lang: str | None = None,
    columns: Mapping[str, str] | None = None,
    politeness: Politeness | None = None,
    known: Known | None = None,
    sift: Callable[[Source], Source] = iter,
) -> Iterator[Article | Unread]:
    """The articles at these paths and addresses, one at a time; what is given of publisher, date and language wins over what a file says.

    What is ``known`` is not fetched, and what ``sift`` leaves out is not read.

    ``columns`` says which columns of tables hold what (``ingest.containers.rows``). Raises SourceError at once when the date or language
    given is none.
    """
    given = {"publisher": publisher, "published": _date(published), "lang": _language(lang)}
    changes = {name: value for name, value in given.items() if value is not None}
    return articles_of(sift(raws(paths, stdin=stdin, columns=columns, politeness=politeness, known=known)), changes)


def raws(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    politeness: Politeness | None = None,
    known: Known | None = None,
) -> Source:
    """The articles at these paths and addresses, before they are read; what is ``known`` is not fetched."""
    known = known or Visited()
    for of_web, given in groupby(paths, is_address):
        if of_web:
            yield from _of_web(map(str, given), politeness or Politeness(), known, columns or {})
        else:
            yield from _of_paths(given, stdin, _Ways(politeness or Politeness(), known, columns or {}))


def _of_web(addresses: Iterable[str], politeness: Politeness, known: Known, columns: Mapping[str, str]) -> Source:
    from ingest.web.fetcher import Fetcher  # noqa: PLC0415 - slow to import, and files need none of it
    from ingest.web.following import follow  # noqa: PLC0415 - the same

    with Fetcher(politeness) as fetcher:
        for address in addresses:
            yield from follow(address, fetcher=fetcher, known=known, columns=columns)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How what lies behind a file is come by."""

    politeness: Politeness
    known: Known
    columns: Mapping[str, str]


def _of_paths(paths: Iterable[str | Path], stdin: BinaryIO | None, ways: _Ways) -> Source:
    for path in find_sources(paths):
        if isinstance(path, Unread):
            yield path
            continue
        try:
            if path == STDIN:
                yield from _of_stdin(stdin, ways.columns)
            elif _may_list(path):
                yield from _of_list(path, ways)
            else:
                yield from _of_file(path, ways.columns)
        except SourceError as error:
            yield Unread(str(path), str(error))
        ways.known.through(writable(str(path)))


def number_of(paths: Iterable[str | Path]) -> int | None:
    """How many articles are at these paths; None when only reading tells."""
    paths = list(paths)
    if any(map(is_address, paths)):
        return None
    count = 0
    for path in find_sources(paths):
        if isinstance(path, Path) and (is_holder(path.name) or _may_list(path)):
            return None
        count += 1
    return count


def article_of(raw: Raw) -> Article:
    """The article; raises SourceError."""
    name = "standard input" if raw.source == str(STDIN) else raw.source
    if not raw.data.strip():
        raise SourceEmpty(f"{name} is empty: an article has at least one sentence")
    content = _format(raw.data, raw.suffix)(raw.data, name)

    def known(field: str) -> str | None:
        own: str | None = getattr(content, field)
        return raw.said.get(field) or own or raw.guess.get(field)

    return Article(
        text=content.text,
        source=raw.source,
        title=known("title") or _title(content.text),
        publisher=known("publisher"),
        published=known("published"),
        lang=known("lang") or language_of(content.text),
        author=known("author"),
        canonical=known("canonical"),
    )


def articles_of(source: Source, changes: Mapping[str, str]) -> Iterator[Article | Unread]:
    """These articles, read; ``changes`` win over what they say of themselves."""
    for raw in source:
        if isinstance(raw, Unread):
            yield raw
            continue
        try:
            yield replace(article_of(raw), **changes)
        except SourceError as error:
            yield Unread(raw.source, str(error))


def _of_file(path: Path, columns: Mapping[str, str]) -> Source:
    with open_file(path) as file:
        yield from opened(whole_of(file, str(path), path.suffix.lower(), columns=columns, size=size_of(file)))


def _may_list(path: Path) -> bool:
    """Whether a file of this name may be a feed or a sitemap."""
    return path.name.lower().endswith(_LISTS)


def _of_list(path: Path, ways: _Ways) -> Source:
    """The pages behind a feed or sitemap that somebody saved; what is neither is read like any file."""
    from ingest.web.fetcher import Fetcher  # noqa: PLC0415 - slow to import, and other files need none of it
    from ingest.web.following import follow_file  # noqa: PLC0415 - the same

    with open_file(path) as file:
        data = bounded(file, str(path))
    with Fetcher(ways.politeness) as fetcher:
        yield from follow_file(data, path, fetcher=fetcher, known=ways.known, columns=ways.columns) or _of_file(path, ways.columns)


def _of_stdin(stdin: BinaryIO | None, columns: Mapping[str, str]) -> Source:
    if stdin is None:
        yield Unread(str(STDIN), "- stands for standard input, which is not at hand here: give the path of a file")
        return
    data = bounded(stdin, "standard input")
    yield from opened(whole_of(cast("BinaryIO", BytesIO(data)), str(STDIN), "", columns=columns, size=len(data)))


def _format(data: bytes, suffix: str) -> Callable[[bytes, str], Content]:
    """The reader of a format: by what a file starts with, then by its name; slow ones are loaded when they are needed."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"%pdf-"):
        suffix = ".pdf"
    elif suffix == "" and head.startswith((b"<!doctype html", b"<html")):
        suffix = ".html"
    if suffix not in _FORMATS:
        return plain
    module, name = _FORMATS[suffix].split(":")
    found: Callable[[bytes, str], Content] = getattr(import_module(f"ingest.formats.{module}"), name)
    return found


def _title(text: str) -> str | None:
    """The first heading near the top, else a short first line; a kicker (one word, or capitals) gives way to the line under it."""
    first = blocks(text[:20_000])[:3]
    marked = [block.text for block in first if block.kind == "heading" and text[: block.offsets[0]].rstrip(" ").endswith("#")]
    short = [block.text for block in first[:2] if block.kind != "row" and len(block.text) <= _LONGEST_TITLE]
    if not marked and len(short) > 1 and (short[0].isupper() or " " not in short[0]):
        return short[1]
    return next(iter([*marked, *short[:1]]), None)


def _date(value: str | None) -> str | None:
    found = published_on(value)
    if value is not None and found is None:
        raise SourceError(f"{value!r} is no date of publication: give YYYY, YYYY-MM or YYYY-MM-DD, of 1800 or later")
    return found


def _language(value: str | None) -> str | None:
    found = language_code(value)
    if value is not None and found is None:
        raise SourceError(f"{value!r} is no language: give a code of ISO 639-1, as en or fr")
    return found
