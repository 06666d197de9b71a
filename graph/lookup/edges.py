"""Edges: one by id, those of an entity, all, the latest."""

from __future__ import annotations

from dataclasses import replace

from graph.lookup.cursors import AFTER_ALL, page_of, place_in, to_cursor
from graph.lookup.filters import EVERYTHING, EdgeFilter, is_stated, parameters, stated_article, wanted_edge
from graph.lookup.links import Link, claims_of_edges, edges_by_link, edges_then, found, links_around
from graph.lookup.results import FoundEdge, Page
from graph.names import any_edge, edge_type
from graph.properties import edge_from_properties, entity_from, rank_of
from graph.store import Store
from ontology.edges import Edge, edges_of
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["changes", "edge", "edges", "entity_edges"]

_ENDS = "MATCH (c:Claim {edge: $id}) RETURN c.subject AS subject, c.object AS object, c.relation AS relation LIMIT 1"
_ROW = "properties(r) AS r, properties(startNode(r)) AS s, properties(endNode(r)) AS o"
"""An edge with its ends."""
_RANKED = """
MATCH (e:Entity)-[r:{type}]->(other:Entity) WHERE r.rank > $after AND {wanted} WITH r ORDER BY r.rank LIMIT $limit RETURN r
"""
"""Of each type in the order of its index, so that it ends with the page."""
_BEST = f"CALL {{{{ {{ranked}} }}}} WITH r ORDER BY r.rank LIMIT $limit RETURN {_ROW} ORDER BY r.rank"
_AROUND = """
MATCH (e:Entity {{id: $id}})-[r:{types}]-(other:Entity) WHERE {wanted} WITH r ORDER BY r.rank WITH collect(r) AS found
RETURN size(found) AS total, [r IN [r IN found WHERE r.rank > $after][..$limit] |
  {{r: properties(r), s: properties(startNode(r)), o: properties(endNode(r))}}] AS page
"""
_SPOKEN_OF = f"""
MATCH (e:Entity)-[r:{{types}}]->(other:Entity) WHERE {{wanted}} AND r.last_seen >= $begin
AND (r.last_seen < $date OR (r.last_seen = $date AND r.rank > $after))
WITH r ORDER BY r.last_seen DESC, r.rank LIMIT $limit RETURN {_ROW} ORDER BY r.last_seen DESC, r.rank
"""
_LATEST = f"""
MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WHERE $begin <= a.published <= $date
WITH DISTINCT a.published AS date, c.edge AS id, c.subject AS subject, c.object AS object ORDER BY date DESC
MATCH (:Entity {{{{id: subject}}}})-[r:{{types}}]-(:Entity {{{{id: object}}}}) WHERE r.id = id AND r.last_seen = date
AND (date < $date OR r.rank > $after) WITH r, date ORDER BY date DESC, r.rank LIMIT $limit
RETURN {_ROW} ORDER BY date DESC, r.rank
"""
"""The same without filters: by the index on dates, so that it ends with the page. A filter that few edges pass would make it the slower."""
_NINES = str.maketrans("0123456789", "9876543210")
_EVERY = "MATCH ()-[r:{types}]->() RETURN count(r) AS total"
_HOW_MANY = "MATCH (e:Entity)-[r:{types}]->(other:Entity) WHERE {wanted} RETURN count(r) AS total"
_NEW = "CALL {{ {counted} }} RETURN sum(some) AS total"
_NEW_OF = "MATCH ()-[r:{type}]->() WHERE r.last_seen >= $begin RETURN count(r) AS some"
_HELD_BY = "MATCH (a:Article) WHERE {stated} MATCH (a)<-[:STATED_IN]-(c:Claim)"
_HELD = f"{_HELD_BY} RETURN count(DISTINCT c.edge) AS total"
"""An edge is what claims hold, so those of some articles count their edges."""
_FROM_HELD = f"""
{_HELD_BY} WITH DISTINCT c.edge AS id, c.subject AS subject, c.object AS object
MATCH (e:Entity {{{{id: subject}}}})-[r:{{types}}]-(other:Entity {{{{id: object}}}}) WHERE r.id = id AND {{wanted}}
"""
_HOW_MANY_BY = f"{_FROM_HELD} RETURN count(r) AS total"
_RANKED_BY = f"""
{_FROM_HELD} AND r.rank > $after WITH r ORDER BY r.rank LIMIT $limit RETURN {_ROW} ORDER BY r.rank
"""
"""The same from the articles, where few edges are theirs."""
_FEW = 5_000


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
    [after] = place_in(cursor, like=(str,)) if cursor else [""]
    query = _AROUND.format(types=_types(filters), wanted=wanted_edge(filters))
    [row] = store.ask(query, id=entity_id, after=after, limit=limit + 1, **parameters(filters))
    return _page(row["page"], limit, row["total"], ("rank",))


