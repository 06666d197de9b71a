"""Articles that were read."""

from __future__ import annotations

from graph.lookup.cursors import place_in, to_cursor
from graph.lookup.filters import STATED
from graph.lookup.results import FoundArticle, Page
from graph.properties import REFERENCE, version_ref
from graph.store import Store
from ontology.records import ArticleRef, Json

__all__ = ["article", "articles"]

_FOUND = f"{REFERENCE}, a.versions AS versions, COUNT {{ (a)<-[:STATED_IN]-() }} AS claims"
_ONE = f"MATCH (a:Article {{id: $id}}) RETURN {_FOUND}, CASE WHEN $with_text THEN a.text END AS text"
_COUNT = f"MATCH (a:Article) WHERE {STATED} RETURN count(a) AS total"
_PAGE = f"""
MATCH (a:Article) WHERE {STATED} WITH a, coalesce(a.published, '') AS published
WHERE $date IS NULL OR published < $date OR (published = $date AND a.id > $id)
WITH a, published ORDER BY published DESC, a.id LIMIT $limit
RETURN {_FOUND}, null AS text ORDER BY published DESC, a.id
""".replace("RETURN a{", "RETURN published, a.id AS id, a{")


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
    wanted = {"publisher": list(publisher), "since": since, "until": until}
    date, id_ = place_in(cursor, like=(str, str)) if cursor else (None, None)
    total = int(store.ask(_COUNT, **wanted)[0]["total"])
    rows = store.ask(_PAGE, date=date, id=id_, limit=limit + 1, **wanted)
    shown = tuple(_found(row) for row in rows[:limit])
    last = [shown[-1].article.published or "", shown[-1].article.id] if shown else []
    return Page(items=shown, next=to_cursor(list(last)) if len(rows) > limit else None, total=total)


def _found(row: Json) -> FoundArticle:
    reference = ArticleRef(**row["a"])
    versions = tuple(version_ref(reference.id, version) for version in row["versions"])
    return FoundArticle(article=reference, versions=versions, claims=row["claims"], text=row["text"])
