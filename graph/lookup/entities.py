"""Entities: one by id, a search over names and aliases, counts of their neighbours."""

from __future__ import annotations

from operator import itemgetter

from graph.lookup.cursors import place_in, to_cursor
from graph.lookup.filters import EVERYTHING, EdgeFilter, parameters, wanted_edge
from graph.lookup.links import Link, entities_by_id, links_around
from graph.lookup.results import FoundEntity, NeighbourCount, Page
from graph.names import any_edge, folded
from graph.properties import entity_from
from graph.reports import Retraction
from graph.store import Store
from ontology.records import Entity, Json
from ontology.vocabulary import ontology

__all__ = ["called", "entity", "neighbour_counts", "retraction", "search", "suggest"]

_LONGEST_NAME = 300
"""A longer one is looked up nowhere: of a word of a thousand letters Lucene makes no query."""
_FOUND = """
CALL (e) {{ MATCH (e)<-[:SUBJECT|OBJECT]-()-[:STATED_IN]->(a) RETURN count(DISTINCT a) AS articles }}
RETURN properties(e) AS e, COUNT {{ (e)-[:{types}]-() }} AS edges, COUNT {{ (e)<-[:SUBJECT|OBJECT]-() }} AS claims, articles
"""
_NEIGHBOURS = """
MATCH (e:Entity {{id: $id}})-[r:{types}]-(other:Entity) WHERE {wanted}
WITH r, other, CASE WHEN r.relation IN $symmetric THEN 'both' WHEN r.subject = $id THEN 'out' ELSE 'in' END AS direction
RETURN r.relation AS relation, direction, other.type AS type, count(r) AS edges, count(DISTINCT other) AS neighbours
"""
_BY_NAME = "CALL db.index.fulltext.queryNodes('entity_search', $lucene) YIELD node AS e"
_TYPED = "WHERE e.type IN $type"
_MOST_SPOKEN_OF = """
WITH e, COUNT {{ (e)<-[:SUBJECT]-() }} + COUNT {{ (e)<-[:OBJECT]-() }} AS claims {after}
WITH e, claims ORDER BY claims DESC, e.id LIMIT $limit WITH e, [0, -claims, e.id] AS place
"""
"""Two degrees, which each node keeps by type, and two keys: the order of all costs less than by places."""
_AFTER = "WHERE -claims > $after[1] OR (-claims = $after[1] AND e.id > $after[2])"
_PLACED = """
WITH e, split(e.search, '\\n') AS names, COUNT { (e)<-[:SUBJECT|OBJECT]-() } AS claims
WITH e, [CASE WHEN names[0] = $q THEN 0 WHEN names[0] STARTS WITH $q THEN 1 WHEN $q IN names THEN 2
    WHEN any(name IN names WHERE name STARTS WITH $q) THEN 3 ELSE 4 END, -claims, e.id] AS place
WHERE $after IS NULL OR place > $after WITH e, place ORDER BY place LIMIT $limit
"""


def entity(store: Store, id_: str) -> FoundEntity | None:
    """The entity with this id, or None."""
    rows = store.ask(f"MATCH (e:Entity {{id: $id}}) {_FOUND.format(types=any_edge())}", id=id_)
    return next((_found(row) for row in rows), None)


def called(store: Store, name: str) -> Entity | None:
    """The one entity that has this name or alias, accents and case ignored; None when there is none, or several."""
    words = folded(name)
    if not words or len(words) > _LONGEST_NAME:
        return None
    rows = store.ask(f"{_BY_NAME} WHERE $q IN split(e.search, '\\n') RETURN properties(e) AS e LIMIT 2", q=words, lucene=_lucene(words))
    return entity_from(rows[0]["e"]) if len(rows) == 1 else None


def retraction(store: Store, id_: str) -> Retraction | None:
    """Why the article, claim, edge or entity with this id is gone; None when it never was, or is there."""
    rows = store.ask("MATCH (t:Retraction {id: $id}) RETURN t.id AS id, t.reason AS reason", id=id_)
    return next((Retraction(**row) for row in rows), None)


