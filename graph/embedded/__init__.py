"""A Neo4j of the program's own, on loopback, from packages alone."""

from __future__ import annotations

from graph.embedded.backups import backup, restore
from graph.embedded.bulk import fill
from graph.embedded.engine import Connection, attach
from graph.embedded.jars import shown
from graph.embedded.lock import ROOT
from graph.embedded.state import EngineStatus, places_of, status, stop
from graph.embedded.users import User

__all__ = ["VERSION", "Connection", "EngineStatus", "User", "attach", "backup", "fill", "places_of", "restore", "shown", "status", "stop"]

VERSION = ROOT.rpartition(":")[2]
"""The version of the Neo4j that it runs."""
