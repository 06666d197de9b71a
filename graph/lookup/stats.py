"""How much there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.lookup.results import Stats
from graph.names import any_edge
from graph.store import Store
from ontology.vocabulary import ontology

__all__ = ["stats"]

_ARTICLES = """
MATCH (a:Article)
RETURN count(a) AS articles, min(a.published) AS first, max(a.published) AS last, count(DISTINCT a.publisher) AS publishers
"""
_GROUPS = {
    "languages": "MATCH (a:Article) RETURN coalesce(a.lang, '') AS name, count(*) AS number",
    "types": "MATCH (e:Entity) RETURN e.type AS name, count(*) AS number",
    "relations": "MATCH (:Entity)-[r:{types}]->() RETURN r.relation AS name, count(*) AS number",
    "certainties": "MATCH (:Entity)-[r:{types}]->() RETURN r.certainty AS name, count(*) AS number",
    "phases": "MATCH (:Entity)-[r:{types}]->() RETURN r.phase AS name, count(*) AS number",
    "contradicted": "MATCH (:Entity)-[r:{types}]->() WHERE r.contradicted RETURN '' AS name, count(*) AS number",
    "claims": "MATCH (:Claim) RETURN count(*) AS number",
}


def stats(store: Store) -> Stats:
    """Counts by kind (types, relations, certainties and phases are of entities and edges), and the graph's hash."""
    terms, articles = ontology(), store.ask(_ARTICLES)[0]
    counts = {kind: _counted(store, query) for kind, query in _GROUPS.items()}
    return Stats(
        articles=articles["articles"],
        claims=counts["claims"].get("", 0),
        entities=sum(counts["types"].values()),
        edges=sum(counts["relations"].values()),
        types=_all(terms.entity_types, counts["types"]),
        relations=_all(terms.relations, counts["relations"]),
        certainties=_all(terms.certainties, counts["certainties"]),
        phases=_all(terms.phases, counts["phases"]),
        languages=counts["languages"],
        publishers=articles["publishers"],
        contradicted=counts["contradicted"].get("", 0),
        first_published=articles["first"],
        last_published=articles["last"],
        graph_hash=store.graph_hash(),
    )


def _counted(store: Store, query: str) -> dict[str, int]:
    rows = store.ask(query.replace("{types}", any_edge()))
    return {row.get("name", ""): row["number"] for row in sorted(rows, key=lambda row: str(row.get("name", "")))}


def _all(names: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in names}
