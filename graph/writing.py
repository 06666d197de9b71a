"""The transaction that changes the store: articles and claims first, then the edges and entities that they hold up.

Two writers lose nothing: each has the lock of the graph's revision when it reads what it computes from, and so they come one after the
other. They would wait for each other anyway: articles share the entities that are most told of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from neo4j import ManagedTransaction

from graph.bands import Bands
from graph.copies import copies_of, prints_in, regroup
from graph.held import Checked, Held, HeldClaim, after_reading, after_retraction, checked, held_from
from graph.preparing import require_known
from graph.properties import article_properties, claim_properties, text_properties
from graph.refresh import Refreshed, each_of, refresh
from graph.refresh import before as edges_before
from graph.reports import Added, Retracted
from graph.schema import VERSION
from ontology.edges import ends_of
from ontology.records import Claim, Json, Reading

__all__ = ["Prepared", "add", "prepare", "retract"]

_BEGIN = """
MERGE (v:Revision {id: 'graph'}) ON CREATE SET v.number = timestamp(), v.schema = $schema
SET v.locked = true REMOVE v.locked RETURN coalesce(v.number, 0) AS number
"""
_HELD = """
UNWIND $ids AS id MATCH (a:Article {id: id}) OPTIONAL MATCH (a)<-[:STATED_IN]-(c:Claim)
RETURN a.id AS id, a.versions AS versions, a.group AS group, collect(properties(c)) AS claims
"""
_WRITE_NEW_ARTICLES = "UNWIND $rows AS row MERGE (a:Article {id: row.id}) SET a = row"
_WRITE_ARTICLES = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a += row"
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
MERGE (v:Revision {id: 'graph'})
SET v.number = CASE WHEN v.number >= timestamp() THEN v.number + 1 ELSE timestamp() END, v.schema = coalesce(v.schema, $schema)
RETURN v.schema AS schema, v.number AS number
"""
_OF_SOURCE = """
CALL db.index.fulltext.queryNodes('article_sources', $phrase) YIELD node AS a WHERE $what IN a.sources RETURN a.id AS id
UNION MATCH (a:Article {id: $what}) RETURN a.id AS id
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Readings with all that can be made of them without the store; ``texts`` has properties of the articles by their ids."""

    readings: tuple[Checked, ...]
    texts: Mapping[str, Json]


def prepare(readings: Sequence[Reading]) -> Prepared:
    """Get these readings ready to be stored. Raises BadClaim."""
    some = tuple(map(checked, readings))
    texts = {one.id: reading.article.text for one, reading in zip(some, readings, strict=True)}
    return Prepared(some, {id_: text_properties(text) for id_, text in texts.items()})


def add(tx: ManagedTransaction, prepared: Prepared, *, extractors: Collection[str], bands: Bands) -> list[Added]:
    """Store these readings; ``bands`` may find their copies."""
    number = _begin(tx)
    before = _held(tx, prepared.texts)
    after = dict(before)
    reports = []
    for reading in prepared.readings:
        id_ = reading.id
        after[id_], report = after_reading(after[id_], reading, extractors=extractors)
        reports.append(report)
    _change(tx, number, before, after, texts=prepared.texts, bands=bands, reason="replaced by a later reading of the article")
    return reports


def retract(tx: ManagedTransaction, what: str, *, reason: str) -> Retracted:
    """Take back a source, or an article by its id."""
    ids = [row["id"] for row in tx.run(_OF_SOURCE, what=what, phrase=_phrase(what))]
    if not ids:
        return Retracted()
    number = _begin(tx)
    before = _held(tx, ids)
    after = {id_: after_retraction(held, None if id_ == what else what) for id_, held in before.items()}
    refreshed = _change(tx, number, before, after, texts={}, bands=Bands(), reason=reason)
    return Retracted(
        articles=tuple(id_ for id_, held in after.items() if before[id_].versions and not held.versions),
        versions=sum(len(before[id_].versions) - len(held.versions) for id_, held in after.items()),
        claims=sum(len(before[id_].claims) - len(held.claims) for id_, held in after.items()),
        edges=len(refreshed.gone_edges),
        entities=len(refreshed.gone_entities),
    )


def _begin(tx: ManagedTransaction) -> int:
    """Take the graph's lock, and say which revision it is of."""
    return next(int(row["number"]) for row in tx.run(_BEGIN, schema=VERSION))


