"""Articles from a web server of our own: what arrives, what is refused, and how often it is asked."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest

from ingest.raw import Raw
from ingest.sources import Unread, articles_of, read_articles
from ingest.web.feeds import Listed, feed
from ingest.web.fetcher import Fetcher
from ingest.web.following import follow
from ingest.web.network import is_public
from ingest.web.terms import Politeness, Visited
from ontology.records import Article
from tests.ingest.containers_made import page
from tests.ingest.web.site import Reply, Site, atom, rss, site, sitemap

LONG = ["Ardoise supplies photonic chips to Brume, the two companies said on Tuesday in a joint statement from Lyon."] * 3


@pytest.fixture
def news() -> Iterator[Site]:
    """Three pages and a feed of them."""
    with site() as found:
        for number in range(1, 4):
            found.replies[f"/{number}"] = Reply(page(f"Story {number}", *LONG, f"It is the story of day {number}."))
        found.replies["/feed"] = rss(found, "/1", "/2", "/3")
        yield found


def polite(site: Site, *others: Site, seconds: float = 5.0, most: int = 1_000_000, interval: float = 0.0) -> Politeness:
    hosts = frozenset(one.host for one in (site, *others))
    return Politeness(interval=interval, seconds=seconds, most=most, private=hosts, longest_wait=5.0)


def read(site: Site, *paths: str, politeness: Politeness | None = None, pauses: list[float] | None = None) -> list[Article | Unread]:
    """What is at these paths; waiting is noted down and passes at once."""
    waited: list[float] = [] if pauses is None else pauses
    now = [0.0]

    def pause(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    known, found = Visited(), list[Article | Unread]()
    with Fetcher(politeness or polite(site), pause=pause, clock=lambda: now[0]) as fetcher:
        for path in paths:
            for one in follow(site.at(path) if path.startswith("/") else path, fetcher=fetcher, known=known, columns={}):
                found += [one] if isinstance(one, Unread) else list(read_one(one))
    return found


def read_one(raw: object) -> Iterator[Article | Unread]:
    assert isinstance(raw, Raw)
    return articles_of(iter((raw,)), {})


def titles(found: list[Article | Unread]) -> list[str | None]:
    return [one.title if isinstance(one, Article) else None for one in found]


def test_a_page_is_an_article(news: Site) -> None:
    (article,) = read_articles([news.at("/1#top")], politeness=polite(news))
    assert isinstance(article, Article)
    assert (article.source, article.title, article.publisher, article.published) == (news.at("/1"), "Story 1", "Le Fil", "2031-07-01")
    assert "Home" not in article.text
    assert "rights reserved" not in article.text
    assert [path for path, _ in news.asked] == ["/robots.txt", "/1"]
    assert news.asked[1][1]["User-Agent"] == "aigraph/0.1"


def test_a_feed_or_sitemap_that_was_saved_leads_to_its_pages(news: Site, tmp_path: Path) -> None:
    own = "<item><title>Own words</title><description>Ardoise supplies photonic chips to Brume, it said.</description></item>"
    (tmp_path / "feed.xml").write_bytes(rss(news, "/1", "/2", more=own).body)
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(sitemap(news.at("/2"), news.at("/3")).body))
    (tmp_path / "other.xml").write_text("<note>Ardoise supplies chips to Brume.</note>", encoding="utf-8")
    paths = [tmp_path / name for name in ("feed.xml", "sitemap.xml.gz", "other.xml")]
    found = list(read_articles(paths, politeness=polite(news)))
    assert titles(found)[:4] == ["Story 1", "Story 2", "Own words", "Story 3"]
    assert [one.source for one in found if isinstance(one, Article)][2].startswith(f"{tmp_path}/feed.xml#")
    assert news.paths == ["/1", "/2", "/3"]
    assert len(found) == 5


def test_a_feed_gives_the_pages_behind_it_each_once(news: Site) -> None:
    news.replies["/other"] = atom("/3", "/2", "/4")
    news.replies["/4"] = Reply(page("", *LONG, site="").replace(b"<h1></h1>", b""))
    found = read(news, "/feed", "/other", "/feed")
    assert titles(found)[:3] == ["Story 1", "Story 2", "Story 3"]
    assert [path for path, _ in news.asked] == ["/robots.txt", "/feed", "/1", "/2", "/3", "/other", "/4"]


def test_what_a_page_does_not_say_its_feed_may(news: Site) -> None:
    news.replies["/1"] = Reply(b"Ardoise supplies chips to Brume, and it rained all day in Lyon.", "text/plain")
    news.replies["/feed"] = rss(news, "/1", author="<author>news@fil.example (Ada Lin)</author>")
    (article,) = read(news, "/feed")
    assert isinstance(article, Article)
    assert (article.title, article.published, article.publisher) == ("Entry /1", "2031-07-01", "127.0.0.1")
    assert (article.author, article.canonical) == ("Ada Lin", None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<author>news@fil.example</author>", "news@fil.example"),
        ("<author>Ada Lin</author>", "Ada Lin"),
        ("<author>\u202e&lt;b&gt;Ada&lt;/b&gt;\nLin</author>", "<b>Ada</b> Lin"),
        ("<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ada</dc:creator>" * 2, "Ada"),
        ("<author/>", None),
        (f"<author>{'@' * 5000}</author>", "@" * 300),
    ],
)
def test_a_feed_says_who_signs_an_entry(news: Site, said: str, expected: str | None) -> None:
    own = f"<item><guid isPermaLink='false'>7</guid><description>{LONG[0]}</description>{said}</item>"
    (article,) = [one for one in feed(rss(news, more=own).body, httpx.URL(news.at("/feed"))) if isinstance(one, Raw)]
    assert article.said.get("author") == expected


def test_authors_of_an_atom_entry_are_told_by_name(news: Site) -> None:
    people = "".join(f"<author><name>{name}</name><email>x@fil.example</email></author>" for name in ("Ada Lin", "Bo Chen"))
    data = atom(news.at("/1")).body.replace(b"</entry>", f"{people}</entry>".encode())
    [listed] = feed(data, httpx.URL(news.at("/feed")))
    assert isinstance(listed, Listed)
    assert listed.guess["author"] == "Ada Lin, Bo Chen"


def test_an_entry_without_a_page_is_an_article_itself(news: Site) -> None:
    text = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in LONG)
    news.replies["/feed"] = rss(
        news, more=f"<item><title>Note</title><guid isPermaLink='false'>7</guid><description>{text}</description></item>"
    )
    (article,) = read(news, "/feed")
    assert isinstance(article, Article)
    assert (article.title, article.source) == ("Note", news.at("/feed#7"))
    assert article.text == "\n\n".join(LONG)


@pytest.mark.parametrize("packed", [True, False])
def test_sitemaps_of_sitemaps_lead_to_pages(news: Site, packed: bool) -> None:  # noqa: FBT001 - a case
    inner = sitemap(news.at("/1"), news.at("/2"))
    news.replies["/map"] = sitemap(news.at("/inner.xml.gz"), index=True)
    news.replies["/inner.xml.gz"] = Reply(gzip.compress(inner.body), "application/x-gzip") if packed else inner
    assert titles(read(news, "/map")) == ["Story 1", "Story 2"]
    assert news.paths == ["/map", "/inner.xml.gz", "/1", "/2"]


def test_what_did_not_change_leads_nowhere(news: Site) -> None:
    known = Visited()
    with Fetcher(polite(news)) as fetcher:
        first = list(follow(news.at("/feed"), fetcher=fetcher, known=known, columns={}))
        known.pages.clear()
        second = list(follow(news.at("/feed"), fetcher=fetcher, known=known, columns={}))
    assert (len(first), second) == (3, [])
    assert news.paths == ["/feed", "/1", "/2", "/3", "/feed"]


def test_a_feed_is_asked_in_full_again_while_a_page_behind_it_is_away(news: Site) -> None:
    news.replies["/2"] = Reply(status=503)
    known = Visited()
    with Fetcher(replace(polite(news), attempts=1), pause=lambda _: None) as fetcher:
        found = list(follow(news.at("/feed"), fetcher=fetcher, known=known, columns={}))
    assert [isinstance(one, Unread) and one.passing for one in found] == [False, True, False]
    assert known.kept == {}


def test_robots_are_heeded_and_asked_once(news: Site) -> None:
    news.replies["/robots.txt"] = Reply(b"User-agent: aigraph\nDisallow: /2$\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /", "text/plain")
    pauses: list[float] = []
    found = read(news, "/feed", pauses=pauses)
    assert titles(found) == ["Story 1", None, "Story 3"]
    (refused,) = [one for one in found if isinstance(one, Unread)]
    assert refused.reason == (
        f"{news.at('/2')} is closed to programs by {news.at('/robots.txt')}: save the page in a browser and give the file"
    )
    assert [path for path, _ in news.asked] == ["/robots.txt", "/feed", "/1", "/3"]
    assert pauses[-2:] == [3.0, 3.0]


def test_a_host_is_asked_no_faster_than_agreed(news: Site) -> None:
    pauses: list[float] = []
    read(news, "/1", "/2", politeness=polite(news, interval=1.5), pauses=pauses)
    assert pauses == [1.5, 1.5]


def test_robots_that_fail_close_the_site(news: Site) -> None:
    news.replies["/robots.txt"] = Reply(status=500)
    (unread,) = read(news, "/1")
    assert isinstance(unread, Unread)
    assert unread.passing
    assert unread.reason.startswith(f"{news.at('/1')} is not asked for: {news.at('/robots.txt')} answers 500")
    assert [path for path, _ in news.asked] == ["/robots.txt"] * 3


def test_who_asks_to_wait_is_waited_for(news: Site) -> None:
    news.replies["/1"] = [Reply(status=429, headers={"Retry-After": "4"}), Reply(status=503), Reply(page("Story", *LONG))]
    pauses: list[float] = []
    assert titles(read(news, "/1", pauses=pauses)) == ["Story"]
    assert news.paths == ["/1"] * 3
    assert pauses[0] == 4.0
    assert 1.0 <= pauses[1] <= 2.0


def test_who_asks_to_wait_too_long_is_left_with_all_its_pages(news: Site) -> None:
    news.replies["/1"] = Reply(status=429, headers={"Retry-After": "3600"})
    found = read(news, "/feed")
    assert [one.reason.partition(": ")[0].partition(" ")[2] for one in found if isinstance(one, Unread)] == [
        "answers 429 and cannot be had now",
        "is not asked for, its server failed",
        "is not asked for, its server failed",
    ]
    assert "it asks to wait 3600 seconds" in found[0].reason  # type: ignore[union-attr]  # it is Unread, or the test fails
    assert news.paths == ["/feed", "/1"]


def test_one_broken_page_never_stops_the_others(news: Site) -> None:
    news.replies["/2"] = Reply(status=500)
    assert titles(read(news, "/feed")) == ["Story 1", None, "Story 3"]
    assert news.paths == ["/feed", "/1", "/2", "/2", "/2", "/3"]


def test_redirects_are_followed_and_the_last_address_is_the_source(news: Site) -> None:
    news.replies["/old"] = Reply(status=301, headers={"Location": "/older"})
    news.replies["/older"] = Reply(status=302, headers={"Location": news.at("/1#part")})
    (article,) = read(news, "/old")
    assert article.source == news.at("/1")
    assert news.paths == ["/old", "/older", "/1"]


def test_a_redirect_to_a_private_host_is_refused_without_a_request(news: Site) -> None:
    with site() as secret:
        news.replies["/1"] = Reply(status=302, headers={"Location": secret.at("/1")})
        news.replies["/2"] = Reply(status=302, headers={"Location": "http://localhost:" + secret.host.rpartition(":")[2]})
        news.replies["/3"] = Reply(status=302, headers={"Location": "file:///etc/passwd"})
        found = read(news, "/feed")
        assert secret.asked == []
    reasons = [one.reason for one in found if isinstance(one, Unread)]
    assert len(reasons) == 3
    assert "leads to 127.0.0.1, which is no public address: name " in reasons[0]
    assert "which is no public address" in reasons[1]
    assert reasons[2] == "'file:/etc/passwd' is no address of the web: give one as https://host/page"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("no address", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:  # noqa: FBT001 - a case
    assert is_public(address) is public


def test_a_feed_that_is_the_name_of_a_file_is_not_opened(news: Site, tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss(news, "/1").body)
    news.replies["/feed"] = Reply(str(secret).encode(), "application/rss+xml")
    (unread,) = read(news, "/feed")
    assert isinstance(unread, Unread)
    assert "is no feed" in unread.reason
    assert news.paths == ["/feed"]


def test_an_etag_is_sent_for_the_list_only(news: Site) -> None:
    read(news, "/feed")
    assert all("If-None-Match" not in headers for _, headers in news.asked)


BAD: list[tuple[str, Reply, str]] = [
    ("gone", Reply(status=410), "does not exist (410): give the address of a page"),
    ("absent", Reply(status=404), "does not exist (404)"),
    ("paid", Reply(status=402), "is refused (402): save the page in a browser and give the file"),
    ("closed", Reply(status=403), "is refused (403)"),
    ("odd", Reply(status=204), "answers 204, not 200 with a page: see what it shows in a browser"),
    ("lost", Reply(status=302), "answers 302, not 200 with a page"),
    ("circle", Reply(status=302, headers={"Location": "/x"}), "is redirected more than 5 times, at last to"),
    ("login", Reply(status=302, headers={"Location": "http://ada:secret@host.example/"}), "https://…@host.example holds a login"),
    ("picture", Reply(b"\x89PNG", "image/png"), "is of type image/png: give the address of a page, a feed or a sitemap"),
    ("long", Reply(b"<html>" + b"x" * 1_100_000), "is larger than 1 MB: save it and give its articles one by one"),
    ("endless", Reply(b"x" * 1_200_000, headers={"Content-Length": "", "Connection": "close"}), "is larger than 1 MB"),
    ("bomb", Reply(gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"}), "unpacks to more than 200 times"),
    ("cut-gzip", Reply(gzip.compress(page("x", *LONG))[:-9], headers={"Content-Encoding": "gzip"}), "is packed wrongly"),
    ("no-gzip", Reply(page("x", *LONG), headers={"Content-Encoding": "gzip"}), "is packed wrongly (Error -3"),
    ("brotli", Reply(b"x", headers={"Content-Encoding": "br"}), "is packed as 'br', which was not asked for"),
    ("menu", Reply(b"<html><nav>Home</nav></html>"), "is a page without the text of an article"),
    ("void", Reply(b""), "is empty: an article has at least one sentence"),
    ("half", Reply(page("x", *LONG), cut=200), "cannot be reached (peer closed connection without sending complete message body"),
    ("drip", Reply(b"x" * 400, drip=0.05), "did not answer within 0.5 seconds: try again later"),
    ("bad-feed", Reply(b"<rss><chan", "application/rss+xml"), "is a feed without entries: wait for some, or give another"),
    ("html-feed", Reply(b"<html><p>x</p></html>", "application/rss+xml"), "is no feed"),
    ("new-feed", Reply(b"<rss version='2.0'><channel></channel></rss>", "application/rss+xml"), "is a feed without entries"),
    ("bare-map", Reply(b"<urlset></urlset>", "text/xml"), "is a sitemap without pages: give another"),
    ("broken-map", Reply(b"<urlset", "text/xml"), "is a sitemap without pages"),
    ("packed-map", Reply(gzip.compress(b"<urlset>" + bytes(30_000_000)), "application/gzip"), "unpacks to more than 200 times its size"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "reason"), BAD, ids=[name for name, *_ in BAD])
def test_what_is_bad_is_one_line_with_a_remedy(news: Site, name: str, reply: Reply, reason: str) -> None:
    news.replies["/x"] = reply
    news.replies["/feed"] = rss(news, "/1", "/x", "/3")
    most, seconds = (40_000_000, 5.0) if "bomb" in name or "map" in name else (1024**2, 0.5 if name == "drip" else 5.0)
    found = read(news, "/feed", politeness=polite(news, seconds=seconds, most=most))
    assert titles(found) == ["Story 1", None, "Story 3"]
    (unread,) = [one for one in found if isinstance(one, Unread)]
    assert reason in unread.reason
    assert "\n" not in unread.reason


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://", "is no address of the web: give one as https://host/page"),
        ("http://[::1", "is no address ("),
        ("http://ada:secret@host.example/", "holds a login: give the address without it"),
        ("http://127.0.0.1:9/", "which is no public address"),
        ("http://[::1]:9/", "which is no public address"),
        ("http://2130706433/", "which is no public address"),
        ("http://nobody.invalid/", "cannot be reached"),
    ],
)
def test_bad_addresses_are_named(news: Site, address: str, reason: str) -> None:
    (unread,) = read(news, address)
    assert isinstance(unread, Unread)
    assert reason in unread.reason
    assert "secret" not in unread.reason
    assert news.asked == []


def test_a_name_is_checked_where_it_is_connected_to(news: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name gives a public address when it is first asked for, and loopback afterwards: it is asked once, and that is used."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked, connected = [], []

    def resolved(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connect)
    with Fetcher(replace(polite(news), attempts=2), pause=lambda _: None) as fetcher:
        (unread,) = follow("http://rebinding.example/", fetcher=fetcher, known=Visited(), columns={})
    assert isinstance(unread, Unread)
    assert connected == ["93.184.216.34"]
    assert asked == ["rebinding.example"] * 2
    assert "127.0.0.1, which is no public address" in unread.reason


def test_what_is_packed_arrives_whole(news: Site) -> None:
    news.replies["/1"] = Reply(gzip.compress(page("Packed", *LONG)), headers={"Content-Encoding": "gzip"})
    assert titles(read(news, "/1")) == ["Packed"]
