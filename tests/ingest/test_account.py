"""The page about a run: everything is counted and told why, and nothing of what others wrote does anything."""

from __future__ import annotations

from html.parser import HTMLParser

from ingest import account as module
from ingest.account import Account
from ingest.pipeline import Report
from ingest.sources import Unread
from ontology.records import ArticleRef, Draft, Reading, Rejection
from tests.graph.samples import HOSTILE, article, reading, says

NASTY = article(f"Nvidia supplies Tesla, {HOSTILE}", source=HOSTILE, publisher=HOSTILE)
REFUSED = says(NASTY, HOSTILE, "regulates", "AMD")
READ = Reading(
    NASTY,
    (says(NASTY, "Nvidia", "supplies", HOSTILE),),
    (Rejection(REFUSED, (f"because {HOSTILE}",)), Rejection(Draft(ArticleRef.to(NASTY), f"said {HOSTILE}", "llm@1"), ("no words",))),
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def told(*items: Reading | Unread) -> tuple[str, _Tags]:
    account = Account()
    for item in items:
        account.add(item)
    readings = [item for item in items if isinstance(item, Reading)]
    rejections = [rejection for one in readings for rejection in one.rejections]
    report = Report(
        articles=len(readings),
        new=sum(len(one.claims) for one in readings),
        known=0,
        replaced=0,
        refused=len(rejections),
        rejected={reason: 1 for one in rejections for reason in one.reasons},
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )
    page = account.page(report, paths=["news", HOSTILE], reader="rules@4", skipped={"rules@3": 7})
    tags = _Tags()
    tags.feed(page)
    return page, tags


def test_what_was_read_found_and_refused_is_told_with_the_reasons() -> None:
    _, tags = told(READ, reading(article("AMD supplies Dell."), ("AMD", "supplies", "Dell")), Unread("gone.txt", "it is gone"))
    words = " ".join(" ".join(tags.words).split())
    for due in ("AMD supplies Dell", "“AMD supplies Dell.”", "gone.txt it is gone", "no words 1", "2 of 2 refused claims", "rules@4; news"):
        assert due in words
    assert "read before, by rules@3 7" in words
    assert "because " in words


def test_nothing_that_others_wrote_is_more_than_words() -> None:
    page, tags = told(READ, Unread(HOSTILE, HOSTILE))
    assert set(tags.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"),
        *("details", "summary", "strong", "span", "blockquote"),
    }
    assert {name for name, _ in tags.attributes} <= {"lang", "charset", "http-equiv", "content", "name", "scope", "class"}
    assert "\u202e" not in page
    assert "\x07" not in page
    assert "default-src 'none'" in page


def test_a_long_run_is_counted_whole_and_listed_in_part() -> None:
    many = [reading(article(f"AMD supplies Dell, {n}."), ("AMD", "supplies", "Dell")) for n in range(module._MOST_ARTICLES + 5)]
    page, tags = told(*many)
    assert tags.tags.count("details") == module._MOST_ARTICLES
    assert "and 5 more articles, which are counted above" in page
