"""Things written as CSV, NDJSON, GraphML, Turtle and JSON-LD, a few lines at a time where the form allows it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import TypeVar

from api.forms.kinds import Kind, Table
from graph.export.graphml import graphml
from graph.export.turtle import PREFIXES, edge_turtle, entity_turtle
from graph.networks import network_of
from ontology.edges import Edge
from ontology.records import Entity, Json
from ontology.shown import json_line

__all__ = ["drawn", "json_ld", "lines", "listed", "written"]

ItemT = TypeVar("ItemT")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV injection)."""


def lines(form: str, items: Iterable[ItemT], kind: Kind[ItemT]) -> Iterator[str]:
    """The items in a form that has a line each: csv or ndjson."""
    if form == "ndjson":
        yield from (json_line(kind.shape(item)) + "\n" for item in items)
        return
    yield from _rows(map(kind.shape, items), kind.columns)


def listed(form: str, items: Iterable[Json], table: Table) -> str:
    """The items of an answer as csv or ndjson."""
    if form == "ndjson":
        return "".join(json_line(item) + "\n" for item in items)
    return "".join(_rows(map(table.row, items), table.columns))


def _rows(items: Iterable[Json], columns: Iterable[str]) -> Iterator[str]:
    yield _row(columns)
    for item in items:
        yield _row([_cell(_at(item, column)) for column in columns])


def written(form: str, items: Iterable[ItemT], kind: Kind[ItemT]) -> str:
    """The items in any form but JSON."""
    if form in ("csv", "ndjson"):
        return "".join(lines(form, items, kind))
    if form == "graphml":
        parts = [kind.drawn(item) for item in items] if kind.drawn else []
        return drawn(form, [e for entities, _ in parts for e in entities], [e for _, edges in parts for e in edges])
    turtle = PREFIXES + "".join(dict.fromkeys(kind.turtle(item) for item in items))
    return turtle if form == "turtle" else json_ld(turtle)


def drawn(form: str, entities: Iterable[Entity], edges: Iterable[Edge]) -> str:
    """Entities and the edges among them as GraphML, Turtle or JSON-LD."""
    if form == "graphml":
        return graphml(network_of(entities, edges))
    turtle = PREFIXES + "".join([*map(entity_turtle, entities), *map(edge_turtle, edges)])
    return turtle if form == "turtle" else json_ld(turtle)


def json_ld(turtle: str) -> str:
    """The same triples as JSON-LD."""
    from rdflib import Graph  # noqa: PLC0415 - slow to import, and seldom asked for

    graph = Graph().parse(data=turtle, format="turtle")
    context = {prefix: str(namespace) for prefix, namespace in graph.namespaces() if f"@prefix {prefix}:" in PREFIXES}
    text: str = graph.serialize(format="json-ld", context=context, auto_compact=False)
    return text


def _at(shaped: Json, column: str) -> object:
    value: object = shaped
    for name in column.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _cell(value: object) -> object:
    """A value as a cell: lists become one text, and no text is a formula."""
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    if isinstance(value, bool | None):
        return "" if value is None else json.dumps(value)
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else value


def _row(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
