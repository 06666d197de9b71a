"""The command that asks in SPARQL."""

from __future__ import annotations

import json
import sys

from api.cli.output import print_table
from api.values import checked_names
from graph.sparql import BINDINGS, Sparql, kind_of
from graph.store import Store
from ontology.records import Json

__all__ = ["sparql"]


def sparql(store: Store, query: str, *, form: str, timeout: float) -> None:
    """Print the answer: of SELECT and ASK a table, of CONSTRUCT and DESCRIBE Turtle, or the form asked for."""
    forms = kind_of(query)
    offered = ("table", *forms) if forms == BINDINGS else tuple(forms)
    wanted = form or offered[0]
    checked_names("--format", [wanted], offered)
    asking = Sparql(store)
    try:
        body = asking.ask(query, "json" if wanted == "table" else wanted, timeout=timeout, size=sys.maxsize).body
    finally:
        asking.close()
    if wanted == "table":
        _print(json.loads(body))
    else:
        sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")


def _print(answer: Json) -> None:
    if "boolean" in answer:
        print_table(("answer",), [("yes" if answer["boolean"] else "no",)])
        return
    columns = answer["head"]["vars"]
    rows = [[str(row[name]["value"]) if name in row else "" for name in columns] for row in answer["results"]["bindings"]]
    print_table(columns, rows)
