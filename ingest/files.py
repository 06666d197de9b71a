"""Files and folders: which there are, and how they are opened without waiting for what is no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO, cast

from ingest.errors import SourceMissing, SourceUnreadable
from ingest.opening import ARTICLES, HOLDERS
from ingest.raw import Unread

__all__ = ["STDIN", "SUFFIXES", "find_sources", "open_file"]

SUFFIXES = (*ARTICLES, *HOLDERS)
"""What is read inside a folder; a file that is named itself may be called anything."""

STDIN = Path("-")
"""The path that stands for standard input."""

_WITHOUT_WAITING: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe would wait for its other end."""

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def find_sources(paths: Iterable[str | Path]) -> Iterator[Path | Unread]:
    """The files that these paths name, each once: files as they are, folders searched in order of name, ``-`` for standard input.

    A path with ``*``, ``?`` or ``[`` where nothing is called so is a pattern; ``**`` stands for any number of folders.
    """
    found: set[Path] = set()
    for given in paths:
        for one in _at(Path(given)):
            if isinstance(one, Unread) or one not in found:
                yield one
            if isinstance(one, Path):
                found.add(one)


def open_file(path: Path) -> BinaryIO:
    """A regular file, open; its kind is looked at before it is opened, and again after. Raises SourceError."""
    try:
        _check(path, path.stat())
        file = os.fdopen(os.open(path, os.O_RDONLY | _WITHOUT_WAITING), "rb")
    except FileNotFoundError as error:
        raise SourceMissing(_missing(path)) from error
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read ({error.strerror}): give a file that this user may read") from error
    try:
        _check(path, os.fstat(file.fileno()))
    except SourceUnreadable:
        file.close()
        raise
    return cast("BinaryIO", file)


def _at(path: Path) -> Iterator[Path | Unread]:
    if _is_folder(path):
        return _within(path)
    present = _present(path)
    if isinstance(present, Unread) and has_magic(str(path)) and "\0" not in str(path):
        return _matching(str(path))
    return iter((present,))


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


def _matching(pattern: str) -> Iterator[Path | Unread]:
    """The files that a pattern names, in order of name; folders among them are searched."""
    found = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - a path's own takes no absolute pattern
    files = {Path(name) for name in found if not Path(name).is_dir()}
    folders = [] if files else [Path(name) for name in found]
    if not found:
        yield Unread(pattern, f"{pattern!r} matches nothing: give a pattern as 'news/**/*.html', in quotation marks")
    yield from sorted(files)
    for folder in folders:
        yield from _within(folder)


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


def _check(path: Path, status: os.stat_result) -> None:
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), None)
    if kind is not None:
        raise SourceUnreadable(f"{path} is {kind}, not a file: give a text, Markdown, HTML or PDF file")


def _missing(path: Path) -> str:
    if path.is_symlink():
        return f"{path} is a link to {path.readlink()}, which does not exist: mend the link or give the file itself"
    return f"{path} does not exist: give the path of a file or folder"
