"""Sitemaps (https://www.sitemaps.org/protocol.html): the pages of a site, packed or not, and sitemaps of sitemaps."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any

import httpx2 as httpx
from lxml import etree

from ingest.containers.packed import Unpacked
from ingest.dates import published_on
from ingest.errors import SourceEmpty, SourceUnreadable
from ingest.raw import bounded
from ingest.web.feeds import Listed

__all__ = ["is_sitemap", "sitemap"]

_STARTS = (b"<urlset", b"<sitemapindex")
_GZIP = b"\x1f\x8b"
_HEAD = 2048


def is_sitemap(media: str, data: bytes) -> bool:
    """Whether this is a sitemap, by how it begins; a packed one is known by its type and what is in it."""
    del media
    head = _unpacked_head(data) if data.startswith(_GZIP) else data[:_HEAD]
    return any(start in head for start in _STARTS)


def sitemap(data: bytes, url: httpx.URL) -> Iterator[Listed]:
    """The pages, and further sitemaps, that a sitemap names; raises SourceUnreadable or SourceEmpty."""
    try:
        if data.startswith(_GZIP):
            packed = BytesIO(data)
            with gzip.open(packed) as stream:
                data = bounded(BufferedReader(Unpacked(stream, packed, str(url))), str(url))
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except (etree.LxmlError, ValueError, OSError, EOFError, zlib.error) as error:
        raise SourceUnreadable(f"{url} is a broken sitemap ({' '.join(str(error).split())[:120]}): give another") from error
    pages = [] if root is None else [node for node in root if isinstance(node.tag, str) and node.find("{*}loc") is not None]
    if not pages:
        raise SourceEmpty(f"{url} is a sitemap without pages: give another")
    for node in pages:
        address = " ".join((node.findtext("{*}loc") or "").split())
        yield Listed(str(url.join(address)), _guess(node))


def _guess(node: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    """What a sitemap of news says of a page; the last change is no date of publication."""
    said = {
        "title": " ".join((node.findtext(".//{*}news/{*}title") or "").split()),
        "published": published_on(node.findtext(".//{*}publication_date")) or "",
        "publisher": " ".join((node.findtext(".//{*}publication/{*}name") or "").split()),
    }
    return {name: value for name, value in said.items() if value}


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _HEAD)
    except zlib.error:
        return b""
