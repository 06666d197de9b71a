"""JSON Lines and CSV: an article a line, its fields in columns that are known by their usual names or are named by the user."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ingest.dates import published_on
from ingest.decoding import decoded
from ingest.errors import SourceError, SourceUnreadable
from ingest.frontmatter import ADDRESSES, CANONICALS, DATES, LANGUAGES, PUBLISHERS, TITLES, outlet, words
from ingest.language import language_code
from ingest.raw import LARGEST, Raw, Source, Unread, Whole
from ingest.signed import AUTHORS, author
from ontology.addresses import web_address

__all__ = ["FIELDS", "columns_of", "json_lines", "table"]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "full_text", "fulltext", "texte", "contenu"),
    "html": ("html", "raw_html", "content_html", "body_html"),
    "title": TITLES,
    "publisher": PUBLISHERS,
    "published": DATES,
    "lang": LANGUAGES,
    "source": ADDRESSES,
    "author": AUTHORS,
    "canonical": CANONICALS,
}
"""What an article has, and how its columns are usually called."""

_MADE: Mapping[str, Callable[[object], str | None]] = {
    "title": words,
    "publisher": outlet,
    "published": published_on,
    "lang": language_code,
    "author": author,
    "canonical": web_address,
}
_DELIMITERS = ",;\t|"
_LONGEST_SHOWN = 10


def columns_of(given: str | None) -> dict[str, str]:
    """The map that a user gives, ``text=body,title=headline``; raises SourceError."""
    found = {}
    for part in (given or "").split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if part.strip() and not (equals and column and name in FIELDS):
            raise SourceError(f"{part.strip()!r} maps no column: give FIELD=COLUMN, with one of {', '.join(FIELDS)}")
        if column:
            found[name] = column
    return found


def json_lines(whole: Whole) -> Source:
    """The objects of a file of JSON Lines."""
    for number, line in enumerate(iter(lambda: whole.file.readline(LARGEST + 1), b""), start=1):
        if line.strip():
            yield _of_line(whole, number, line)


def table(whole: Whole) -> Source:
    """The rows of a CSV file, whose first line names its columns."""
    csv.field_size_limit(LARGEST)
    lines = _decoded(whole)
    head = next(lines, "")
    rows = csv.reader(_with(head, lines), delimiter=max(_DELIMITERS, key=head.count) if head else ",")
    try:
        names = [name.strip() for name in next(rows, [])]
        if _column("text", names, whole.columns) is None and _column("html", names, whole.columns) is None:
            raise SourceUnreadable(f"{whole.source} {_no_text(names, whole.columns)}")
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _article(dict(zip(names, row, strict=False)), whole, rows.line_num)
    except csv.Error as error:
        raise SourceUnreadable(f"{whole.source}:{rows.line_num} is no CSV ({error}): quote cells that hold quotes or line ends") from error


def _of_line(whole: Whole, number: int, line: bytes) -> Raw | Unread:
    place = f"{whole.source}:{number}"
    try:
        found = json.loads(decoded(line, place))
    except SourceError as error:
        return Unread(place, str(error))
    except (ValueError, RecursionError) as error:
        return Unread(place, f"{place} is no JSON ({' '.join(str(error).split())[:80]}): give one object a line")
    if not isinstance(found, dict):
        return Unread(place, f"{place} is a JSON {type(found).__name__}: give one object a line, with the fields of one article")
    return _article(found, whole, number)


def _article(row: Mapping[str, Any], whole: Whole, number: int) -> Raw | Unread:
    place = f"{whole.source}:{number}"
    values = {field: row.get(column) for field in FIELDS if (column := _column(field, row, whole.columns)) is not None}
    body, suffix = (values["html"], ".html") if values.get("html") and not values.get("text") else (values.get("text"), ".txt")
    if not isinstance(body, str) or not body.strip():
        reason = "has no words in its column of text: give an article a line" if "text" in values or "html" in values else None
        return Unread(place, f"{place} {reason or _no_text(row, whole.columns)}")
    address = words(values.get("source"))
    said = {name: value for name, make in _MADE.items() if (value := make(values.get(name)))}
    if address and "publisher" not in said and (host := outlet(address)) and host != address:
        said["publisher"] = host
    return Raw(address or place, body.encode(errors="replace"), suffix, said)


def _column(field: str, names: Mapping[str, Any] | list[str], given: Mapping[str, str]) -> str | None:
    """The column that holds this field."""
    if field in given:
        return given[field] if given[field] in names else None
    known = {re.sub(r"[\s-]+", "_", str(name).strip().lower()): str(name) for name in names}
    return next((known[usual] for usual in FIELDS[field] if usual in known and known[usual] not in given.values()), None)


def _no_text(names: Mapping[str, Any] | list[str], given: Mapping[str, str]) -> str:
    found = ", ".join(str(name)[:40] for name in list(names)[:_LONGEST_SHOWN]) or "none"
    wanted = given.get("text") or given.get("html")
    lacks = f"no column {wanted!r}" if wanted else "no column that is called as text is"
    return f"has {lacks} (it has {found}): name it with --columns text=NAME"


def _decoded(whole: Whole) -> Iterator[str]:
    for line in iter(lambda: whole.file.readline(LARGEST + 1), b""):
        yield decoded(line, whole.source) if line.strip() else "\n"


def _with(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines
