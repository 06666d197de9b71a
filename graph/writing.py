"""The transaction that changes the store: articles and claims first, then the edges and entities that they hold up.

Two writers lose nothing: each takes write locks on its articles, then on the entities it touches, both in order of id, before it
reads what it computes from; a deadlock that remains is retried by the driver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from neo4j import ManagedTransaction

from graph.copies import regroup
from graph.held import Held, HeldClaim, after_reading, after_retraction, held_from
from graph.preparing import require_known
from graph.properties import article_properties, claim_properties, fullest, text_properties, version_of
from graph.refresh import Refreshed, each_of, lock, refresh
from graph.reports import Added, Retracted
from graph.schema import VERSION
from ontology.edges import ends_of
from ontology.records import Claim, Json, Reading

__all__ = ["add", "retract"]

_LOCK = """
UNWIND $rows AS row MERGE (a:Article {id: row.id}) ON CREATE SET a = row ON MATCH SET a.locked = true
RETURN a.id AS id, a.locked IS NOT NULL AS known
"""
_HELD = """
UNWIND $ids AS id MATCH (a:Article {id: id}) OPTIONAL MATCH (a)<-[:STATED_IN]-(c:Claim)
RETURN a.id AS id, a.versions AS versions, a.group AS group, collect(properties(c)) AS claims
"""
_WRITE_ARTICLES = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a += row REMOVE a.locked"
_WRITE_CLAIMS = """
UNWIND $rows AS row MATCH (s:Entity {id: row.subject}) MATCH (o:Entity {id: row.object}) MATCH (a:Article {id: row.article})
MERGE (c:Claim {id: row.id}) SET c = row
MERGE (c)-[:SUBJECT]->(s) MERGE (c)-[:OBJECT]->(o) MERGE (c)-[:STATED_IN]->(a)
"""
_WRITE_NEW_CLAIMS = _WRITE_CLAIMS.replace("MERGE (c:Claim {id: row.id})", "CREATE (c:Claim)").replace("MERGE (c)-", "CREATE (c)-")
_BURY = "UNWIND $rows AS id MERGE (t:Retraction {id: id}) SET t.reason = $reason"
_UNBURY = "UNWIND $rows AS id MATCH (t:Retraction {id: id}) DELETE t"
_BURIED = "MATCH (t:Retraction) WHERE t.id > '' RETURN t.id AS id LIMIT 1"
"""Not their number: Neo4j goes through all that the transaction has written before it tells one."""
_NEXT_REVISION = """
MERGE (v:Revision {id: 'graph'}) SET v.number = coalesce(v.number, timestamp()) + 1, v.schema = coalesce(v.schema, $schema)
RETURN v.schema AS schema
"""
_OF_SOURCE = """
CALL db.index.fulltext.queryNodes('article_sources', $phrase) YIELD node AS a WHERE $what IN a.sources RETURN a.id AS id
UNION MATCH (a:Article {id: $what}) RETURN a.id AS id
"""


def add(tx: ManagedTransaction, readings: Sequence[Reading], *, extractors: Collection[str]) -> list[Added]:
    """Store these readings."""
    texts = {reading.article.id: reading.article.text for reading in readings}
    versions: dict[str, set[str]] = {}
    for reading in readings:
        versions.setdefault(reading.article.id, set()).add(version_of(reading.article))
    made = {id_: text_properties(text) for id_, text in texts.items()}
    before, known = _hold(tx, [article_properties(id_, fullest(some)) | {"text": texts[id_]} for id_, some in versions.items()])
    after = dict(before)
    reports = []
    for reading in readings:
        id_ = reading.article.id
        after[id_], report = after_reading(after[id_], reading, extractors=extractors)
        reports.append(report)
    _change(tx, before, after, texts=made, known=known, reason="replaced by a later reading of the article")
    return reports


def retract(tx: ManagedTransaction, what: str, *, reason: str) -> Retracted:
    """Take back a source, or an article by its id."""
    ids = sorted(row["id"] for row in tx.run(_OF_SOURCE, what=what, phrase=_phrase(what)))
    if not ids:
        return Retracted()
    before, known = _hold(tx, [{"id": id_} for id_ in ids])
    after = {id_: after_retraction(held, None if id_ == what else what) for id_, held in before.items()}
    refreshed = _change(tx, before, after, texts={}, known=known, reason=reason)
    return Retracted(
        articles=tuple(id_ for id_, held in after.items() if before[id_].versions and not held.versions),
        versions=sum(len(before[id_].versions) - len(held.versions) for id_, held in after.items()),
        claims=sum(len(before[id_].claims) - len(held.claims) for id_, held in after.items()),
        edges=len(refreshed.gone_edges),
        entities=len(refreshed.gone_entities),
    )


def _phrase(source: str) -> str:
    """A query of Lucene's for exactly this."""
    return '"' + source.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _hold(tx: ManagedTransaction, rows: Iterable[Json]) -> tuple[dict[str, Held], list[str]]:
    """Lock the articles, and read what is held of them and which were there; one that was not is made, with all but its print."""
    ordered = sorted(rows, key=lambda row: row["id"])
    known = [row["id"] for row in tx.run(_LOCK, rows=ordered) if row["known"]]
    found = tx.run(_HELD, ids=known) if known else ()
    held = {row["id"]: held_from(row["id"], row["versions"], row["claims"], row["group"]) for row in found}
    return {row["id"]: held.get(row["id"], Held(row["id"])) for row in ordered}, known


def _change(
    tx: ManagedTransaction,
    before: Mapping[str, Held],
    after: Mapping[str, Held],
    *,
    texts: Mapping[str, Json],
    known: Iterable[str],
    reason: str,
) -> Refreshed:
    """Write the difference, and all that follows from it; ``texts`` has what is made of the articles' texts, ``known`` were there."""
    changed = {id_ for id_, held in after.items() if held != before[id_]}
    gone = {id_: kept for a in changed for id_, kept in before[a].claims.items() if id_ not in after[a].claims}
    written = {id_: kept for a in changed for id_, kept in after[a].claims.items() if before[a].claims.get(id_) != kept}
    replaced = {id_: old for id_, kept in written.items() if (old := before[kept.claim.article.id].claims.get(id_))}
    coming = [kept.claim for id_, kept in written.items() if id_ not in replaced]
    locked = lock(tx, _touched(before, after, changed, gone | written), coming=coming)
    each_of(tx, sorted(gone), "UNWIND $rows AS id MATCH (c:Claim {id: id}) DETACH DELETE c")
    _write_articles(tx, after, {id_: texts.get(id_, {}) for id_ in known})
    _write_claims(tx, before, written)
    less = {end.id for kept in (*gone.values(), *replaced.values()) for end in ends_of([kept.claim])}
    refreshed = refresh(tx, locked, known={id_: _told(held) for id_, held in after.items()}, less=less)
    if changed:
        lost = [id_ for id_ in sorted(changed) if not after[id_].versions and before[id_].versions]
        each_of(tx, sorted([*lost, *gone, *refreshed.gone_edges, *refreshed.gone_entities]), _BURY, reason=reason)
        if tx.run(_BURIED).peek():
            each_of(tx, sorted([*(id_ for id_ in changed if after[id_].versions), *written, *refreshed.present]), _UNBURY)
        _next_revision(tx)
        came = {id_: texts[id_]["print"] for id_, held in after.items() if held.versions and not before[id_].versions}
        regroup(tx, came=came, went={before[id_].group for id_, held in after.items() if not held.versions})
    return refreshed


def _next_revision(tx: ManagedTransaction) -> None:
    """Count the change; nothing is written into a graph that a newer program has brought forward in the meantime.

    The count begins with the time, so that a graph that somebody emptied by hand does not come back to a number that it had.
    """
    for row in tx.run(_NEXT_REVISION, schema=VERSION):
        require_known(row["schema"], newest=VERSION)


def _write_claims(tx: ManagedTransaction, before: Mapping[str, Held], written: Mapping[str, HeldClaim]) -> None:
    """Those that are new need not be looked for: the article's lock is held."""
    for new, cypher in ((True, _WRITE_NEW_CLAIMS), (False, _WRITE_CLAIMS)):
        some = (kept for id_, kept in sorted(written.items()) if (id_ not in before[kept.claim.article.id].claims) == new)
        each_of(tx, [claim_properties(kept.claim, sources=kept.sources, otherwise=kept.otherwise) for kept in some], cypher)


def _told(held: Held) -> list[Claim]:
    """The article's claims, with how it is shown."""
    ref = held.ref
    return [kept.claim.told_by(ref) for kept in held.claims.values()] if ref else []


def _touched(before: Mapping[str, Held], after: Mapping[str, Held], changed: Iterable[str], claims: Mapping[str, HeldClaim]) -> list[Claim]:
    """These claims, and all claims of articles that are now shown otherwise: their date and outlet count in their edges."""
    shown_otherwise = (after[id_].claims for id_ in changed if before[id_].ref != after[id_].ref)
    return [kept.claim for some in (claims, *shown_otherwise) for kept in some.values()]


def _write_articles(tx: ManagedTransaction, after: Mapping[str, Held], known: Mapping[str, Json]) -> None:
    """Those that were there; the others were written with their locks."""
    rows = [article_properties(id_, after[id_].versions) | more for id_, more in known.items() if after[id_].versions]
    each_of(tx, rows, _WRITE_ARTICLES)
    gone = [id_ for id_, held in after.items() if not held.versions]
    each_of(tx, gone, "UNWIND $rows AS id MATCH (a:Article {id: id}) DETACH DELETE a")
