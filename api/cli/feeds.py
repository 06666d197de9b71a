"""The file that says what ``aigraph watch`` reads, and how often: checked whole, before anything is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli.said import checked_language, checked_name
from api.errors import BadParameter, BadSetting
from ingest.containers.rows import columns_of
from ingest.errors import SourceError
from ingest.web.terms import is_address

__all__ = ["Feed", "read_feeds"]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SPAN = re.compile(r"(\d{1,6})([smhd])")
_LEAST, _MOST = 60, 366 * 86400
_EVERY, _SILENT = "1h", "3d"
_LONGEST_SHOWN = 60
_SAID = ("publisher", "lang", "columns")
_OF_ALL = ("every", "silent_after", *_SAID)
_OF_ONE = ("name", "from", *_OF_ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source by its name: paths and addresses, how often they are read, and after how long without an article it counts as silent.

    Both spans are in seconds. The rest is what the user says of its articles.
    """

    name: str
    paths: tuple[str, ...]
    every: float
    silent_after: float
    publisher: str | None = None
    lang: str | None = None
    columns: str | None = None


def read_feeds(path: Path) -> list[Feed]:
    """The sources of the file, in their order; raises BadSetting with the one thing that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise BadSetting(f"{path} cannot be read as TOML ({reason})") from error
    tables = data.pop("source", None)
    if not (isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables)):
        raise BadSetting(f'{path} names no source: expected tables [[source]], each with a name and from = "https://…"')
    common = _checked(str(path), data, _OF_ALL)
    feeds = [_feed(f"{path}, source {number}", table, common, path.parent) for number, table in enumerate(tables, start=1)]
    names = [feed.name for feed in feeds]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadSetting(f"{path} has two sources of the name {twice[0]!r}: give each its own, by which it is told of")
    return feeds


def _feed(where: str, table: Mapping[str, Any], common: dict[str, Any], folder: Path) -> Feed:
    own = _checked(where, table, _OF_ONE)
    for key in ("name", "from"):
        if key not in own:
            raise BadSetting(f"{where} has no {key}: expected a name, and from = an address, a path or a pattern, or a list of them")
    said: dict[str, Any] = {"every": _span("", "", _EVERY), "silent_after": _span("", "", _SILENT)} | common | own
    if said["silent_after"] < said["every"]:
        raise BadSetting(f"{where} ({said['name']}) is silent before it is read again: expected silent_after to be longer than every")
    paths = tuple(one if is_address(one) else str(folder / Path(one).expanduser()) for one in said.pop("from"))
    return Feed(paths=paths, **said)


def _checked(where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    if unknown := sorted(table.keys() - set(known)):
        raise BadSetting(f"{where} has {unknown[0][:_LONGEST_SHOWN]!r}: known are {', '.join(known)}")
    return {key: _CHECKS[key](where, key, value) for key, value in table.items()}


def _span(where: str, key: str, value: object) -> float:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if not _LEAST <= seconds <= _MOST:
        raise BadSetting(f'{where} has {key} = {_shown(value)}: expected a span from "1m" to "366d", a number with s, m, h or d')
    return float(seconds)


def _paths(where: str, key: str, value: object) -> list[str]:
    found = [value] if isinstance(value, str) else value
    if not (isinstance(found, list) and found and all(isinstance(one, str) and one.strip() and one != "-" for one in found)):
        raise BadSetting(f"{where} has {key} = {_shown(value)}: expected an address, a path or a pattern, or a list of them")
    return found


def _text(check: Callable[[str, str], object]) -> Callable[[str, str, object], object]:
    """A check of text that is made for options, telling of the file."""

    def checked(where: str, key: str, value: object) -> object:
        if not isinstance(value, str):
            raise BadSetting(f"{where} has {key} = {_shown(value)}: expected text")
        try:
            return check(f"{where}: {key}", value)
        except (BadParameter, SourceError) as error:
            raise BadSetting(str(error) if str(error).startswith(where) else f"{where}: {error}") from error

    return checked


def _columns(_: str, value: str) -> str:
    columns_of(value)
    return value


def _shown(value: object) -> str:
    return repr(value)[:_LONGEST_SHOWN]


_CHECKS: Mapping[str, Callable[[str, str, object], Any]] = {
    "name": _text(checked_name),
    "from": _paths,
    "every": _span,
    "silent_after": _span,
    "publisher": _text(checked_name),
    "lang": _text(checked_language),
    "columns": _text(_columns),
}
