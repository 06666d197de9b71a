"""The figures of a store, computed once for each state of it."""

from __future__ import annotations

from threading import Lock

from graph.analysis.changes import Change, changes
from graph.analysis.communities import Community, communities
from graph.analysis.exposure import Chain, chains, exposure
from graph.lookup.links import claims_of_edges
from graph.names import any_edge
from graph.networks import Network, centrality, network
from graph.store import Store

__all__ = ["Analyst"]

_SPOKEN_OF = "MATCH ()-[r:{type}]->() WHERE r.last_seen >= $since AND left(r.last_seen, size($since)) > $since RETURN r.id AS id"
"""An edge's last date is that of its latest claim; each type has its index."""
_AT_ONCE = 1000


class Analyst:
    """Answers from the graph as it is now; what takes long is kept until the store's revision changes. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._revision = -1
        self._network: Network | None = None
        self._centrality: dict[str, dict[str, float]] | None = None
        self._communities: list[Community] | None = None

    @property
    def network(self) -> Network:
        """The whole graph."""
        with self._lock:
            return self._current()

    def centrality(self) -> dict[str, dict[str, float]]:
        """Degree, PageRank and betweenness of each entity."""
        with self._lock:
            of = self._current()
            if self._centrality is None:
                self._centrality = centrality(of)
            return self._centrality

    def communities(self) -> list[Community]:
        """The communities, the largest first."""
        with self._lock:
            of = self._current()
            if self._communities is None:
                self._communities = communities(of)
            return self._communities

    def exposure(self, entity: str, *, max_hops: int = 3) -> list[Chain]:
        """Who depends on the entity, and by which chain."""
        return exposure(self.network, entity, max_hops=max_hops)

    def chains(self, start: str, end: str, *, k: int = 5, max_hops: int = 6) -> list[Chain]:
        """How one entity depends on another."""
        return chains(self.network, start, end, k=k, max_hops=max_hops)

    def changes(self, since: str) -> list[Change]:
        """What is new since a date."""
        query = " UNION ALL ".join(_SPOKEN_OF.format(type=type_) for type_ in any_edge().split("|"))
        ids = sorted(row["id"] for row in self._store.stream(query, since=since))
        return changes((claims_of_edges(self._store, ids[n : n + _AT_ONCE]) for n in range(0, len(ids), _AT_ONCE)), since)

    def _current(self) -> Network:
        revision = self._store.revision()
        if self._network is None or revision != self._revision:
            self._network = network(self._store)
            self._revision, self._centrality, self._communities = revision, None, None
        return self._network
