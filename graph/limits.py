"""How much of a server one program takes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many connections a driver may have, and how many seconds it waits."""

    connections: int = 100
    connect: float = 5.0
    """For a server to take a connection and shake hands."""
    wait: float = 30.0
    """For one of the connections to be free."""
    retry: float = 120.0
    """Until what failed for a passing reason is tried no more, and a server that went away while it was written to waited for no more."""
