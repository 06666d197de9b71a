"""A Neo4j of the program's own, on loopback, from packages alone."""

from __future__ import annotations

from graph.embedded.engine import Connection, EngineStatus, attach, status, stop

__all__ = ["Connection", "EngineStatus", "attach", "status", "stop"]
