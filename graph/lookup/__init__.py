"""The questions that REST, the command line and the browser ask; each a function of a store, each with a frozen answer."""

from __future__ import annotations

from graph.lookup.articles import article, articles, entity_articles
from graph.lookup.claims import article_claims, claim, claims, edge_claims, entity_claims
from graph.lookup.dates import ClaimDates, claim_dates, entity_dates
from graph.lookup.edges import changes, edge, edges, entity_edges
from graph.lookup.entities import called, entity, neighbour_counts, retraction, search, suggest
from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.links import claims_of_edges, entities_by_id, found
from graph.lookup.paths import paths
from graph.lookup.results import (
    FoundArticle,
    FoundClaim,
    FoundEdge,
    FoundEntity,
    FoundPath,
    Hop,
    NeighbourCount,
    Page,
    Stats,
    Subgraph,
)
from graph.lookup.stats import stats
from graph.lookup.subgraph import expanded, subgraph

__all__ = [
    "EVERYTHING",
    "ClaimDates",
    "EdgeFilter",
    "FoundArticle",
    "FoundClaim",
    "FoundEdge",
    "FoundEntity",
    "FoundPath",
    "Hop",
    "NeighbourCount",
    "Page",
    "Stats",
    "Subgraph",
    "article",
    "article_claims",
    "articles",
    "called",
    "changes",
    "claim",
    "claim_dates",
    "claims",
    "claims_of_edges",
    "edge",
    "edge_claims",
    "edges",
    "entities_by_id",
    "entity",
    "entity_articles",
    "entity_claims",
    "entity_dates",
    "entity_edges",
    "expanded",
    "found",
    "neighbour_counts",
    "paths",
    "retraction",
    "search",
    "stats",
    "subgraph",
    "suggest",
]
