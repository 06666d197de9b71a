"""CSV as ``neo4j-admin database import`` reads it: a header with types, text in quotes, nothing where there is no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from graph.errors import BadClaim

__all__ = ["BETWEEN", "Tables"]

BETWEEN = "\x1f"
"""What stands between the elements of an array: a character that no text has a use for."""


@dataclass(slots=True)
class Tables:
    """The files of one graph in a folder, opened when they get their first row.

    A column of ``numbers`` holds whole numbers in one file and decimal ones in another, because a CSV column has one type.
    """

    folder: Path
    longest: int = 0
    """Characters of the longest value."""
    rows: dict[str, int] = field(default_factory=dict)
    _files: dict[str, IO[str]] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def add(self, table: str, columns: Mapping[str, str], values: Sequence[object], *, numbers: Sequence[str] = ()) -> None:
        """One row; ``columns`` are the types by name, in order of the values."""
        name, types = table, dict(columns)
        for number in numbers:
            whole = isinstance(values[list(columns).index(number)], int)
            types[number] = "long" if whole else "double"
            name += f"-whole-{number}" if whole else ""
        if name not in self._files:
            self._start(name, types)
        self._files[name].write(",".join(map(self._field, values)) + "\n")
        self.rows[name] += 1

    def count(self, table: str) -> int:
        """How many rows a table has in all its files."""
        return sum(rows for name, rows in self.rows.items() if name.partition("-")[0] == table)

    def _start(self, name: str, types: Mapping[str, str]) -> None:
        file = self._open.enter_context((self.folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        self._files[name], self.rows[name] = file, 0
        file.write(",".join(f"{column}:{type_}".removesuffix(":") for column, type_ in types.items()) + "\n")

    def _field(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            if any(BETWEEN in element for element in value):
                raise BadClaim(
                    f"{value!r} holds the character U+001F, which CSV for neo4j-admin cannot: expected names and sources without it"
                )
            value = BETWEEN.join(value)
        if isinstance(value, str):
            self.longest = max(self.longest, len(value))
            return '"' + value.replace('"', '""') + '"'
        return str(value).lower() if isinstance(value, bool) else repr(value)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()
