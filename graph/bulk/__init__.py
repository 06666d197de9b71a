"""A graph as the files that ``neo4j-admin database import`` reads."""

from __future__ import annotations

from graph.bulk.build import ARGUMENTS, NO_ALIASES, Built, build, write_csv

__all__ = ["ARGUMENTS", "NO_ALIASES", "Built", "build", "write_csv"]
