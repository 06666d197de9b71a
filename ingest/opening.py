"""From an open file to the articles in it: itself, or those that it holds, however deep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import BinaryIO, cast

from ingest.containers.packed import budget_of
from ingest.errors import SourceError
from ingest.raw import Container, Raw, Source, Unread, Whole, bounded

__all__ = ["ARTICLES", "HOLDERS", "TABLES", "is_holder", "opened", "whole_of"]

ARTICLES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".mhtml", ".mht", ".docx", ".eml")
"""Files of one article."""
TABLES = (".jsonl", ".ndjson", ".csv", ".tsv")
"""Files with an article a line; in folders there are many that hold something else."""
HOLDERS = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".mbox", ".epub", ".warc", ".arc")
"""Files of several articles."""

_CONTAINERS = {
    ".zip": "archives:zipped",
    ".tar": "archives:tar",
    **dict.fromkeys((".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".txz"), "archives:unpacked"),
    ".mbox": "mailbox:mbox",
    ".epub": "book:book",
    ".warc": "warc:warc",
    ".arc": "warc:warc",
    **dict.fromkeys((".jsonl", ".ndjson"), "rows:json_lines"),
    **dict.fromkeys((".csv", ".tsv"), "rows:table"),
}
_MAGIC = (
    (0, b"PK\x03\x04", ".zip"),
    (0, b"PK\x05\x06", ".zip"),
    (0, b"\x1f\x8b", ".gz"),
    (0, b"BZh", ".bz2"),
    (0, b"\xfd7zXZ", ".xz"),
    (0, b"WARC/1.", ".warc"),
    (257, b"ustar", ".tar"),
    (30, b"mimetypeapplication/epub+zip", ".epub"),
    (0, b'{"', ".jsonl"),
)
_WARC = (".warc.gz", ".arc.gz")
_HEAD = 512
_DEEPEST = 3


def is_holder(name: str) -> bool:
    """Whether a file of this name holds several articles."""
    return name.lower().endswith((*HOLDERS, *TABLES))


def whole_of(file: BinaryIO, source: str, suffix: str, *, columns: Mapping[str, str], size: int) -> Whole:
    """An open file of so many bytes, as what is in it will be read."""
    return Whole(file, source, budget_of(size), suffix, columns)


def opened(whole: Whole) -> Source:
    """The articles in a file, unread ones in their places; what cannot be read to its end says so last."""
    container = _container(whole)
    try:
        if container is None:
            yield from _with_attached(Raw(whole.source, bounded(whole.file, whole.source), whole.suffix))
            return
        found = False
        for one in container(whole):
            for inner in _within(one, whole):
                found = True
                yield inner
    except SourceError as error:
        yield Unread(whole.source, str(error))
        return
    if not found:
        yield Unread(whole.source, f"{whole.source} holds no articles: it should hold files that end in {', '.join(ARTICLES)}")


def _within(one: Raw | Unread | Whole, whole: Whole) -> Source:
    """What a container gave: an article, another container, or a picture and the like, which are passed over."""
    if isinstance(one, Raw):
        whole.budget.take(len(one.data), whole.source)
        if one.suffix in ARTICLES:
            yield from _with_attached(one)
        elif one.suffix in _CONTAINERS:
            file = cast("BinaryIO", BytesIO(one.data))
            yield from _deeper(replace(whole, file=file, source=one.source, suffix=one.suffix, depth=whole.depth + 1))
    elif isinstance(one, Whole):
        yield from _deeper(one)
    else:
        yield one


def _with_attached(one: Raw) -> Source:
    if one.suffix != ".eml":
        yield one
        return
    from ingest.containers.attached import letters  # noqa: PLC0415 - loaded when it is needed

    yield from letters(one)


def _deeper(inner: Whole) -> Source:
    if inner.depth >= _DEEPEST:
        yield Unread(inner.source, f"{inner.source} lies {_DEEPEST} archives deep: unpack the outer ones")
    else:
        yield from opened(inner)


def _container(whole: Whole) -> Container | None:
    """Who opens it: known by its name, else by how it begins; loaded when it is needed."""
    suffix = _known(whole)
    if suffix is None:
        return None
    module, name = _CONTAINERS[suffix].split(":")
    found: Container = getattr(import_module(f"ingest.containers.{module}"), name)
    return found


def _known(whole: Whole) -> str | None:
    head = whole.file.read(_HEAD)
    whole.file.seek(0)
    if whole.source.lower().endswith(_WARC) and whole.suffix in _CONTAINERS:
        return ".warc"  # packed record by record: its own reader gives those before a fault
    if whole.suffix in _CONTAINERS:
        return whole.suffix
    if whole.suffix in ARTICLES:
        return None
    return next((suffix for place, magic, suffix in reversed(_MAGIC) if head.startswith(magic, place)), None)
