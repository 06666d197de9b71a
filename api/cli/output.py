"""What the commands print: tables, JSON, and words that cannot move the cursor of a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

import typer

__all__ = ["complain", "json_line", "print_json", "print_table", "say", "visible"]

_HIDDEN = ("Cc", "Cf", "Cs")
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def visible(text: str) -> str:
    """The text in one line, without control, bidi and other characters that are no words but change how words look."""
    return "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c) not in _HIDDEN)


def say(line: str = "") -> None:
    """Print a line."""
    typer.echo(visible(line))


def complain(line: str) -> None:
    """Print a line on standard error, under the program's name."""
    typer.echo(f"aigraph: {visible(line)}", err=True)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def json_line(value: object) -> str:
    """A value as JSON in what every reader takes for one line: some end lines at U+0085, U+2028 and U+2029 too."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: drawn on a terminal, and tab-separated with a heading for another program."""
    cells = [[visible(cell) for cell in row] for row in (columns, *rows)]
    if sys.stdout.isatty():
        _draw(cells)
    else:
        typer.echo("\n".join("\t".join(row) for row in cells))


def _draw(cells: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - slow to import, and seldom needed
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    heading, *rows = cells
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in heading:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
