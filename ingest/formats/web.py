"""Web pages: trafilatura finds the article among what stands around it."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from ingest.dates import published_on
from ingest.decoding import decoded
from ingest.errors import SourceEmpty, SourceUnreadable
from ingest.formats.content import Content
from ingest.formats.gaps import filled
from ingest.formats.masthead import canonical, day, signed, standfirst, title_and_outlet
from ingest.formats.page import make_ready
from ingest.language import language_code
from ingest.prose import blocks

__all__ = ["web"]

_DATES = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2100-01-01"}
"""Fixed bounds: by default a page's date may not lie behind today's, and a run could not be repeated."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_LANG = re.compile(r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_HEAD = 4096


def web(data: bytes, source: str) -> Content:
    """The content of a page; raises SourceEmpty when no article is in it, or SourceUnreadable."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    charset = _CHARSET.search(data[:_HEAD])
    page = decoded(data, source, declared=charset[1].decode("ascii") if charset else None)
    try:
        content = _content(page)
    except Exception as error:
        raise SourceUnreadable(f"{source} is a broken page ({type(error).__name__}): give the text of its article") from error
    if content is None or not blocks(content.text):
        raise SourceEmpty(f"{source} is a page without the text of an article: give the page of one article, or its text")
    match = _LANG.search(page[:_HEAD])
    return replace(content, lang=language_code(match[1]) if match else None)


def _content(page: str) -> Content | None:
    tree = load_html(page)
    if tree is None:
        return None
    make_ready(tree)
    found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    if not isinstance(found, Document) or not found.text:
        return None
    title, outlet = title_and_outlet(tree, found.sitename) or (found.title, None)
    text = _spaced(filled(tree, found.text))
    if first := standfirst(tree, text):
        text = _with_standfirst(text, first, title)
    published = published_on(found.date) or (day(tree, title) if title else None)
    publisher = found.sitename or outlet or found.hostname or None
    return Content(text, title or None, publisher, published, author=signed(tree, found.author), canonical=canonical(tree))


def _with_standfirst(text: str, first: str, title: str | None) -> str:
    head, gap, rest = text.partition("\n\n")
    return f"{head}\n\n{first}{gap}{rest}" if head.lstrip("# ") == title else f"{first}\n\n{text}"


def _spaced(text: str) -> str:
    """Paragraphs with an empty line between them; items, rows and lines that go on stay together."""
    lines = [line for line in (line.strip() for line in text.splitlines()) if line]
    parts = [f"\n{line}" if _follows(before, line) else f"\n\n{line}" for before, line in zip(["", *lines], lines, strict=False)]
    return "".join(parts).strip()


def _follows(before: str, line: str) -> bool:
    mark = line[:1]
    return line[:1].islower() or (mark in {"|", "-"} and before.startswith(mark))
