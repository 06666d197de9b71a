"""What the commands print: tables, JSON, and words that cannot move the cursor of a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer

from ontology.shown import visible

__all__ = ["bar", "complain", "print_json", "print_table", "say"]


def say(line: str = "") -> None:
    """Print a line."""
    typer.echo(visible(line))


def complain(line: str) -> None:
    """Print a line on standard error, under the program's name."""
    typer.echo(f"aigraph: {visible(line)}", err=True)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: drawn on a terminal, and tab-separated with a heading for another program."""
    cells = [[visible(cell) for cell in row] for row in (columns, *rows)]
    if sys.stdout.isatty():
        _draw(cells)
    else:
        typer.echo("\n".join("\t".join(row) for row in cells))


@contextmanager
def bar(total: Callable[[], int | None]) -> Iterator[Callable[[str], None]]:
    """One bar on standard error while a person looks at it; what it yields is told each thing that is done, in words.

    A ``total`` of None is one that nobody knows yet.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only a person sees it
    from rich.markup import escape  # noqa: PLC0415 - the same
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - the same

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("", total=total())
        yield lambda words: drawn.update(task, advance=1, description=escape(words))


def _draw(cells: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - slow to import, and seldom needed
    from rich.console import Console  # noqa: PLC0415 - the same
    from rich.table import Table  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    heading, *rows = cells
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in heading:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
