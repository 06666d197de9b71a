"""Whether the graph, written as RDF, fits the SHACL shapes of the ontology's own file."""

from __future__ import annotations

from collections.abc import Iterator

from graph.export import turtle
from graph.store import Store
from graph.validate import validate

__all__ = ["misfits"]


def misfits(store: Store) -> Iterator[str]:
    """What does not fit, one line each; all of the graph is in memory meanwhile."""
    for problem in validate("".join(turtle(store))).problems:
        found = f", found {problem.value}" if problem.value else ""
        yield f"{problem.focus}: {problem.path or 'shape'}: {problem.message}{found}"
