"""Articles that were read."""

from __future__ import annotations

from graph.lookup.cursors import AFTER_ALL, place_in, to_cursor
from graph.lookup.results import FoundArticle, Page
from graph.properties import SAID_OF_ARTICLE, version_ref
from graph.store import Store
from ontology.records import ArticleRef, Json

__all__ = ["article", "articles", "entity_articles"]

_COPIES = f"""
COLLECT {{ MATCH (o:Article {{group: a.group}}) USING INDEX SEEK o:Article(group) WHERE o.id <> a.id
  WITH o ORDER BY o.id LIMIT 100 RETURN o{{{SAID_OF_ARTICLE}}} }} AS copies
"""
_FOUND = f"a{{{SAID_OF_ARTICLE}}} AS a, a.versions AS versions, COUNT {{ (a)<-[:STATED_IN]-() }} AS claims, {_COPIES}"
_ONE = f"MATCH (a:Article {{id: $id}}) RETURN {_FOUND}, CASE WHEN $with_text THEN a.text END AS text"
_COUNT = "MATCH (a:Article) {where} RETURN count(a) AS total"
_PAGE = "MATCH (a:Article) {where} WITH a ORDER BY {order} LIMIT $limit RETURN {found}, null AS text ORDER BY {order}"
_AROUND = """
MATCH (e:Entity {id: $id})<-[:SUBJECT|OBJECT]-(:Claim)-[:STATED_IN]->(a:Article)
WHERE $as_of IS NULL OR left(a.published, size($as_of)) <= $as_of
"""
_HOW_MANY_AROUND = f"{_AROUND} RETURN count(DISTINCT a) AS total"
_PAGE_AROUND = f"""
{_AROUND} WITH DISTINCT a, coalesce(a.published, '') AS date WHERE date < $date OR (date = $date AND a.id > $after)
WITH a, date ORDER BY date DESC, a.id LIMIT $limit RETURN {_FOUND}, null AS text ORDER BY date DESC, a.id
"""
_CONDITIONS = {"publisher": "a.publisher IN $publisher", "since": "a.published >= $since", "before": "a.published < $before"}


def article(store: Store, id_: str, *, with_text: bool = False) -> FoundArticle | None:
    """The article with this id, or None."""
    return next((_found(row) for row in store.ask(_ONE, id=id_, with_text=with_text)), None)


def articles(
    store: Store,
    *,
    publisher: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[FoundArticle]:
    """The articles that fit, the latest published first, the undated last; raises BadCursor."""
    wanted = {"publisher": list(publisher), "since": since, "before": until and until + AFTER_ALL}
    asked = [_CONDITIONS[name] for name, value in wanted.items() if value]
    date, id_ = place_in(cursor, like=(str, str)) if cursor else (AFTER_ALL, "")
    total = int(store.ask(_COUNT.format(where=_where(asked)), **wanted)[0]["total"])
    rows = []
    if date:
        where, order = _where([*asked, "a.published <= $date", "(a.published < $date OR a.id > $id)"]), "a.published DESC, a.id"
        rows = store.ask(_PAGE.format(found=_FOUND, where=where, order=order), date=date, id=id_, limit=limit + 1, **wanted)
    if len(rows) <= limit and not (since or until):
        where, after = _where([*asked, "a.published IS NULL", "a.id > $id"]), "" if date else id_
        rows += store.ask(_PAGE.format(found=_FOUND, where=where, order="a.id"), id=after, limit=limit + 1 - len(rows), **wanted)
    return _page(rows, limit, total)


def entity_articles(store: Store, id_: str, *, as_of: str | None = None, cursor: str | None = None, limit: int = 50) -> Page[FoundArticle]:
    """The articles that say something of an entity, the latest published first, the undated last; raises BadCursor."""
    date, after = place_in(cursor, like=(str, str)) if cursor else (AFTER_ALL, "")
    total = int(store.ask(_HOW_MANY_AROUND, id=id_, as_of=as_of)[0]["total"])
    rows = store.ask(_PAGE_AROUND, id=id_, as_of=as_of, date=date, after=after, limit=limit + 1)
    return _page(rows, limit, total)


def _page(rows: list[Json], limit: int, total: int) -> Page[FoundArticle]:
    shown = tuple(_found(row) for row in rows[:limit])
    last = [shown[-1].article.published or "", shown[-1].article.id] if shown else []
    return Page(items=shown, next=to_cursor(list(last)) if len(rows) > limit else None, total=total)


def _where(conditions: list[str]) -> str:
    """Only what is asked, so that an index can serve it."""
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _found(row: Json) -> FoundArticle:
    reference = ArticleRef(**row["a"])
    versions = tuple(version_ref(reference.id, version) for version in row["versions"])
    copies = tuple(ArticleRef(**copy) for copy in row["copies"])
    return FoundArticle(article=reference, versions=versions, claims=row["claims"], copies=copies, text=row["text"])
