"""What each figure means."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MEANINGS", "Meaning"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A figure in one sentence, and the paper that it comes from."""

    meaning: str
    source: str


MEANINGS = {
    "exposure": Meaning(
        "Who would feel it if this entity failed: all that depend on it within so many hops, nearest first, each by its surest "
        "chain, whose score is the product of its edges' confidences.",
        "breadth-first search: Moore, The shortest path through a maze, 1959",
    ),
    "chains": Meaning(
        "How one entity depends on another: the shortest chains of dependence between them, the surest first among equals.",
        "k shortest simple paths: Yen, Finding the k shortest loopless paths in a network, 1971",
    ),
    "degree": Meaning(
        "How many edges an entity has: how much the articles say of it.",
        "Freeman, Centrality in social networks: conceptual clarification, 1979",
    ),
    "pagerank": Meaning(
        "How often a walk that follows edges at random, and starts anew one time in seven, stands at the entity: how close it is to "
        "what is itself well connected.",
        "Brin and Page, The anatomy of a large-scale hypertextual Web search engine, 1998",
    ),
    "betweenness": Meaning(
        "On what share of the shortest paths between two others the entity lies: who is a go-between.",
        "Brandes, A faster algorithm for betweenness centrality, 2001; sampled above 200 entities: Brandes and Pich 2007",
    ),
    "communities": Meaning(
        "Groups with more edges inside, by their confidence, than chance would put there.",
        "Blondel et al., Fast unfolding of communities in large networks, 2008; modularity: Newman and Girvan 2004",
    ),
    "changes": Meaning(
        "Edges that nobody had stated by a date and somebody has since, and those whose certainty, phase or contradiction is another now; "
        "by date of publication, undated articles left out.",
        "valid time as of a moment: Snodgrass and Ahn, A taxonomy of time in databases, 1985",
    ),
}
