"""Edges: one by id, those of an entity, the latest."""

from __future__ import annotations

from graph.lookup.cursors import page_of
from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.lookup.links import Link, claims_of_edges, edges_by_link, found, links_around
from graph.lookup.results import FoundEdge, Page
from graph.properties import rank_of
from graph.store import Store
from ontology.edges import edges_of, key_of

__all__ = ["edge", "entity_edges", "latest_edges"]

_ENDS = "MATCH (c:Claim {edge: $id}) RETURN c.subject AS subject, c.object AS object, c.relation AS relation LIMIT 1"
_LATEST = """
MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WHERE a.published >= $since
RETURN a.published AS date, c.edge AS id, c.subject AS subject, c.relation AS relation, c.object AS object ORDER BY a.published DESC
"""


def edge(store: Store, id_: str, *, as_of: str | None = None) -> FoundEdge | None:
    """The edge with this id, with its ends, or None; ``as_of`` a date: as it stood then, None when nobody had said it yet."""
    if as_of is not None:
        edges = edges_of(claims_of_edges(store, [id_], as_of=as_of))
    else:
        rows = store.ask(_ENDS, id=id_)
        ways = [(row["subject"], row["object"]) for row in rows] + [(row["object"], row["subject"]) for row in rows]
        edges = edges_by_link(store, [Link(id_, subject, "", object_, "") for subject, object_ in ways])[:1]
    return next(iter(found(store, edges)), None)


def entity_edges(
    store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundEdge]:
    """The entity's edges that fit, best-founded first (sources, claims, confidence, recency, id); raises BadCursor."""
    page = page_of(links_around(store, [entity_id], filters), place=lambda link: [link.rank], cursor=cursor, limit=limit)
    edges = edges_by_link(store, page.items, as_of=filters.as_of)
    return Page(items=found(store, edges), next=page.next, total=page.total)


def latest_edges(store: Store, *, since: str | None = None, limit: int = 50) -> tuple[FoundEdge, ...]:
    """The edges spoken of last, latest first; only those spoken of on or after ``since`` when it is given."""
    links: dict[str, Link] = {}
    dates: list[str] = []
    for row in store.stream(_LATEST, since=since or ""):  # by the index on dates, so that it may end here
        if len(dates) >= limit and row["date"] < dates[limit - 1]:
            break
        if row["id"] not in links:
            dates.append(row["date"])
            links[row["id"]] = Link(row["id"], *key_of(row["subject"], row["relation"], row["object"]), rank="")
    edges = sorted(edges_by_link(store, list(links.values())), key=rank_of)
    return found(store, sorted(edges, key=lambda edge: edge.last_seen or "", reverse=True)[:limit])
