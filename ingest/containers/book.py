"""EPUB: each chapter is an article. An EPUB is a ZIP archive with a list of its chapters (https://www.w3.org/TR/epub-33/)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ingest.containers.archives import size_of
from ingest.containers.packed import check_sizes
from ingest.dates import published_on
from ingest.errors import SourceEmpty, SourceError, SourceProtected, SourceUnreadable
from ingest.formats.markup import text_of
from ingest.frontmatter import words
from ingest.language import language_code
from ingest.raw import Raw, Source, Whole
from ingest.signed import author

__all__ = ["book"]

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html"))
_FEWEST_WORDS = 40
"""A cover, a title page or a list of contents has fewer, or has no sentence."""


def book(whole: Whole) -> Source:
    """The chapters of a book in their order, with what the book says of publisher, author, date and language."""
    try:
        with zipfile.ZipFile(whole.file) as archive:
            check_sizes(archive.infolist(), size_of(whole.file), whole.source)
            if _LOCKS in archive.namelist() and b"EncryptedKey" in archive.read(_LOCKS):
                raise SourceProtected(f"{whole.source} is a book under lock (DRM): give one without")
            yield from _chapters(archive, whole)
    except SourceError:
        raise
    except (zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, IndexError, EOFError, NotImplementedError, RuntimeError) as error:
        found = " ".join(str(error).split())[:120] or type(error).__name__
        raise SourceUnreadable(f"{whole.source} is a broken EPUB ({found}): fetch it anew, or give its text") from error


def _chapters(archive: zipfile.ZipFile, whole: Whole) -> Source:
    place = _xml(archive, _CONTAINER).find(".//{*}rootfile").get("full-path")
    package = _xml(archive, place)
    said = _said(package)
    files = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
    found = 0
    for ref in package.iterfind(".//{*}spine/{*}itemref"):
        item = files.get(ref.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(item.get("href") or "")))
        text = text_of(archive.read(name))
        if len(text.split()) >= _FEWEST_WORDS:
            found += 1
            yield Raw(whole.within(name), text.encode(errors="replace"), ".txt", said)
    if not found:
        raise SourceEmpty(f"{whole.source} is a book without text: an article has at least one sentence")


def _said(package: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    def every(name: str) -> list[str | None]:
        return [words(node.text) for node in package.iterfind(f".//{{http://purl.org/dc/elements/1.1/}}{name}")]

    def first(name: str) -> str | None:
        return next(iter(every(name)), None)

    publisher = first("publisher") or first("title")
    values = {"publisher": publisher, "published": published_on(first("date")), "lang": language_code(first("language"))}
    values["author"] = author(every("creator"))
    return {name: value for name, value in values.items() if value}


def _xml(archive: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - the same
    return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