def search(
    store: Store,
    q: str = "",
    *,
    type: tuple[str, ...] = (),  # noqa: A002 - its name everywhere
    cursor: str | None = None,
    limit: int = 50,
) -> Page[FoundEntity]:
    """Entities one of whose names has every word of ``q`` (accents and case ignored, the last word may be a beginning).

    The order: the name itself, a name that begins so, an alias, an alias that begins so, the rest; then by number of claims.
    With an empty ``q``, all entities by number of claims. Raises BadCursor.
    """
    words = folded(q)
    if (q.strip() and not words) or len(words) > _LONGEST_NAME:
        return Page(items=(), next=None, total=0)
    start = f"{_BY_NAME if words else 'MATCH (e:Entity)'} {'WITH e' if words else ''} {_TYPED if type else ''}"
    placed = _PLACED if words else _MOST_SPOKEN_OF.format(after=_AFTER if cursor else "")
    wanted = {"q": words, "type": list(type), "lucene": _lucene(words)}
    after = place_in(cursor, like=(int, int, str)) if cursor else None
    total = int(store.ask(f"{start} RETURN count(e) AS total", **wanted)[0]["total"])
    rows = store.ask(
        f"{start} {placed} {_FOUND.format(types=any_edge())}, place ORDER BY place",
        after=after,
        limit=limit + 1,
        **wanted,
    )
    shown = tuple(_found(row, words) for row in rows[:limit])
    return Page(items=shown, next=to_cursor(rows[limit - 1]["place"]) if len(rows) > limit else None, total=total)


def suggest(store: Store, q: str, *, type: tuple[str, ...] = (), limit: int = 10) -> tuple[FoundEntity, ...]:  # noqa: A002 - as above
    """What the reader may be typing: the first answers of ``search``; none for an empty ``q``."""
    return search(store, q, type=type, limit=limit).items if q.strip() else ()


def neighbour_counts(store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING) -> tuple[NeighbourCount, ...]:
    """How many edges that fit the entity has by relation and direction, in the ontology's order."""
    rows = _neighbours_then(store, entity_id, filters) if filters.as_of else _neighbours(store, entity_id, filters)
    groups: dict[tuple[str, str], list[Json]] = {}
    for row in rows:
        groups.setdefault((row["relation"], row["direction"]), []).append(row)
    order = list(ontology().relations)
    return tuple(
        NeighbourCount(
            relation=relation,
            direction=direction,
            edges=sum(row["edges"] for row in some),
            neighbours=sum(row["neighbours"] for row in some),
            types={row["type"]: row["neighbours"] for row in sorted(some, key=itemgetter("type"))},
        )
        for (relation, direction), some in sorted(groups.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def _neighbours(store: Store, entity_id: str, filters: EdgeFilter) -> list[Json]:
    """Counts by relation, direction and type of the other end."""
    return store.ask(_NEIGHBOURS.format(types=any_edge(), wanted=wanted_edge(filters)), id=entity_id, **parameters(filters))


def _neighbours_then(store: Store, entity_id: str, filters: EdgeFilter) -> list[Json]:
    """The same as it stood at a date."""
    links = links_around(store, [entity_id], filters)
    others = entities_by_id(store, {link.other(entity_id) for link in links})
    groups: dict[tuple[str, str, str], list[str]] = {}
    for link in links:
        other = others.get(link.other(entity_id))
        if other is not None:
            groups.setdefault((link.relation, _direction(link, entity_id), other.type), []).append(other.id)
    names = ("relation", "direction", "type")
    return [dict(zip(names, key, strict=True)) | {"edges": len(ids), "neighbours": len(set(ids))} for key, ids in groups.items()]


def _direction(link: Link, entity_id: str) -> str:
    if ontology().relations[link.relation].symmetric:
        return "both"
    return "out" if link.subject == entity_id else "in"


def _lucene(words: str) -> str:
    """A query that wants each word, the last one as a beginning; folded words have no character that Lucene reads as its own."""
    *whole, last = words.split(" ")
    return " ".join([*(f"+{word}" for word in whole), f"+{last}*"])


def _found(row: Json, words: str = "") -> FoundEntity:
    entity = entity_from(row["e"])
    matched = _matched(entity, words) if words else None
    return FoundEntity(entity=entity, edges=row["edges"], claims=row["claims"], articles=row["articles"], matched=matched)


def _matched(entity: Entity, words: str) -> str:
    """The name that the search found: the first that begins so, else the first that has a word of it, else the name."""
    names = (entity.name, *entity.aliases)
    beginning = (name for name in names if folded(name).startswith(words))
    sharing = (name for name in names if set(words.split()) & set(folded(name).split()))
    return next(beginning, None) or next(sharing, entity.name)
