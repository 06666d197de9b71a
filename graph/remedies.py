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
    uncertain: str
    """It went away in the moment when a change was made."""
    not_now: str
    """It answers, and does not let us work."""
    read_only: str
    """It may be read, and not written."""
    no_database: str
    """It does not have the one that is asked for."""
    full: str
    """Its disk is."""
    too_large: str
    """A query needs more memory than it has."""


_SENTENCES = {
    "refused": (
        "{uri} refuses the login: check the user and the password, or the token ({line})",
        "the embedded Neo4j at {uri} refuses its own password: 'aigraph store stop' ends it, and the next start puts it right ({line})",
    ),
    "unreachable": (
        "{uri} does not answer: start the Neo4j there, or check the address ({line})",
        "the embedded Neo4j at {uri} has ended or hangs: try again, which starts it, or see 'aigraph store status' ({line})",
    ),
    "uncertain": (
        "{uri} went away while a change was made: it is there whole or not at all, so try again ({line})",
        "the embedded Neo4j at {uri} ended while a change was made: it is there whole or not at all, so try again ({line})",
    ),
    "not_now": (
        "{uri} does not let us work: {line}",
        "the embedded Neo4j at {uri} does not let us work: 'aigraph store stop', then try again ({line})",
    ),
    "read_only": (
        "{uri} may only be read: say neo4j:// where it is a cluster, which finds the member that writes, or make it writable ({line})",
        "the embedded Neo4j at {uri} may only be read: 'aigraph store stop', then try again ({line})",
    ),
    "no_database": (
        "{uri} has no database {database!r}: create it, or name another ({line})",
        "the embedded Neo4j at {uri} cannot open its database: 'aigraph store stop', then try again ({line})",
    ),
    "full": (
        "the disk of {uri} is full: make room and try again",
        "the disk of the embedded Neo4j is full: make room and try again, or name a folder elsewhere in AIGRAPH_HOME",
    ),
    "too_large": (
        "the query needs more memory than {uri} allows it: ask for less, or narrow it with WHERE and LIMIT",
        "the query needs more memory than the embedded Neo4j has: ask for less, or narrow it with WHERE and LIMIT",
    ),
}
SERVER, EMBEDDED = (Remedies(**dict(zip(_SENTENCES, sentences, strict=True))) for sentences in zip(*_SENTENCES.values(), strict=True))
