"""Where articles come from: files, folders and standard input."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ingest.dates import edtf
from ingest.errors import SourceEmpty, SourceError, SourceMissing, SourceTooLarge, SourceUnreadable
from ingest.formats.content import Content
from ingest.formats.plain import plain
from ingest.language import language_code, language_of
from ingest.prose import blocks
from ontology.records import Article

__all__ = ["LARGEST", "STDIN", "SUFFIXES", "Unread", "find_sources", "read_article", "read_articles"]

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf")
"""What is read inside a folder; a file that is named itself may be called anything."""

LARGEST = 50 * 1024 * 1024
"""Bytes; an article is smaller by far."""

STDIN = Path("-")
"""The path that stands for standard input."""

_WITHOUT_WAITING: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe would wait for its other end."""

_LONGEST_TITLE = 200
_HEAD = 1024
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that gave no article; the reason is one line: the thing, what was found, what would be right."""

    source: str
    reason: str


def find_sources(paths: Iterable[str | Path]) -> Iterator[Path | Unread]:
    """The files that these paths name, each once: files as they are, folders searched in order of name, ``-`` for standard input."""
    found: set[Path] = set()
    for given in paths:
        path = Path(given)
        for one in _within(path) if _is_folder(path) else (_present(path),):
            if isinstance(one, Unread) or one not in found:
                yield one
            if isinstance(one, Path):
                found.add(one)


def read_article(path: Path) -> Article:
    """The article in a file; raises SourceError."""
    return _article(_bytes(path), str(path), path.suffix.lower())


def read_articles(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    publisher: str | None = None,
    published: str | None = None,
    lang: str | None = None,
) -> Iterator[Article | Unread]:
    """The articles at these paths, one at a time; what is given of publisher, date and language wins over what a file says.

    Raises SourceError at once when the date or language given is none.
    """
    given = {"publisher": publisher, "published": _date(published), "lang": _language(lang)}
    changes = {name: value for name, value in given.items() if value is not None}
    return _read_all(paths, stdin, changes)


def _read_all(paths: Iterable[str | Path], stdin: BinaryIO | None, changes: dict[str, str]) -> Iterator[Article | Unread]:
    for path in find_sources(paths):
        if isinstance(path, Unread):
            yield path
            continue
        try:
            article = _from_stdin(stdin) if path == STDIN else read_article(path)
            yield replace(article, **changes)
        except SourceError as error:
            yield Unread(str(path), str(error))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _present(path: Path) -> Path | Unread:
    """The path, unless nothing is there; what else is wrong with it shows when it is read."""
    if path == STDIN:
        return path
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Unread(str(path), f"{str(path)!r} does not exist: give the path of a file or folder")
    except OSError:
        return path
    return path


def _within(folder: Path) -> Iterator[Path | Unread]:
    """The articles in a folder and below; hidden ones are left alone, links to folders are not followed."""
    refused: list[Unread] = []
    count = 0
    for root, folders, names in os.walk(folder, onerror=lambda error: refused.append(_refused(error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                count += 1
                yield Path(root, name)
    yield from refused
    if not count and not refused:
        yield Unread(str(folder), f"{folder} is a folder without articles: it should hold files that end in {', '.join(SUFFIXES)}")


def _refused(error: OSError) -> Unread:
    return Unread(str(error.filename), f"{error.filename} cannot be opened ({error.strerror}): give this user the right to read it")


def _bytes(path: Path) -> bytes:
    """A regular file's bytes; its kind and size are looked at before it is opened, and again after."""
    try:
        _check(path, path.stat())
        with os.fdopen(os.open(path, os.O_RDONLY | _WITHOUT_WAITING), "rb") as file:
            _check(path, os.fstat(file.fileno()))
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise SourceMissing(_missing(path)) from error
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read ({error.strerror}): give a file that this user may read") from error
    _check_size(str(path), len(data))
    return data


def _check(path: Path, status: os.stat_result) -> None:
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), None)
    if kind is not None:
        raise SourceUnreadable(f"{path} is {kind}, not a file: give a text, Markdown, HTML or PDF file")
    _check_size(str(path), status.st_size)


def _check_size(source: str, size: int) -> None:
    if size > LARGEST:
        raise SourceTooLarge(f"{source} is larger than {LARGEST // 1024**2} MB: give one article a file")


def _missing(path: Path) -> str:
    if path.is_symlink():
        return f"{path} is a link to {path.readlink()}, which does not exist: mend the link or give the file itself"
    return f"{path} does not exist: give the path of a file or folder"


def _from_stdin(stdin: BinaryIO | None) -> Article:
    if stdin is None:
        raise SourceMissing("- stands for standard input, which is not at hand here: give the path of a file")
    data = stdin.read(LARGEST + 1)
    _check_size("standard input", len(data))
    return replace(_article(data, "standard input", ""), source=str(STDIN))


def _article(data: bytes, source: str, suffix: str) -> Article:
    if not data.strip():
        raise SourceEmpty(f"{source} is empty: an article has at least one sentence")
    content = _format(data, suffix)(data, source)
    return Article(
        text=content.text,
        source=source,
        title=content.title or _title(content.text),
        publisher=content.publisher,
        published=content.published,
        lang=content.lang or language_of(content.text),
    )


def _format(data: bytes, suffix: str) -> Callable[[bytes, str], Content]:
    """The reader of a format: by what a file starts with, then by its name; slow ones are loaded when they are needed."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"%pdf-") or suffix == ".pdf":
        from ingest.formats.pdf import pdf  # noqa: PLC0415 - slow to import, and texts need none of it

        return pdf
    if suffix in {".html", ".htm"} or (suffix == "" and head.startswith((b"<!doctype html", b"<html"))):
        from ingest.formats.web import web  # noqa: PLC0415 - the same

        return web
    return plain


def _title(text: str) -> str | None:
    """The first heading near the top, else a short first line; a kicker (one word, or capitals) gives way to the line under it."""
    first = blocks(text[:20_000])[:3]
    marked = [block.text for block in first if block.kind == "heading" and text[: block.offsets[0]].rstrip(" ").endswith("#")]
    short = [block.text for block in first[:2] if block.kind != "row" and len(block.text) <= _LONGEST_TITLE]
    if not marked and len(short) > 1 and (short[0].isupper() or " " not in short[0]):
        return short[1]
    return next(iter([*marked, *short[:1]]), None)


def _date(value: str | None) -> str | None:
    found = edtf(value)
    if value is not None and found is None:
        raise SourceError(f"{value!r} is no date of publication: give YYYY, YYYY-MM or YYYY-MM-DD")
    return found


def _language(value: str | None) -> str | None:
    found = language_code(value)
    if value is not None and found is None:
        raise SourceError(f"{value!r} is no language: give a code of ISO 639-1, as en or fr")
    return found
