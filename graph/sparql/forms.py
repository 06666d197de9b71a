"""What a query in SPARQL asks for, seen before it is run, and the forms of its answer."""

from __future__ import annotations

import re

from graph.errors import QueryRefused

__all__ = ["BINDINGS", "TRIPLES", "kind_of", "names_graphs"]

BINDINGS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""The answers to SELECT and ASK."""
TRIPLES = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""The answers to CONSTRUCT and DESCRIBE."""

_LONGEST = 20_000
_KINDS = {"select": BINDINGS, "ask": BINDINGS, "construct": TRIPLES, "describe": TRIPLES}
_WRITES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add"}
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r'''
    """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\' | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\s]*> | \#[^\n\r]* | [?$@][\w-]* | [\w.-]*:[\w.:%-]* | (?P<word>\w+)
    ''',
    re.VERBOSE | re.DOTALL,
)
"""Texts, addresses, comments, variables, prefixed names; and what is none of them."""


def kind_of(query: str) -> dict[str, str]:
    """The forms of answer that the query can have; raises QueryRefused for what only reading within the graph does not take."""
    if len(query) > _LONGEST:
        raise QueryRefused(f"the query has {len(query)} characters: at most {_LONGEST} are taken")
    words = _words(query)
    if "service" in words:
        raise QueryRefused("SERVICE is off: a query is answered from this graph alone; leave it out")
    first = next((word for word in words if word in _KINDS or word in _WRITES), None)
    if first in _WRITES:
        raise QueryRefused(f"{first.upper()} writes: SPARQL only reads here; articles are added by 'aigraph ingest'")
    if first is None:
        raise QueryRefused("it is no query in SPARQL: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    return _KINDS[first]


def names_graphs(query: str) -> bool:
    """Whether the query itself says, by FROM, which graphs it asks."""
    return "from" in _words(query)


def _words(query: str) -> list[str]:
    return [match["word"].casefold() for match in _TOKEN.finditer(_unescaped(query)) if match["word"]]


def _unescaped(query: str) -> str:
    """Characters by number count wherever they stand: the letters of a keyword, too, can be written so."""
    return _ESCAPED.sub(_character, query)


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last of Unicode
