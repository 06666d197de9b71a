"""What can be computed on the graph as a whole; each with its meaning in a sentence, and where that comes from."""

from __future__ import annotations

import networkx as nx

from graph.analysis.analyst import Analyst
from graph.analysis.changes import Change, changes
from graph.analysis.communities import Community, communities, community_of
from graph.analysis.exposure import Chain, chains, exposure
from graph.analysis.meanings import MEANINGS, Meaning
from graph.networks import Network, centrality

__all__ = [
    "MEANINGS",
    "Analyst",
    "Chain",
    "Change",
    "Community",
    "Meaning",
    "centrality",
    "chains",
    "changes",
    "communities",
    "community_of",
    "exposure",
    "with_figures",
]


def with_figures(of: Network) -> Network:
    """A copy whose entities bear degree, PageRank, betweenness and the number of their community, for exports."""
    figures, groups = centrality(of), community_of(of)
    copied: Network = nx.MultiDiGraph(of)
    for id_, data in copied.nodes(data=True):
        data |= {**figures[id_], "community": groups[id_]}
    return copied
