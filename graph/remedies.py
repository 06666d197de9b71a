"""What to do when a Neo4j fails: other things for the embedded one than for a server of the user's."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EMBEDDED", "SERVER", "Remedies"]


@dataclass(frozen=True, slots=True)
class Remedies:
    """Sentences for what goes wrong; ``{uri}``, ``{database}`` and ``{line}``, the error's own words, are filled in."""

    refused: str
    """The login is."""
    unreachable: str
    """Nobody answers."""
    not_now: str
    """It answers, and does not let us work."""
    no_database: str
    """It does not have the one that is asked for."""
    full: str
    """Its disk is."""
    too_large: str
    """A query needs more memory than it has."""


SERVER = Remedies(
    refused="{uri} refuses the login: check the user and the password, or the token ({line})",
    unreachable="{uri} does not answer: start the Neo4j there, or check the address ({line})",
    not_now="{uri} does not let us work: {line}",
    no_database="{uri} has no database {database!r}: create it, or name another ({line})",
    full="the disk of {uri} is full: make room and try again",
    too_large="the query needs more memory than {uri} allows it: ask for less, or narrow it with WHERE and LIMIT",
)
EMBEDDED = Remedies(
    refused="the embedded Neo4j at {uri} refuses its own password: 'aigraph store stop' ends it, and the next start puts it right ({line})",
    unreachable="the embedded Neo4j at {uri} has ended or hangs: try again, which starts it, or see 'aigraph store status' ({line})",
    not_now="the embedded Neo4j at {uri} does not let us work: 'aigraph store stop', then try again ({line})",
    no_database="the embedded Neo4j at {uri} cannot open its database: 'aigraph store stop', then try again ({line})",
    full="the disk of the embedded Neo4j is full: make room and try again, or name a folder elsewhere in AIGRAPH_HOME",
    too_large="the query needs more memory than the embedded Neo4j has: ask for less, or narrow it with WHERE and LIMIT",
)
