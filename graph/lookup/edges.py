"""Edges: one by id, those of an entity, all, the latest."""

from __future__ import annotations

from graph.lookup.cursors import AFTER_ALL, page_of, place_in, to_cursor
from graph.lookup.filters import EVERYTHING, WANTED, EdgeFilter, parameters
from graph.lookup.links import Link, claims_of_edges, edges_by_link, edges_then, found, links_around
from graph.lookup.results import FoundEdge, Page
from graph.names import any_edge
from graph.properties import edge_from_properties, entity_from, rank_of
from graph.store import Store
from ontology.edges import Edge, edges_of
from ontology.records import Json

__all__ = ["changes", "edge", "edges", "entity_edges"]

_ENDS = "MATCH (c:Claim {edge: $id}) RETURN c.subject AS subject, c.object AS object, c.relation AS relation LIMIT 1"
_FITS = WANTED.replace("other.type IN $type", "e.type IN $type OR other.type IN $type")
_ROW = "properties(r) AS r, properties(startNode(r)) AS s, properties(endNode(r)) AS o"
"""An edge with its ends."""
_AROUND = """
MATCH (e:Entity {{id: $id}})-[r:{types}]-(other:Entity) WHERE {wanted} WITH r ORDER BY r.rank WITH collect(r) AS found
RETURN size(found) AS total, [r IN [r IN found WHERE $after IS NULL OR r.rank > $after][..$limit] |
  {{r: properties(r), s: properties(startNode(r)), o: properties(endNode(r))}}] AS page
"""
_RANKED = """
MATCH (e:Entity)-[r:{types}]->(other:Entity) WHERE {wanted} AND ($after IS NULL OR r.rank > $after)
WITH r ORDER BY r.rank LIMIT $limit
RETURN {row} ORDER BY r.rank
"""
_SPOKEN_OF = """
MATCH (e:Entity)-[r:{types}]->(other:Entity) WHERE {wanted} AND r.last_seen >= $begin
AND (r.last_seen < $date OR (r.last_seen = $date AND r.rank > $after))
WITH r ORDER BY r.last_seen DESC, r.rank LIMIT $limit
RETURN {row} ORDER BY r.last_seen DESC, r.rank
"""
_LATEST = """
MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WHERE $begin <= a.published <= $date
WITH DISTINCT a.published AS date, c.edge AS id, c.subject AS subject, c.object AS object ORDER BY date DESC
MATCH (:Entity {{id: subject}})-[r:{types}]-(:Entity {{id: object}}) WHERE r.id = id AND r.last_seen = date
AND (date < $date OR r.rank > $after) WITH r, date ORDER BY date DESC, r.rank LIMIT $limit
RETURN {row} ORDER BY date DESC, r.rank
"""
"""The same without filters: by the index on dates, so that it ends with the page. A filter that few edges pass would make it the slower."""
_EVERY = "MATCH ()-[r:{types}]->() RETURN count(r) AS total"
_UNDATED = "RETURN COUNT { (a:Article) } - COUNT { (a:Article) WHERE a.published IS NOT NULL } AS number"
"""Both from what Neo4j keeps anyway: a count, and the index on dates. When all articles are dated, so are all edges."""
_NINES = str.maketrans("0123456789", "9876543210")
_HOW_MANY = "MATCH (e:Entity)-[r:{types}]->(other:Entity) WHERE {wanted} {more} RETURN count(r) AS total"
_NEW = "AND r.last_seen >= $begin"


def edge(store: Store, id_: str, *, as_of: str | None = None) -> FoundEdge | None:
    """The edge with this id, with its ends, or None; ``as_of`` a date: as it stood then, None when nobody had said it yet."""
    if as_of is not None:
        held = edges_of(claims_of_edges(store, [id_], as_of=as_of))
    else:
        rows = store.ask(_ENDS, id=id_)
        ways = [(row["subject"], row["object"]) for row in rows] + [(row["object"], row["subject"]) for row in rows]
        held = edges_by_link(store, [Link(id_, subject, "", object_, "") for subject, object_ in ways])[:1]
    return next(iter(found(store, held)), None)


