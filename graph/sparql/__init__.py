"""SPARQL over the graph's RDF, in a process of its own that can be stopped at any moment (docs/decisions/sparql.md)."""

from __future__ import annotations

from graph.sparql.asking import Answer, Sparql
from graph.sparql.forms import BINDINGS, TRIPLES, kind_of

__all__ = ["BINDINGS", "TRIPLES", "Answer", "Sparql", "kind_of"]
