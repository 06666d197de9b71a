"""What schemathesis needs to know of the API that no schema can say; docs/rest.md has the command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import schemathesis

STATEMENTS = ("RETURN 1 AS one", "MATCH (a)-[r:SUPPLIES]->(b) RETURN a, r, b LIMIT 10")
QUERIES = ("ASK { :nvidia aig:supplies :openai }", "SELECT ?who { :nvidia aig:supplies ?who } LIMIT 5")
GRAPHS = ("default-graph-uri", "named-graph-uri")
ADDRESS = re.compile(r"[a-z][a-z0-9]*:(//[a-z0-9.-]+)?[A-Za-z0-9/._~-]*(#[A-Za-z0-9/._~-]*)?")
LEISURE = 500
LARGEST = 900_000
BEYOND = 1 << 63
LONGEST = 20_000
"""A text within it, and not empty, is one that the description allows, as far as a schema can say: it names the language beside."""


def _allowed(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= LONGEST


def _wrong(text: object, known: tuple[str, ...]) -> bool:
    """Whether a schema allows a text that its language does not."""
    return _allowed(text) and text not in known


def _odd(query: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether a question in SPARQL is none, names a graph by what is no address, or gives hardly any time, which is a 504."""
    names = [name for place in (query, fields) for graphs in GRAPHS for name in _listed(place.get(graphs, []))]
    addressed = all(isinstance(name, str) and ADDRESS.fullmatch(name) for name in names)
    time = str(query.get("timeout_ms", LEISURE))
    hurried = time.isdigit() and 0 < int(time) < LEISURE
    return hurried or not addressed or any(_wrong(place.get("query"), QUERIES) for place in (query, fields))


def _whole(value: object) -> Iterator[int]:
    """The whole numbers in what JSON can hold."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _whole(item)
    elif isinstance(value, int):
        yield value


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@schemathesis.hook  # type: ignore[untyped-decorator]  # it is not installed here
def filter_case(context: object, case: Any) -> bool:  # noqa: ANN401, ARG001 - the tool's own
    """Not sent is what is refused, as the tests hold: made-up cursors, what is no Cypher or SPARQL, numbers beyond 64 bits, megabytes."""
    query = case.query if isinstance(case.query, dict) else {}
    fields = case.body if isinstance(case.body, dict) else {"query": case.body}
    made_up = "cursor" in query or _wrong(fields.get("statement"), STATEMENTS)
    large = len(json.dumps(fields, default=str)) > LARGEST
    beyond = any(not -BEYOND <= number < BEYOND for number in _whole(fields.get("parameters")))
    return not (large or made_up or beyond or (case.operation.path == "/sparql" and _odd(query, fields)))


@schemathesis.hook  # type: ignore[untyped-decorator]  # it is not installed here
def map_query(context: Any, query: Any) -> Any:  # noqa: ANN401 - the tool's own
    """A query becomes one that is SPARQL, and small."""
    return _spoken(query, "query", QUERIES) if context.operation.path == "/sparql" else query


@schemathesis.hook  # type: ignore[untyped-decorator]  # it is not installed here
def map_body(context: Any, body: Any) -> Any:  # noqa: ANN401 - the tool's own
    """The same for a body; and a statement becomes one that is Cypher."""
    if context.operation.path == "/sparql":
        return _spoken({"query": body}, "query", QUERIES)["query"] if isinstance(body, str) else _spoken(body, "query", QUERIES)
    return _spoken(body, "statement", STATEMENTS)


def _spoken(fields: Any, name: str, known: tuple[str, ...]) -> Any:  # noqa: ANN401 - the tool's own
    if isinstance(fields, dict) and _allowed(fields.get(name)):
        return {**fields, name: known[len(fields[name]) % len(known)]}
    return fields
