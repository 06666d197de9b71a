"""Who is connected to a Neo4j."""

from __future__ import annotations

from graph.bolt import USER_AGENT
from graph.store import Store

__all__ = ["clients"]

_CONNECTIONS = """
CALL dbms.listConnections() YIELD connectionId, userAgent, clientAddress
WHERE userAgent <> $ours RETURN userAgent AS agent, clientAddress AS address ORDER BY agent, address
"""


def clients(store: Store) -> tuple[str, ...]:
    """Programs other than this one that are connected, each as it names itself, with its address: Neo4j Browser for instance."""
    return tuple(f"{row['agent']} from {row['address']}" for row in store.ask(_CONNECTIONS, ours=USER_AGENT))