def entity_edges(
    store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundEdge]:
    """The entity's edges that fit, best-founded first (sources, claims, confidence, recency, id); raises BadCursor."""
    if filters.as_of is not None:
        page = page_of(links_around(store, [entity_id], filters), place=lambda link: [link.rank], cursor=cursor, limit=limit)
        held = edges_by_link(store, page.items, as_of=filters.as_of)
        return Page(items=found(store, held), next=page.next, total=page.total)
    [after] = place_in(cursor, like=(str,)) if cursor else [None]
    query = _AROUND.format(types=any_edge(), wanted="true" if filters == EVERYTHING else WANTED)
    [row] = store.ask(query, id=entity_id, after=after, limit=limit + 1, **parameters(filters))
    return _page(row["page"], limit, row["total"], ("rank",))


def edges(store: Store, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50) -> Page[FoundEdge]:
    """All edges that fit, best-founded first; ``type`` is of either end; raises BadCursor."""
    if filters.as_of is not None:
        page = page_of(edges_then(store, filters), place=lambda edge: [rank_of(edge)], cursor=cursor, limit=limit)
        return Page(items=found(store, page.items), next=page.next, total=page.total)
    [after] = place_in(cursor, like=(str,)) if cursor else [None]
    rows = _asked(store, _RANKED, filters, after=after, limit=limit + 1)
    total = _every(store) if filters == EVERYTHING else _counted(store, filters)
    return _page(rows, limit, total, ("rank",))


def changes(
    store: Store, *, since: str | None = None, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundEdge]:
    """The edges that fit and were spoken of on or after a date, the latest first; the undated are left out; raises BadCursor."""
    if filters.as_of is not None:
        spoken = [edge for edge in edges_then(store, filters) if edge.last_seen and (since is None or edge.last_seen >= since)]
        page = page_of(spoken, place=_latest, cursor=cursor, limit=limit)
        return Page(items=found(store, page.items), next=page.next, total=page.total)
    date, after = place_in(cursor, like=(str, str)) if cursor else (AFTER_ALL, "")
    query, begin = _LATEST if filters == EVERYTHING else _SPOKEN_OF, since or ""
    rows = _asked(store, query, filters, begin=begin, date=date, after=after, limit=limit + 1)
    all_dated = filters == EVERYTHING and since is None and not store.ask(_UNDATED)[0]["number"]
    total = _every(store) if all_dated else _counted(store, filters, _NEW, begin=begin)
    return _page(rows, limit, total, ("last_seen", "rank"))


def _latest(edge: Edge) -> list[str | int]:
    return [f"{(edge.last_seen or '').translate(_NINES):9<10} {rank_of(edge)}"]


def _asked(store: Store, query: str, filters: EdgeFilter, **values: object) -> list[Json]:
    wanted = "true" if filters == EVERYTHING else _FITS
    return store.ask(query.format(types=any_edge(), wanted=wanted, row=_ROW), **values, **parameters(filters))


def _counted(store: Store, filters: EdgeFilter, more: str = "", **values: object) -> int:
    query = _HOW_MANY.format(types=any_edge(), wanted="true" if filters == EVERYTHING else _FITS, more=more)
    return int(store.ask(query, **values, **parameters(filters))[0]["total"])


def _every(store: Store) -> int:
    return int(store.ask(_EVERY.format(types=any_edge()))[0]["total"])


def _page(rows: list[Json], limit: int, total: int, place: tuple[str, ...]) -> Page[FoundEdge]:
    """Of rows that have an edge and its two ends each."""
    follows = to_cursor([rows[limit - 1]["r"][name] for name in place]) if len(rows) > limit else None
    shown = (
        FoundEdge(edge=edge_from_properties(row["r"]), subject=entity_from(row["s"]), object=entity_from(row["o"])) for row in rows[:limit]
    )
    return Page(items=tuple(shown), next=follows, total=total)