def edges(store: Store, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50) -> Page[FoundEdge]:
    """All edges that fit, best-founded first; ``type`` is of either end; raises BadCursor."""
    if filters.as_of is not None:
        page = page_of(edges_then(store, filters), place=lambda edge: [rank_of(edge)], cursor=cursor, limit=limit)
        return Page(items=found(store, page.items), next=page.next, total=page.total)
    [after] = place_in(cursor, like=(str,)) if cursor else [""]
    total = _counted(store, filters)
    rows = store.ask(_best(filters, total), after=after, limit=limit + 1, **parameters(filters)) if total else []
    return _page(rows, limit, total, ("rank",))


def _best(filters: EdgeFilter, total: int) -> str:
    """The query for the best-founded edges that fit, of which there are so many."""
    if is_stated(filters) and total <= _FEW:
        others = _either_end(_but_stated(filters))
        return _RANKED_BY.format(stated=stated_article(filters), types=_types(filters), wanted=others)
    each = (_RANKED.format(type=type_, wanted=_either_end(filters)) for type_ in _types(filters).split("|"))
    return _BEST.format(ranked=" UNION ALL ".join(each))


def changes(
    store: Store, *, since: str | None = None, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundEdge]:
    """The edges that fit and were spoken of on or after a date, the latest first; the undated are left out; raises BadCursor."""
    if filters.as_of is not None:
        spoken = [edge for edge in edges_then(store, filters) if edge.last_seen and (since is None or edge.last_seen >= since)]
        page = page_of(spoken, place=_latest, cursor=cursor, limit=limit)
        return Page(items=found(store, page.items), next=page.next, total=page.total)
    date, after = place_in(cursor, like=(str, str)) if cursor else (AFTER_ALL, "")
    query = (_LATEST if filters == EVERYTHING else _SPOKEN_OF).format(types=_types(filters), wanted=_either_end(filters))
    asked = parameters(filters) | {"begin": since or ""}
    rows = store.ask(query, date=date, after=after, limit=limit + 1, **asked)
    return _page(rows, limit, _counted_since(store, filters, since or ""), ("last_seen", "rank"))


def _latest(edge: Edge) -> list[str | int]:
    return [f"{(edge.last_seen or '').translate(_NINES):9<10} {rank_of(edge)}"]


def _but_stated(filters: EdgeFilter) -> EdgeFilter:
    return replace(filters, publisher=(), since=None, until=None)


def _types(filters: EdgeFilter) -> str:
    """The types of edges of these relations, for a pattern."""
    known = all(name in ontology().relations for name in filters.relation)
    return ("|".join(map(edge_type, filters.relation)) if known else "") or any_edge()


def _by_type(filters: EdgeFilter) -> bool:
    """Whether the types say all that is asked."""
    return filters == EVERYTHING or (filters == EdgeFilter(relation=filters.relation) and _types(filters) != any_edge())


def _either_end(filters: EdgeFilter) -> str:
    """The condition on an edge that is not seen from one end: a type is of either."""
    return wanted_edge(filters).replace("other.type IN $type", "(e.type IN $type OR other.type IN $type)")


def _counted(store: Store, filters: EdgeFilter) -> int:
    """How many edges fit, by what Neo4j has counted already where that says it."""
    query = _HOW_MANY
    if _by_type(filters):
        query = _EVERY
    elif filters == EdgeFilter(publisher=filters.publisher, since=filters.since, until=filters.until):
        query = _HELD
    elif is_stated(filters):
        query = _HOW_MANY_BY
    names = {"types": _types(filters), "wanted": _either_end(_but_stated(filters)), "stated": stated_article(filters)}
    return int(store.ask(query.format(**names), **parameters(filters))[0]["total"])


def _counted_since(store: Store, filters: EdgeFilter, begin: str) -> int:
    """How many of those were spoken of since a date."""
    types, wanted = _types(filters), _either_end(filters)
    query = _HOW_MANY.format(types=types, wanted=f"r.last_seen >= $begin AND {wanted}")
    if _by_type(filters):
        query = _NEW.format(counted=" UNION ALL ".join(_NEW_OF.format(type=type_) for type_ in types.split("|")))
    return int(store.ask(query, begin=begin, **parameters(filters))[0]["total"])


def _page(rows: list[Json], limit: int, total: int, place: tuple[str, ...]) -> Page[FoundEdge]:
    """Of rows that have an edge and its two ends each."""
    follows = to_cursor([rows[limit - 1]["r"][name] for name in place]) if len(rows) > limit else None
    shown = (
        FoundEdge(edge=edge_from_properties(row["r"]), subject=entity_from(row["s"]), object=entity_from(row["o"])) for row in rows[:limit]
    )
    return Page(items=tuple(shown), next=follows, total=total)
