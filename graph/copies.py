"""Groups of copies among the store's articles, kept right in the transaction that adds articles or takes them away.

A group's articles bear the smallest of their ids as ``group``; an article without a copy bears none. Whoever changes groups holds the lock
of the graph's revision, so that of two writers with a copy each the second one sees the first one's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress

from neo4j import ManagedTransaction, Record, Session

from graph.bands import Bands
from graph.grouping import groups_of, joined
from graph.properties import REFERENCE, claim_from
from graph.refresh import before, each_of, refresh
from ontology.copies import copies_among, print_of
from ontology.records import Json

__all__ = ["Copies", "copies_of", "print_articles", "prints_in", "regroup"]

_ALIKE = """
UNWIND $rows AS row CALL db.index.fulltext.queryNodes('article_prints', row.print) YIELD node AS a WHERE a.id <> row.id
RETURN row.id AS id, row.print AS print, collect(a{.id, .print, .group}) AS others
"""
_GROUPS = "UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id AS id, a.group AS group"
_MEMBERS = "UNWIND $groups AS group MATCH (a:Article {group: group}) RETURN a.id AS id, a.print AS print, group"
_CLAIMS = f"UNWIND $ids AS id MATCH (a:Article {{id: id}})<-[:STATED_IN]-(c:Claim) RETURN properties(c) AS c, {REFERENCE}"
_LOCK_REVISION = "MATCH (v:Revision {id: 'graph'}) SET v.locked = true REMOVE v.locked"
_NEXT_REVISION = "MATCH (v:Revision {id: 'graph'}) SET v.number = v.number + 1"
_TEXTS = "MATCH (a:Article) WHERE a.id > $after RETURN a.id AS id, a.text AS text ORDER BY a.id LIMIT $limit"
_AT_ONCE = 200
_PRINTS = "MATCH (a:Article) WHERE a.print <> '' RETURN a.id AS id, a.print AS print"
_PRINT = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a.print = row.print"
_WRITE = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a.group = row.group"


@dataclass(slots=True)
class Copies:
    """The groups that articles had and will have, and those articles that will be beside others than before."""

    was: dict[str, str | None]
    now: dict[str, str]
    moved: set[str]


def regroup(tx: ManagedTransaction, copies: Copies, *, went: Collection[str | None]) -> bool:
    """Put articles that came to their ``copies``, and what is left of groups from which some went asunder; then edges as that makes them.

    An edge counts the sources among its claims, and copies are one. Says whether there were any copies.
    """
    moved = set[str]()
    for change in (copies, _parting(tx, {group for group in went if group})):
        rows = [{"id": id_, "group": change.now.get(id_)} for id_, group in sorted(change.was.items()) if change.now.get(id_) != group]
        each_of(tx, rows, _WRITE)
        moved |= change.moved
    if moved:
        claims = [claim_from(row["c"], row["a"]) for row in tx.run(_CLAIMS, ids=sorted(moved))]
        refresh(tx, before(tx, claims, coming=()), known={}, less=())
    return bool(moved)


def prints_in(tx: ManagedTransaction) -> Iterator[tuple[str, str]]:
    """The id and print of every article that has one."""
    return ((row["id"], row["print"]) for row in tx.run(_PRINTS))


def print_articles(session: Session) -> None:
    """Give the articles of a graph that an older program wrote their prints and groups, some at a time."""
    after: str | None = ""
    while after is not None:
        after = session.execute_write(_print_some, after)


def _print_some(tx: ManagedTransaction, after: str) -> str | None:
    tx.run(_LOCK_REVISION).consume()
    prints = {row["id"]: print_of(row["text"]) for row in tx.run(_TEXTS, after=after, limit=_AT_ONCE)}
    copies = copies_of(tx, prints, Bands())
    each_of(tx, [{"id": id_, "print": print_} for id_, print_ in sorted(prints.items())], _PRINT)
    if regroup(tx, copies, went=()):
        tx.run(_NEXT_REVISION).consume()
    return max(prints, default=None)


def copies_of(tx: ManagedTransaction, came: Mapping[str, str], bands: Bands) -> Copies:
    """With each article that comes, all groups that it is a copy of become one; ``came`` has the articles' prints by their ids.

    Their prints are not in the index yet: it is slow to find what this transaction wrote itself.
    """
    pairs = dict[tuple[str, str], str | None].fromkeys(groups_of(came.items()).items())
    pairs |= _by_bands(tx, came, bands) if bands.known else _by_index(tx, came)
    members = _members(tx, {group for group in pairs.values() if group})
    was = {id_: None for pair in pairs for id_ in pair} | {row["id"]: row["group"] for row in members}
    now = joined([*pairs, *((row["id"], row["group"]) for row in members)])
    whole: dict[str, set[str]] = {}
    for (_, other), group in pairs.items():
        if other not in came:
            whole.setdefault(now[other], set()).add(str(group or other))
    brought_together = {name for name, parts in whole.items() if len(parts) > 1}
    return Copies(was, now, {id_ for id_ in now if id_ in came or now[id_] in brought_together})


def _by_index(tx: ManagedTransaction, came: Mapping[str, str]) -> dict[tuple[str, str], str | None]:
    """Each that has a copy, and the copy, with the copy's group; by the full-text index."""
    prints = [{"id": id_, "print": print_} for id_, print_ in sorted(came.items()) if print_]
    found = list(tx.run(_ALIKE, rows=prints)) if prints else []
    return {(row["id"], one["id"]): one["group"] for row in found for one in compress(row["others"], _are_copies(row))}


def _are_copies(row: Record) -> list[bool]:
    return copies_among(row["print"], [other["print"] for other in row["others"]])


def _by_bands(tx: ManagedTransaction, came: Mapping[str, str], bands: Bands) -> dict[tuple[str, str], str | None]:
    """The same, by what is known of their bands."""
    pairs = list(bands.copies_of(came))
    groups = {row["id"]: row["group"] for row in tx.run(_GROUPS, ids=sorted({other for _, other in pairs}))} if pairs else {}
    return {(id_, other): groups[other] for id_, other in pairs if other in groups}


def _parting(tx: ManagedTransaction, groups: Collection[str]) -> Copies:
    """Without those that went, what is left of their groups may be several."""
    members = _members(tx, groups)
    now = groups_of((row["id"], row["print"]) for row in members)
    left: dict[str, set[str]] = {}
    for row in members:
        left.setdefault(row["group"], set()).add(str(now.get(row["id"], row["id"])))
    return Copies({row["id"]: row["group"] for row in members}, now, {row["id"] for row in members if len(left[row["group"]]) > 1})


def _members(tx: ManagedTransaction, groups: Iterable[str]) -> list[Json]:
    some = sorted(groups)
    return [dict(row) for row in tx.run(_MEMBERS, groups=some)] if some else []
