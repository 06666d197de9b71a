"""Words that try to be script, markup, formulas, another direction of writing, or too long: they stay words, and the page stays a page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect

from graph import lookup
from graph.store import Store
from ontology.edges import edge_id
from tests.api.browsing import Visit
from tests.api.exploring import LONG
from tests.api.saving import FORMS, opens_alone, saved

HELD = edge_id(("hostile", "supplies", "tesla"))
ASKED = "MATCH (a {id: 'hostile'})-[r]->(b) RETURN a, r, b, a.name"
PATHS = (
    "/",
    "/e/hostile",
    "/e/tesla",
    "/g?ids=hostile",
    "/g?ids=hostile,other-end&tab=table",
    f"/g?ids=hostile&sel={HELD}",
    f"/r/{HELD}",
    "/p?from=hostile&to=nvidia",
    f"/c?q={ASKED}",
    "/c?q=<script>alert(1)</script>",
    "/about?as_of=<script>alert(1)</script>",
)
TALLEST = 420
"""No name, title or the like takes more of a page than that, in CSS pixels."""
NAMES = (
    "h1, h2, .sentence, .near li, .latest li, .questions li, .path, .chip, .source, .facts div, .options li, .aliases, footer > span, "
    ".crumbs"
)


def open_all(page: Page, path: str) -> None:
    """What a reader would open: sentences, their places in the articles, an answer in Cypher."""
    for button in page.get_by_role("button", name="sentence").all():
        button.click()
    for button in page.get_by_role("button", name="In the article").all():
        button.click()
    if path.startswith("/c"):
        page.get_by_role("button", name="Run").click()
    if path == "/":
        page.get_by_role("combobox").last.fill("href heading")
        page.get_by_role("option").first.wait_for()


@pytest.mark.parametrize("path", PATHS)
def test_check_02_hostile_words_are_words_and_leave_the_page_whole(visit: Visit, path: str) -> None:
    page = visit.open(path)
    open_all(page, path)
    visit.settle()
    assert page.locator("script").count() == 1
    assert page.locator("img:not([src='/static/mark.svg'])").count() == 0
    assert page.locator("[href^='javascript:'], [onerror], [onclick]").count() == 0
    if path.startswith(("/e", "/g", "/r")):
        expect(page.locator("main")).to_contain_text("<script>alert(1)</script>")
    bidi = "document.body.innerText.match(/[\\u0000-\\u0008\\u202a-\\u202e\\u2066-\\u2069]/)"
    assert page.evaluate(bidi) is None
    heights = f"[...document.querySelectorAll(`{NAMES}`)].map((one) => one.getBoundingClientRect().height)"
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert max(page.evaluate(heights), default=0) <= TALLEST


def test_check_02_a_quote_is_shown_whole_however_long(visit: Visit, filled: Store) -> None:
    page = visit.open(f"/r/{HELD}")
    [first, *_] = lookup.edge_claims(filled, HELD).items
    quote = page.locator(f"[id={first.claim.id}] blockquote")
    assert len(quote.text_content() or "") > 4900
    assert (quote.text_content() or "").endswith(first.claim.evidence.quote[-200:])


def test_check_02_hostile_words_stay_words_in_every_export(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
    page = visit.open("/g?ids=hostile,other-end")
    files = {form: saved(page, form) for form in FORMS}
    opens_alone(chrome, files["html"], tmp_path / "page.html", "<script>alert(1)</script>")
    opens_alone(chrome, files["svg"], tmp_path / "drawing.svg", "supplies")
    named = nx.read_graphml(files["graphml"], force_multigraph=True).nodes(data="name")
    assert LONG[-500:] in dict(named)["hostile"]
    for row in csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    before = visit.drawn()
    visit.open("/g?ids=tesla")
    page.locator(".export input[type=file]").set_input_files(files["json"])
    page.wait_for_url("**hostile**")
    visit.settle()
    assert visit.drawn() == before
    for address in ("javascript:alert(1)", "/g?../../evil", "//evil.example/g?", "/e/x"):
        bad = tmp_path / "bad.json"
        bad.write_text(json.dumps({"aigraph": "view", "address": address}), encoding="utf-8")
        page.locator(".export input[type=file]").set_input_files(bad)
        if not address.startswith("/g?"):
            expect(page.get_by_role("alert")).to_contain_text("no view saved here")


def test_check_02_a_saved_page_keeps_its_layout(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
    file = saved(visit.open("/g?ids=hostile,other-end"), "html")
    copy = tmp_path / "page.html"
    copy.write_bytes(file.read_bytes())
    context = chrome.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(copy.as_uri())
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator("h1").evaluate("one => one.getBoundingClientRect().height") <= TALLEST
    assert page.locator("#graph").evaluate("one => one.getBoundingClientRect().top") <= TALLEST
    expect(page.locator("tbody")).to_contain_text("<script>alert(1)</script>")
    context.close()
