"""RSS and Atom: the pages that a feed names, with what it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import feedparser
import httpx2 as httpx

from ingest.dates import published_on
from ingest.errors import SourceEmpty, SourceUnreadable
from ingest.formats.markup import text_of
from ingest.raw import Raw
from ingest.signed import author

__all__ = ["Listed", "feed", "is_feed"]

_MEDIA = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_STARTS = (b"<rss", b"<feed", b"<rdf:rdf")
_HEAD = 2048
_MAILED = re.compile(r"\s*[^\s()<>@]+@[^\s()<>@]+\s*(?:\((.*)\)\s*)?", re.DOTALL)
"""How RSS names an author, whose address the library cuts after four letters of its top-level domain."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that a list names; ``guess`` is what the list says of it."""

    address: str
    guess: Mapping[str, str] = field(default_factory=dict)


def is_feed(media: str, data: bytes) -> bool:
    """Whether this is a feed, by its type or by how it begins."""
    head = data[:_HEAD].lower()
    return media.partition(";")[0].strip().lower() in _MEDIA or (b"<html" not in head and any(start in head for start in _STARTS))


def feed(data: bytes, url: httpx.URL) -> Iterator[Listed | Raw]:
    """The pages behind a feed; an entry without a page is an article itself. Raises SourceUnreadable or SourceEmpty."""
    found = feedparser.parse(BytesIO(data), response_headers={"content-location": str(url)}, sanitize_html=False)
    if not found.version:
        reason = " ".join(str(found.get("bozo_exception") or "no channel in it").split())[:120]
        raise SourceUnreadable(f"{url} is no feed ({reason}): give the address of an RSS or Atom feed")
    if not found.entries:
        raise SourceEmpty(f"{url} is a feed without entries: wait for some, or give another")
    title = " ".join(str(found.feed.get("title") or "").split())
    for entry in found.entries:
        if (one := _listed(entry, url, title)) is not None:
            yield one


def _listed(entry: Any, url: httpx.URL, outlet: str) -> Listed | Raw | None:  # noqa: ANN401 - the library has no types
    day = published_on(entry.get("published")) or published_on(entry.get("updated")) or ""
    guess = {"title": " ".join(str(entry.get("title") or "").split()), "published": day, "author": _signed(entry)}
    link = str(entry.get("link") or "")
    if link.startswith(("http://", "https://")):
        return Listed(link, {name: value for name, value in guess.items() if value})
    content = max((str(one.get("value") or "") for one in entry.get("content") or []), key=len, default="")
    text = text_of(content or str(entry.get("summary") or ""))
    if not text:
        return None
    named = str(entry.get("id") or entry.get("title") or text[:80])
    source = f"{url}#{' '.join(named.split())}"
    said = {name: value for name, value in (guess | {"publisher": outlet}).items() if value}
    return Raw(source, text.encode(errors="replace"), ".txt", said, asked=source)


def _signed(entry: Any) -> str:  # noqa: ANN401 - the library has no types
    """Its authors' names; the address of one without."""
    mailed = _MAILED.fullmatch(str(entry.get("author") or ""))
    return author((mailed[1] or mailed[0]) if mailed else entry.get("authors")) or ""
