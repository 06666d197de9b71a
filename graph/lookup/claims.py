"""Claims: one by id, those of an edge, those of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.lookup.cursors import page_of, place_in, to_cursor
from graph.lookup.filters import EVERYTHING, EdgeFilter, claim_fits, claimed, parameters, told_by, was_stated
from graph.lookup.links import claims_of_edges, links_around
from graph.lookup.results import FoundClaim, Page
from graph.properties import REFERENCE, claim_from
from graph.store import Store
from ontology.edges import edge_id, edge_key
from ontology.records import Claim, Json

__all__ = ["article_claims", "claim", "claims", "edge_claims", "entity_claims"]

_DIGITS = 12
_CLAIM = f"MATCH (c:Claim {{id: $id}})-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE}"
_OF_ARTICLE = f"MATCH (a:Article {{id: $id}})<-[:STATED_IN]-(c:Claim) RETURN properties(c) AS c, {REFERENCE}"
_ALL = """
MATCH (c:Claim) WHERE c.id > $after AND {claimed} WITH c ORDER BY c.id {sooner}
MATCH (c)-[:STATED_IN]->(a:Article) WHERE {told} RETURN properties(c) AS c, {reference} ORDER BY c.id LIMIT $limit
"""
"""In the order of the index on ids, so that it ends with the page."""
_ALL_TOLD = """
MATCH (a:Article) WHERE {told} MATCH (a)<-[:STATED_IN]-(c:Claim) WHERE c.id > $after AND {claimed}
WITH a, c ORDER BY c.id LIMIT $limit RETURN properties(c) AS c, {reference} ORDER BY c.id
"""
"""The same from the articles, where few claims are theirs."""
_OF_EDGE = """
MATCH (c:Claim {{edge: $id}})-[:STATED_IN]->(a:Article) WHERE {then}
WITH c, a, coalesce(a.published + '~', '') AS date, {fits} AS fits ORDER BY date DESC, c.id
WITH collect([c.id, c.certainty = 'denied']) AS sides, count(CASE WHEN fits THEN 1 END) AS total,
  collect(CASE WHEN fits AND ($after IS NULL OR date < $after[0] OR (date = $after[0] AND c.id > $after[1]))
    THEN {{c: c, a: a, date: date}} END) AS left
