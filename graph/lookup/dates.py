"""When what edges say happened, and when it was published: the dates of their claims alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.store import Store

__all__ = ["ClaimDates", "claim_dates", "entity_dates"]

_DATES = """
RETURN c.edge AS edge, c.certainty = 'denied' AS denied, c.valid_from AS valid_from, c.valid_to AS valid_to, a.published AS published
"""
_THEN = "WHERE $as_of IS NULL OR left(a.published, size($as_of)) <= $as_of"
_AMONG = f"""
UNWIND $ids AS id MATCH (e:Entity {{id: id}})<-[:SUBJECT]-(c:Claim) WHERE c.object IN $ids
MATCH (c)-[:STATED_IN]->(a:Article) {_THEN} {_DATES}
"""
_AROUND = f"""
MATCH (:Entity {{id: $id}})<-[:SUBJECT|OBJECT]-(c:Claim) WITH DISTINCT c MATCH (c)-[:STATED_IN]->(a:Article) {_THEN} {_DATES}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDates:
    """The dates of a claim (EDTF): of what it says and of the article; and whether it denies its edge."""

    edge: str
    denied: bool
    valid_from: str | None
    valid_to: str | None
    published: str | None


def claim_dates(store: Store, ids: Collection[str], *, as_of: str | None = None) -> list[ClaimDates]:
    """The dates of all claims between these entities, in order of edge."""
    return _in_order(store, _AMONG, ids=sorted(set(ids)), as_of=as_of)


def entity_dates(store: Store, id_: str, *, as_of: str | None = None) -> list[ClaimDates]:
    """The dates of all claims about an entity, in order of edge."""
    return _in_order(store, _AROUND, id=id_, as_of=as_of)


def _in_order(store: Store, query: str, **values: object) -> list[ClaimDates]:
    found = [ClaimDates(**row) for row in store.ask(query, **values)]
    return sorted(found, key=lambda one: (one.edge, one.published or "~", one.valid_from or "~", one.valid_to or "~", one.denied))