def _count(tx: ManagedTransaction) -> int:
    return next(int(row["number"]) for row in tx.run("MATCH (a:Article) RETURN count(a) AS number"))


def _phrase(source: str) -> str:
    """A query of Lucene's for exactly this."""
    return '"' + source.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _held(tx: ManagedTransaction, ids: Iterable[str]) -> dict[str, Held]:
    """What is held of the articles with these ids, in order of id."""
    ordered = sorted(ids)
    found = tx.run(_HELD, ids=ordered) if ordered else ()
    held = {row["id"]: held_from(row["id"], row["versions"], row["claims"], row["group"]) for row in found}
    return {id_: held.get(id_, Held(id_)) for id_ in ordered}


def _change(
    tx: ManagedTransaction,
    number: int,
    before: Mapping[str, Held],
    after: Mapping[str, Held],
    *,
    texts: Mapping[str, Json],
    bands: Bands,
    reason: str,
) -> Refreshed:
    """Write the difference, and all that follows from it, into the revision of this number; ``texts`` has what the texts give."""
    changed = {id_ for id_, held in after.items() if held != before[id_]}
    gone = {id_: kept for a in changed for id_, kept in before[a].claims.items() if id_ not in after[a].claims}
    written = {id_: kept for a in changed for id_, kept in after[a].claims.items() if before[a].claims.get(id_) != kept}
    replaced = {id_: old for id_, kept in written.items() if (old := before[kept.claim.article.id].claims.get(id_))}
    coming = [kept.claim for id_, kept in written.items() if id_ not in replaced]
    came = {id_: texts[id_]["print"] for id_, held in after.items() if held.versions and not before[id_].versions}
    bands.know(number, articles=partial(_count, tx), more=len(came), prints=partial(prints_in, tx))
    copies = copies_of(tx, came, bands)  # while nothing is written: what a transaction wrote is slow to be found by it
    was = edges_before(tx, _touched(before, after, changed, gone | written), coming=coming)
    each_of(tx, sorted(gone), "UNWIND $rows AS id MATCH (c:Claim {id: id}) DETACH DELETE c")
    _write_articles(tx, before, after, texts)
    _write_claims(tx, before, written)
    less = {end.id for kept in (*gone.values(), *replaced.values()) for end in ends_of([kept.claim])}
    refreshed = refresh(tx, was, known={id_: _told(held) for id_, held in after.items()}, less=less)
    if changed:
        lost = [id_ for id_ in sorted(changed) if not after[id_].versions and before[id_].versions]
        each_of(tx, sorted([*lost, *gone, *refreshed.gone_edges, *refreshed.gone_entities]), _BURY, reason=reason)
        if tx.run(_BURIED).peek():
            each_of(tx, sorted([*(id_ for id_ in changed if after[id_].versions), *written, *refreshed.present]), _UNBURY)
        bands.coming(_next_revision(tx), came)
        regroup(tx, copies, went={before[id_].group for id_, held in after.items() if not held.versions})
    return refreshed


def _next_revision(tx: ManagedTransaction) -> int:
    """Count the change, and say which revision it makes; a graph that a newer program has brought forward in the meantime is left alone.

    It is the time, or one more than before, so that a graph that somebody emptied by hand, or that a backup was put in place of, does not
    come back to a number that it had.
    """
    [row] = tx.run(_NEXT_REVISION, schema=VERSION)
    require_known(row["schema"], newest=VERSION)
    return int(row["number"])


def _write_claims(tx: ManagedTransaction, before: Mapping[str, Held], written: Mapping[str, HeldClaim]) -> None:
    """Those that are new need not be looked for, since the graph's lock is held."""
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


def _write_articles(tx: ManagedTransaction, before: Mapping[str, Held], after: Mapping[str, Held], texts: Mapping[str, Json]) -> None:
    held = {id_: article_properties(id_, one.versions) | texts.get(id_, {}) for id_, one in after.items() if one.versions}
    each_of(tx, [row for id_, row in held.items() if not before[id_].versions], _WRITE_NEW_ARTICLES)
    each_of(tx, [row for id_, row in held.items() if before[id_].versions], _WRITE_ARTICLES)
    each_of(tx, [id_ for id_ in after if id_ not in held], "UNWIND $rows AS id MATCH (a:Article {id: id}) DETACH DELETE a")