CALL (left) {{
  UNWIND left[..$limit] AS one WITH one.c AS c, one.a AS a, one.date AS date
  RETURN collect({{c: properties(c), a: {reference}, date: date}}) AS shown
}}
RETURN sides, total, size(left) > $limit AS more, shown
"""
"""The latest first; of equal dates the less exact one, and what has none last."""
_SIDES = "UNWIND $ids AS id MATCH (c:Claim {edge: id}) RETURN id AS edge, c.id AS id, c.certainty = 'denied' AS denied"
_FEW = 20_000
_HOW_MANY = "MATCH (c:Claim) WHERE {claimed} RETURN count(c) AS total"
_HOW_MANY_TOLD = "MATCH (a:Article) WHERE {told} MATCH (a)<-[:STATED_IN]-(c:Claim) WHERE {claimed} RETURN count(c) AS total"
_NINES = str.maketrans("0123456789", "9876543210")


def claim(store: Store, id_: str) -> FoundClaim | None:
    """The claim with this id, or None."""
    return next(iter(_found(store, [*map(_claim, store.ask(_CLAIM, id=id_))])), None)


def claims(store: Store, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50) -> Page[FoundClaim]:
    """All claims that fit, in order of id; raises BadCursor."""
    [after] = place_in(cursor, like=(str,)) if cursor else [""]
    told, wanted = told_by(filters), parameters(filters)
    names = {"claimed": claimed(filters), "told": told or "true", "sooner": "" if told else "LIMIT $limit", "reference": REFERENCE}
    query = "MATCH (c:Claim) RETURN count(c) AS total" if filters == EVERYTHING else _HOW_MANY_TOLD if told else _HOW_MANY
    total = store.ask(query.format(**names), **wanted)[0]["total"]
    few = told and total <= _FEW
    rows = store.ask((_ALL_TOLD if few else _ALL).format(**names), after=after, limit=limit + 1, **wanted)
    shown = [*map(_claim, rows[:limit])]
    return Page(items=_found(store, shown), next=to_cursor([shown[-1].id]) if len(rows) > limit else None, total=int(total))


def edge_claims(
    store: Store, edge_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundClaim]:
    """The claims behind the edge that fit, the latest published first; empty when nobody knows the edge; raises BadCursor."""
    after = place_in(cursor, like=(str, str)) if cursor else None
    names = {
        "then": told_by(EdgeFilter(as_of=filters.as_of)) or "true",
        "fits": f"{claimed(filters)} AND {told_by(replace(filters, as_of=None)) or 'true'}",
        "reference": REFERENCE.removesuffix(" AS a"),
    }
    (found,) = store.ask(_OF_EDGE.format(**names), id=edge_id, after=after, limit=limit, **parameters(filters))
    shown = found["shown"]
    sides = ((edge_id, denied, id_) for id_, denied in found["sides"])
    following = to_cursor([shown[-1]["date"], shown[-1]["c"]["id"]]) if found["more"] else None
    return Page(items=_with_opposites([*map(_claim, shown)], sides), next=following, total=found["total"])


def article_claims(
    store: Store, article_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[FoundClaim]:
    """The claims of the article that fit, in the order of its text; empty when nobody knows the article; raises BadCursor."""
    claims = [claim for claim in map(_claim, store.ask(_OF_ARTICLE, id=article_id)) if claim_fits(claim, filters)]
    page = page_of(claims, place=_by_offset, cursor=cursor, limit=limit)
    return Page(items=_found(store, page.items), next=page.next, total=page.total)


def entity_claims(
    store: Store, entity_id: str, *, filters: EdgeFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
) -> Page[Claim]:
    """The claims about an entity whose edge and article fit, the latest published first; raises BadCursor."""
    edges = [link.id for link in links_around(store, [entity_id], filters)]
    claims = [claim for claim in claims_of_edges(store, edges, as_of=filters.as_of) if was_stated(claim.article, filters)]
    return page_of(claims, place=_by_date, cursor=cursor, limit=limit)


def _found(store: Store, claims: Sequence[Claim]) -> tuple[FoundClaim, ...]:
    rows = store.ask(_SIDES, ids=sorted({_edge_of(c) for c in claims}))
    return _with_opposites(claims, ((row["edge"], row["denied"], row["id"]) for row in rows))


def _with_opposites(claims: Sequence[Claim], all_of_edges: Iterable[tuple[str, bool, str]]) -> tuple[FoundClaim, ...]:
    """Each claim with those of its edge that deny what it holds, or hold what it denies, which come as edge, side and id."""
    sides: dict[tuple[str, bool], list[str]] = {}
    for edge, denied, id_ in all_of_edges:
        sides.setdefault((edge, denied), []).append(id_)
    opposite = {(edge, not denied): tuple(sorted(ids)) for (edge, denied), ids in sides.items()}
    edges = [(c, _edge_of(c)) for c in claims]
    return tuple(FoundClaim(claim=c, edge=e, contradicted_by=opposite.get((e, c.certainty == "denied"), ())) for c, e in edges)


def _claim(row: Json) -> Claim:
    return claim_from(row["c"], row["a"])


def _edge_of(claim: Claim) -> str:
    return edge_id(edge_key(claim))


def _by_date(claim: Claim) -> list[str | int]:
    return _latest(claim.article.published, claim.id)


def _latest(published: str | None, id_: str) -> list[str | int]:
    """Latest first, undated last."""
    return [f"{(published or '~').translate(_NINES)} {id_}"]


def _by_offset(claim: Claim) -> list[str | int]:
    return [f"{claim.evidence.start:0{_DIGITS}} {claim.evidence.end:0{_DIGITS}} {claim.id}"]
