"""Which Neo4j is new enough."""

from __future__ import annotations

import re

from graph.errors import StoreUnavailable

__all__ = ["OLDEST", "require_version"]

OLDEST = "5.26"
"""The LTS; calendar releases, ``2026.08.1``, count as later."""


def require_version(version: str, *, uri: str) -> None:
    """Raise StoreUnavailable when a Neo4j of this version lacks what the program's Cypher says."""
    if () < _parts(version) < _parts(OLDEST):
        raise StoreUnavailable(f"{uri} runs Neo4j {version}, which is too old: name one of {OLDEST} or later")


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:2]))
