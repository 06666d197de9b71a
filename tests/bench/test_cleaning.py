"""The pages of ``bench.cleaning`` are sound, and some of them, none of those kept aside, are cleaned as well as was measured."""

from __future__ import annotations

import pytest

from bench.cleaning import FIELDS, Cleaned, Page, ours, pages, score, total

ALL = [*pages(), *pages(aside=True)]
READ = ("en-newsletter", "en-tables", "en-wordpress-newspaper", "fr-quotidien-abonnes", "fr-tableaux")


@pytest.mark.parametrize("page", ALL, ids=[page.name for page in ALL])
def test_a_page_holds_what_its_truth_says(page: Page) -> None:
    assert set(page.truth) == {*FIELDS, "article", "furniture"}
    assert page.truth["lang"] == page.name[:2]
    whole = score(page, Cleaned("\n".join(page.truth["article"])))
    assert total([whole]) == {"words": 1.0, "paragraphs": 1.0, "furniture": 1.0}
    all_of_it = score(page, Cleaned("\n".join([*page.truth["article"], *page.truth["furniture"]])))
    assert total([all_of_it]) == {"words": 1.0, "paragraphs": 1.0, "furniture": 0.0}
    assert score(page, Cleaned(" ".join(page.truth["furniture"]))).counts["paragraphs"][0] == 0


def test_words_out_of_order_do_not_count() -> None:
    page = next(page for page in ALL if page.name == "en-thread")
    turned = score(page, Cleaned("\n".join(reversed(page.truth["article"]))))
    assert 0.4 < total([turned])["words"] < 0.7
    assert len(turned.lost) == 1


def test_some_pages_are_cleaned_as_measured() -> None:
    scores = [score(page, ours(page.data)) for page in pages() if page.name in READ]
    shares = total(scores)
    assert len(scores) == len(READ)
    assert shares["words"] > 0.98
    assert shares["paragraphs"] > 0.98
    assert shares["furniture"] > 0.95
    assert [shares[name] for name in ("title", "published", "publisher", "lang", "canonical")] == [1.0] * 5
    assert shares["author"] >= 0.8
