"""The whole way: one bad article never stops the others, and what happened is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.errors import StoreUnavailable
from graph.store import Store
from ingest.pipeline import ingest, readings
from ingest.sources import Unread
from ontology.records import Article, Reading
from tests.ingest.readers import PlainReader

READER = PlainReader()
MISSING = Unread("gone.txt", "gone.txt does not exist")


def text(words: str, source: str = "a.txt") -> Article:
    return Article(words, source)


def test_readings_come_one_by_one_in_order() -> None:
    def items() -> Iterator[Article | Unread]:
        yield text("Nvidia supplies Tesla.")
        yield MISSING
        raise AssertionError("nobody asked for more")

    found = readings(items(), READER)
    first = next(found)
    assert isinstance(first, Reading)
    assert [claim.relation for claim in first.claims] == ["supplies"]
    assert next(found) is MISSING


def test_an_article_that_breaks_the_extractor_is_unread_and_named() -> None:
    broken, refused, good = readings([text("Boom.", "b.txt"), text("Refuse.", "r.txt"), text("Fine.")], READER)
    assert broken == Unread("b.txt", "b.txt: plain@1 failed at it (ValueError: a bug): please report it")
    assert refused == Unread("r.txt", "r.txt is in Klingon: expected French or English")
    assert isinstance(good, Reading)


def test_what_was_read_is_stored_and_counted(store: Store) -> None:
    seen: list[Reading | Unread] = []
    items: list[Article | Unread] = [
        text("Nvidia supplies Tesla. Nvidia regulates AMD. Tesla supplies Tesla."),
        MISSING,
        text("Boom.", "b.txt"),
        text("Nvidia acquires AMD.", "c.txt"),
    ]
    report = ingest(store, items, extractor=READER, on_item=seen.append)
    assert (report.articles, report.new, report.known, report.replaced, report.refused) == (2, 2, 0, 0, 2)
    assert any("regulates does not go from Company to Company" in reason for reason in report.rejected)
    assert sum(report.rejected.values()) >= 2
    assert [unread.source for unread in report.unread] == ["gone.txt", "b.txt"]
    assert [one.source if isinstance(one, Unread) else one.article.source for one in seen] == ["a.txt", "gone.txt", "b.txt", "c.txt"]
    assert len(list(store.claims())) == 2


def test_reading_again_changes_nothing_and_a_new_version_replaces(store: Store) -> None:
    items = [text("Nvidia supplies Tesla.")]
    ingest(store, items, extractor=READER)
    before = store.graph_hash()
    again = ingest(store, items, extractor=READER)
    assert (again.new, again.known, again.replaced) == (0, 1, 0)
    assert store.graph_hash() == before
    blind = ingest(store, [text("Nvidia supplies Tesla.")], extractor=_Blind())
    assert (blind.new, blind.replaced) == (0, 1)
    assert list(store.claims()) == []


class _Blind:
    name = "plain@2"

    def __call__(self, article: Article) -> Reading:
        return Reading(article, ())


def test_an_article_that_no_store_can_keep_does_not_take_others_with_it(store: Store) -> None:
    items = [text("Nvidia supplies Tesla."), text("Nvidia supplies AMD. \ud800", "odd.txt"), text("Nvidia acquires AMD.", "c.txt")]
    report = ingest(store, items, extractor=READER)
    assert (report.articles, report.new) == (2, 2)
    assert [unread.source for unread in report.unread] == ["odd.txt"]
    assert report.unread[0].reason.startswith("odd.txt: ")


@pytest.mark.parametrize("end", [StoreUnavailable("bolt://here does not answer"), KeyboardInterrupt()])
def test_what_was_read_before_an_interruption_is_kept(store: Store, end: BaseException) -> None:
    def items() -> Iterator[Article]:
        for number in range(25):
            yield text(f"Firm{number} supplies Tesla.", f"{number}.txt")
        raise end

    with pytest.raises(type(end)):
        ingest(store, items(), extractor=READER)
    assert len(list(store.claims())) == 25
