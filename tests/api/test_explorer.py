"""The explorer in a real browser, on the tests' store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.access import Access
from api.app import create_app
from api.tokens import Tokens
from graph import lookup
from graph.store import Store
from tests.api.browsing import Visit, served
from tests.api.exploring import HUB, SCREENS, SUPPLIES
from tests.graph.samples import article, reading, story


def test_check_07_a_search_leads_to_the_sentences_behind_an_edge(visit: Visit, filled: Store) -> None:
    page = visit.open("/")
    page.get_by_role("combobox").last.fill("nvid")
    page.get_by_role("option", name="Nvidia").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nvidia")).to_be_visible()
    page.get_by_role("link", name="Open as graph").click()
    visit.settle()
    visit.click_on_canvas(SUPPLIES)
    inspector = page.locator(".inspector")
    claims = lookup.edge_claims(filled, SUPPLIES)
    expect(inspector.locator("article")).to_have_count(claims.total)
    for claim in claims.items:
        found = lookup.article(filled, claim.claim.article.id, with_text=True)
        card = inspector.locator(f"[id={claim.claim.id}]")
        assert found is not None
        assert found.text is not None
        start, end = (int(card.get_attribute(f"data-{name}") or -1) for name in ("start", "end"))
        assert card.locator("blockquote").text_content() == found.text[start:end] == claim.claim.evidence.quote
        expect(card).to_contain_text(claim.claim.article.publisher or "")
        expect(card.locator("mark.subject")).to_have_text("Nvidia")
        expect(card.locator(".against")).to_be_visible()
    expect(inspector.locator(".edge-head")).to_contain_text("disputed")
    page.reload()
    expect(inspector.locator("article")).to_have_count(3)


@pytest.fixture
def locked(filled: Store, chrome: Browser, tmp_path: Path) -> Iterator[tuple[Visit, Tokens]]:
    """A server that opens to tokens alone, and a visit to it."""
    tokens = Tokens(tmp_path)
    with served(create_app(filled, access=Access(tokens, open=False))) as address:
        context = chrome.new_context(locale="en-GB", reduced_motion="reduce")
        visit = Visit(context.new_page(), address)
        yield visit, tokens
        context.close()
    assert visit.wrong == []


def test_a_server_that_wants_a_token_is_given_one_by_its_reader(locked: tuple[Visit, Tokens]) -> None:
    (visit, tokens), page = locked, locked[0].page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.headers.get("authorization", "")) if "/api/" in request.url else None)
    page.goto(f"{visit.base}/e/nvidia")
    asked = page.get_by_role("dialog")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("This server asks for a token")
    expect(asked.get_by_role("alert")).to_have_count(0)
    page.get_by_label("Token").fill("aig_wrong")
    page.keyboard.press("Enter")
    expect(asked.get_by_role("alert")).to_contain_text("doesn’t know this token")
    secret = tokens.create("ann", ["read"])
    page.get_by_label("Token").fill(f" {secret} ")
    page.get_by_role("button", name="Use this token").click()
    expect(page.get_by_role("heading", name="Nvidia")).to_be_visible()
    expect(asked).to_have_count(0)
    sent.clear()
    visit.open("/g?ids=nvidia")
    assert set(sent) == {f"Bearer {secret}"}
    assert not any(secret in url for url in visit.asked)
    assert secret not in page.evaluate("JSON.stringify(localStorage) + document.cookie")
    visit.open("/about")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Description of the API").click()
    assert json.loads(Path(waited.value.path()).read_text(encoding="utf-8"))["openapi"] == "3.1.0"
    visit.open("/c")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".problem")).to_contain_text("'ann' has the scopes read: this takes cypher")
    tokens.revoke("ann")
    page.goto(f"{visit.base}/e/tesla")
    expect(asked.get_by_role("alert")).to_contain_text("doesn’t know this token")


def test_a_reader_without_a_token_is_told_so_and_may_try_again(locked: tuple[Visit, Tokens]) -> None:
    visit, tokens = locked
    page = visit.page
    page.goto(f"{visit.base}/e/nvidia")
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".problem.locked")).to_contain_text("answers to tokens alone")
    page.get_by_role("button", name="Try again").click()
    page.get_by_label("Token").fill(tokens.create("bob", ["read"]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nvidia")).to_be_visible()


def test_the_start_tells_what_was_said_last(visit: Visit, filled: Store) -> None:
    page = visit.open("/")
    latest = lookup.changes(filled, limit=8).items
    shown = page.locator(".latest li").all()
    assert [one.locator("time").get_attribute("datetime") for one in shown] == [found.edge.last_seen for found in latest]
    for one, found in zip(shown, latest, strict=True):
        expect(one).to_contain_text(found.subject.name)
        expect(one).to_contain_text(found.object.name)


def test_the_quote_is_shown_where_it_stands_in_its_article(visit: Visit) -> None:
    page = visit.open("/e/societe-generale")
    page.get_by_role("button", name="1 sentence").click()
    page.get_by_role("button", name="In the article").click()
    expect(page.locator("mark.evidence")).to_have_text("La Société Générale investit dans Mistral AI.")
    expect(page.locator("blockquote")).to_have_attribute("lang", "fr")
    expect(page.locator("blockquote ~ .source cite a")).to_have_attribute("href", "https://echo.example/une")
    for place in (".context", ".articles"):
        expect(page.locator(f"{place} .author")).to_have_text("Author: Lise Aubrac-Morin")
        expect(page.locator(f"{place} .canonical a")).to_have_attribute("href", "https://echo.example/a-la-une")


def test_check_03_accents_do_not_matter_and_typing_asks_once(visit: Visit) -> None:
    visit.page.clock.install(time=0)  # or a busy machine makes pauses between keys
    page = visit.open("/")
    page.clock.pause_at(3_600_000)
    box = page.get_by_role("combobox").last
    for letter in "societe":
        box.press(letter)
        page.clock.run_for(100)
    assert not [url for url in visit.asked if "/suggest" in url]
    page.clock.run_for(100)
    expect(page.get_by_role("option")).to_contain_text("Société Générale")
    assert len([url for url in visit.asked if "/suggest" in url]) == 1


def test_a_filter_hides_edges_on_canvas_and_table_alike_and_is_kept_in_the_address(visit: Visit) -> None:
    page = visit.open("/g?ids=nvidia")
    before = visit.drawn()
    assert SUPPLIES in before
    page.get_by_role("checkbox", name="supplies").uncheck()
    assert SUPPLIES not in visit.drawn()
    expect(page.locator(".chips")).to_contain_text("1 edge hidden by filters")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("tr[data-edge]")).to_have_count(len(before) - 1)
    page.reload()
    visit.settle()
    expect(page.locator("tr[data-edge]")).to_have_count(len(before) - 1)
    page.locator(".chips .filter").click()
    page.get_by_role("tab", name="Graph").click()
    assert sorted(visit.drawn()) == sorted(before)


def test_check_04_expanding_adds_25_and_leaves_what_stood_where_it_stood(visit: Visit) -> None:
    page = visit.open("/g?ids=hub")
    before, edges = visit.places(), visit.drawn()
    assert len(before) == 26
    visit.asked.clear()
    expect(page.locator(".inspector")).to_contain_text(f"25 of {HUB} edges shown")
    page.get_by_role("button", name="Add 25 neighbours").click()
    expect(page.locator(".inspector")).to_contain_text(f"50 of {HUB} edges shown")
    visit.settle()
    assert len([url for url in visit.asked if "/graph" in url]) == 1
    after, more = visit.places(), visit.drawn()
    assert {id_: after[id_] for id_ in before} == before
    assert (len(after), set(more) > set(edges)) == (51, True)
    page.get_by_role("button", name="Undo").click()
    assert (visit.places(), visit.drawn()) == (before, edges)
    page.get_by_role("button", name="Redo").click()
    assert (visit.places(), visit.drawn()) == (after, more)


def test_check_06_parallel_edges_are_clicked_one_by_one(visit: Visit) -> None:
    page = visit.open("/g?ids=alpha")
    seen = set()
    for id_ in visit.drawn():
        visit.click_on_canvas(id_)
        expect(page.locator(".inspector article")).to_have_count(1)
        seen.add(page.locator(".inspector h2").text_content())
    assert seen == {"Alpha supplies Omega", "Alpha invests in Omega", "Alpha partners with Omega"}


def test_the_keyboard_alone_reaches_the_sentences(visit: Visit) -> None:
    page = visit.open("/g?ids=alpha,nvidia&hops=0")
    visit.canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator(".inspector")).to_contain_text("Click an edge")
    visit.open("/g?ids=alpha")
    visit.canvas.focus()
    page.keyboard.press(".")
    expect(page.locator(".inspector blockquote")).to_have_text("Three ties.")


def test_paths_are_read_as_lines_with_their_sentences(visit: Visit) -> None:
    page = visit.open("/p?from=h100&to=tesla")
    first = page.locator(".path-list > li").first
    expect(first.locator(".path")).to_contain_text("is developed by")
    first.locator("summary").click()
    first.get_by_role("button", name="3 sentences").click()
    expect(first.locator("blockquote")).to_have_count(3)


def test_a_query_in_the_address_is_shown_and_runs_only_when_told_to(visit: Visit) -> None:
    page = visit.open("/c?q=MATCH (a {id: 'nvidia'})-[r]->(b) WHERE r.contradicted RETURN a, r, b")
    page.wait_for_timeout(300)
    assert not [url for url in visit.asked if url.startswith("POST")]
    page.get_by_role("textbox", name="Statement").press("Control+Enter")
    visit.settle()
    assert visit.drawn() == [SUPPLIES]
    page.get_by_role("button", name="Table").click()
    expect(page.locator(".answer tbody tr")).to_have_count(1)
    page.get_by_role("textbox", name="Statement").fill("MATCH (n) DETACH DELETE n")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("The query is refused")


def test_enter_waits_for_the_answer_on_its_way(visit: Visit) -> None:
    page = visit.open("/about")
    box = page.get_by_role("combobox").last
    box.fill("tesla")
    box.press("Enter")
    page.wait_for_url("**/e/tesla")


def test_what_one_typed_outlives_the_skip_link_and_the_other_language(visit: Visit) -> None:
    page = visit.open("/c")
    page.get_by_role("textbox", name="Statement").fill("RETURN 42 AS mine")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert page.get_by_role("textbox", name="Statement").input_value() == "RETURN 42 AS mine"
    page.get_by_role("button", name="FR").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.locator(".editor textarea").first.input_value() == "RETURN 42 AS mine"


def test_arrows_walk_in_a_small_picture_and_enter_opens(visit: Visit) -> None:
    page = visit.open("/e/h100")
    here = page.url
    visit.canvas.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    assert page.url == here
    chosen = visit.canvas.evaluate("({ view }) => view.selected.node.id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/e/{chosen}")


def test_numbers_of_an_answer_are_shown_as_they_are(visit: Visit) -> None:
    page = visit.open("/c?q=RETURN+0.00012+AS+a,+2025+AS+b,+0.95923+AS+c")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("td").first).to_be_visible()
    assert page.locator("td").all_inner_texts() == ["0.00012", "2025", "0.95923"]


@pytest.mark.parametrize("visit", [{"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}], indirect=True)
@pytest.mark.parametrize("path", SCREENS)
def test_check_18_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_server_out_of_reach_is_told_and_asked_again(visit: Visit) -> None:
    page = visit.open("/e/nvidia")
    page.context.set_offline(True)
    page.get_by_role("button", name="3 sentences").click()
    expect(page.get_by_role("alert")).to_contain_text("The server can’t be reached")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("blockquote")).to_have_count(3)


def test_a_copy_of_an_article_is_said_to_be_one(visit: Visit, filled: Store) -> None:
    read = [reading(article(f"{story(1)} {n}", publisher=f"Paper {n}"), ("Paper", "supplies", "Inker")) for n in range(2)]
    filled.add(read)
    [found] = lookup.entity_edges(filled, "inker").items
    page = visit.open(f"/r/{found.edge.id}")
    expect(page.locator("article.claim")).to_have_count(2)
    expect(page.get_by_text("A copy of the text above: Paper ")).to_have_count(1)
    expect(page.locator(".edge-head")).to_contain_text("1 outlet")
