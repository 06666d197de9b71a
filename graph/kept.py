"""Articles as they are kept, text, versions and claims, one at a time: out of a store, and into readings for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from graph.held import Held, held_from
from graph.properties import version_ref
from graph.reports import Added
from graph.store import Store
from ontology.records import Article, ArticleRef, Reading

__all__ = ["Kept", "keep", "kept_in"]

_PAGE = """
MATCH (a:Article) WHERE a.id > $after WITH a ORDER BY a.id LIMIT $limit
OPTIONAL MATCH (a)<-[:STATED_IN]-(c:Claim)
WITH a, collect(properties(c)) AS claims RETURN a.id AS id, a.versions AS versions, a.text AS text, claims ORDER BY id
"""
_AT_ONCE = 100
_READINGS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store holds of an article, and its text."""

    held: Held
    text: str = field(repr=False)

    def readings(self) -> list[Reading]:
        """A reading of each version with the claims that were read there: to store them all is to keep the same again."""
        return [self._reading(version) for version in sorted(self.held.versions)]

    def _reading(self, version: str) -> Reading:
        ref = version_ref(self.held.id, version)
        article = Article(self.text, ref.source, ref.title, ref.publisher, ref.published, ref.lang, ref.author, ref.canonical)
        told = ArticleRef.to(article)
        said = (kept.otherwise.get(ref.source, kept.claim) for _, kept in sorted(self.held.claims.items()) if ref.source in kept.sources)
        return Reading(article, tuple(claim.told_by(told) for claim in said))


def kept_in(store: Store) -> Iterator[Kept]:
    """Every article of the store, in order of id, some at a time."""
    after = ""
    while rows := store.ask(_PAGE, after=after, limit=_AT_ONCE):
        for row in rows:
            yield Kept(held_from(row["id"], row["versions"], row["claims"]), row["text"])
        after = rows[-1]["id"]


def keep(store: Store, kept: Iterable[Kept], *, claims: int = 2000) -> Iterator[Added]:
    """Store these articles, some with so many ``claims`` in a transaction, and say what became of each version of each.

    While the store writes some, the next are read and made ready; if they cannot be, what became of those under way is said first.
    """
    ready = (store.prepared(readings) for readings in _some(kept, claims))
    under_way: Future[list[Added]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="keep") as writer:
        while True:
            try:
                prepared = next(ready, None)
            except BaseException:
                if under_way:
                    yield from under_way.result()
                raise
            if under_way:
                yield from under_way.result()
            if prepared is None:
                return
            under_way = writer.submit(store.write, prepared)


def _some(kept: Iterable[Kept], claims: int) -> Iterator[list[Reading]]:
    """As many as a transaction takes."""
    waiting, some = list[Reading](), 0
    for one in kept:
        waiting += one.readings()
        some += len(one.held.claims)
        if some >= claims or len(waiting) >= _READINGS_AT_ONCE:
            yield waiting
            waiting, some = [], 0
    if waiting:
        yield waiting
