"""What a query in Cypher may be at a door that only reads: Neo4j's own grammar, a list of what is allowed, and sizes."""

from __future__ import annotations

from graph.cypher.guard import only_reading

__all__ = ["only_reading"]
