"""What a source gives: the bytes of one article with where they came from, or why there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from ingest.errors import SourceTooLarge

__all__ = ["LARGEST", "Budget", "Container", "Raw", "Source", "Unread", "Whole", "bounded", "writable"]

LARGEST = 50 * 1024 * 1024
"""Bytes; an article is smaller by far."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that gave no article; the reason is one line: the thing, what was found, what would be right.

    ``passing`` tells that it may be had later without anybody doing anything.
    """

    source: str
    reason: str
    passing: bool = False

    def __post_init__(self) -> None:
        for name in ("source", "reason"):
            object.__setattr__(self, name, writable(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Raw:
    """One article before it is read; ``suffix`` names its format, as ``.html``.

    ``said`` is what whoever held it says of it (by the names of an article's fields), and wins over what the article says of
    itself; ``guess`` is what counts when the article says nothing. ``asked`` is the address that led to it, before any redirect.
    """

    source: str
    data: bytes = field(repr=False)
    suffix: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    guess: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""

    def __post_init__(self) -> None:
        for name in ("source", "asked"):
            object.__setattr__(self, name, writable(getattr(self, name)))
        for name in ("said", "guess"):
            object.__setattr__(self, name, {field: writable(value) for field, value in getattr(self, name).items()})


def writable(text: str) -> str:
    """The same; what is no Unicode in it, as in names of files, is written as an escape."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


Source: TypeAlias = Iterator[Raw | Unread]
"""Where articles come from: an iterator that never raises for what is wrong with one of them."""


@dataclass(slots=True)
class Budget:
    """How many bytes all that is in one file may unpack to, however deep it lies."""

    left: int

    def take(self, size: int, source: str) -> None:
        """Raise SourceTooLarge when it is used up."""
        self.left -= size
        if self.left < 0:
            raise SourceTooLarge(f"{source} unpacks to far more than its size allows: give the articles unpacked if they are to be trusted")


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that may hold several articles: open, at its start, and able to seek; ``columns`` maps fields to the columns of tables.

    ``depth`` is in how many others it lies.
    """

    file: BinaryIO = field(repr=False)
    source: str
    budget: Budget
    suffix: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    def within(self, name: str) -> str:
        """How a member of that name is called."""
        return f"{self.source}!/{name}"


Container: TypeAlias = Callable[[Whole], Iterator[Raw | Unread | Whole]]
"""Opens a file, in which there may be another; raises SourceError when the whole of it cannot be read, or not to its end."""


def bounded(file: BinaryIO, source: str) -> bytes:
    """The bytes of one article; raises SourceTooLarge before more is read than an article can have."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise SourceTooLarge(f"{source} is larger than {LARGEST // 1024**2} MB: give one article a file")
    return data
