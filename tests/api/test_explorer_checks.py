"""The explorer in a real browser: every screen, exports, paths, keyboard, axe, French, refusals, many entities."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route, expect

from graph.networks import Network, network, shortest_paths
from graph.store import Store
from ontology.vocabulary import ontology
from tests.api.browsing import Visit
from tests.api.exploring import SCREENS, SUPPLIES, WORDS
from tests.api.saving import FORMS, opens_alone, saved


def test_check_01_every_screen_asks_loopback_alone_keeps_the_policy_and_throws_nothing(visit: Visit) -> None:
    for path in SCREENS:
        with visit.page.expect_response(lambda response: response.request.is_navigation_request()) as waited:
            visit.open(path)
        assert "default-src 'none'" in waited.value.headers["content-security-policy"]
        assert visit.wrong == [], path
    assert len(visit.asked) > 3 * len(SCREENS)
    script = """() => {
      const inline = document.createElement("script");
      inline.textContent = "window.ran = true";
      document.body.append(inline);
      setTimeout(() => { throw new Error("thrown"); });
      return fetch("http://192.0.2.1/").catch(() => window.ran ?? "refused");
    }"""
    assert visit.page.evaluate(script) == "refused"
    visit.page.wait_for_timeout(50)
    seen, visit.wrong[:] = " ".join(visit.wrong), []
    assert all(words in seen for words in ("script-src", "connect-src", "page error: thrown")), seen


def test_check_12_exports_hold_what_is_visible_and_load_back(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
    page = visit.open("/g?ids=alpha,nvidia&relation=supplies&relation=partners-with&hops=1")
    shown = set(visit.drawn())
    files = {form: saved(page, form) for form in FORMS}
    drawn: Network = nx.MultiDiGraph(nx.read_graphml(files["graphml"], force_multigraph=True))
    assert {key for _, _, key in drawn.edges(keys=True)} == shown
    assert drawn.number_of_edges("alpha", "omega") == 2
    assert {row["id"] for row in csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8")))} == shown
    assert files["png"].read_bytes().startswith(b"\x89PNG")
    assert files["svg"].read_text(encoding="utf-8").count("<g>") == len(visit.places()) + len(shown)
    assert files["turtle"].read_text(encoding="utf-8").count("@prefix") > 1
    kept = json.loads(files["json"].read_text(encoding="utf-8"))
    assert {edge["id"] for edge in kept["edges"]} == shown
    opens_alone(chrome, files["html"], tmp_path / "page.html", "Alpha")
    before = visit.places()
    visit.open("/g?ids=tesla")
    page.locator(".export input[type=file]").set_input_files(files["json"])
    page.wait_for_url("**cam=**")
    visit.settle()
    assert set(visit.drawn()) == shown
    assert all(abs(before[id_][axis] - visit.places()[id_][axis]) < 0.1 for id_ in before for axis in (0, 1))


def test_check_12_behind_the_table_the_picture_is_what_it_was(visit: Visit) -> None:
    page = visit.open("/g?ids=alpha,nvidia&tab=table")
    assert saved(page, "png").read_bytes().startswith(b"\x89PNG")
    kept = json.loads(saved(page, "json").read_text(encoding="utf-8"))
    assert float(parse_qs(urlsplit(kept["address"]).query)["cam"][0].split("_")[2]) > 0.2
    page.get_by_role("tab", name="Graph").click()
    visit.settle()
    seen = visit.canvas.evaluate("({ view: { camera } }) => [camera.x, camera.y, camera.k]")
    page.get_by_role("tab", name="Table").click()
    visit.page.wait_for_timeout(50)
    assert visit.canvas.evaluate("({ view: { camera } }) => [camera.x, camera.y, camera.k]") == seen


def test_check_10_paths_are_those_that_networkx_finds(visit: Visit, filled: Store) -> None:
    whole = network(filled)
    for start, end in (("h100", "tesla"), ("inria", "coreweave")):
        page = visit.open(f"/p?from={start}&to={end}")
        lines = page.locator(".path-list .path").all()
        shown = [[(link.get_attribute("href") or "")[3:] for link in line.locator(":scope > a").all()] for line in lines]
        assert sorted(shown) == sorted(shortest_paths(whole, start, end, k=8))


def reach(page: Page, words: str) -> None:
    """Go on with Tab until what has the focus is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent"):
            return
    pytest.fail(f"no Tab leads to {words!r}")


def test_check_13_the_keyboard_alone_goes_from_search_to_evidence_to_export(visit: Visit) -> None:
    page = visit.open("/")
    expect(page.get_by_role("combobox").last).to_be_focused()
    page.keyboard.type("alph")
    page.get_by_role("option", name="Alpha").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Alpha").wait_for()
    reach(page, "Open as graph")
    page.keyboard.press("Enter")
    page.wait_for_url("**/g?**")
    visit.settle()
    reach(page, "Graph: arrow keys")
    page.keyboard.press(".")
    expect(page.locator(".inspector blockquote")).to_have_text("Three ties.")
    for _ in range(80):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "Export":
            break
    page.keyboard.press("Enter")
    reach(page, "CSV")
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    assert waited.value.suggested_filename == "alpha-omega.csv"


def open_everything(page: Page) -> None:
    """Menus, sentences and answers that a screen opens on demand."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    if page.locator(".act button").count():
        page.locator(".act button").first.click()
    if page.locator(".editor").count():
        page.locator(".editor button.strong").click()


@pytest.mark.parametrize("path", [*SCREENS, "/g?ids=nvidia&tab=table", f"/g?ids=nvidia&sel={SUPPLIES}"])
def test_check_14_axe_finds_nothing_serious_in_both_themes_and_languages(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.evaluate(AXE_SCRIPT)
    found = []
    for theme, language in (("Dark theme", "FR"), ("Thème clair", None), (None, "EN"), ("Dark theme", None)):
        open_everything(page)
        visit.settle()
        found += complaints(page)
        if theme:
            page.get_by_role("button", name=theme).click()
        if language:
            page.get_by_role("button", name=language, exact=True).click()
            visit.settle()
    assert found == []


def complaints(page: Page) -> list[Any]:
    ran: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one["id"], node["target"], node["failureSummary"])
        for one in ran["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def english() -> re.Pattern[str]:
    """Texts that are English and not French too: of the explorer, with gaps for what is put in, and of the ontology."""
    terms = ontology()
    kinds = (terms.relations, terms.families, terms.entity_types, terms.certainties, terms.phases, terms.qualifiers)
    labels = [term.label for kind in kinds for term in kind.values()] + [relation.inverse for relation in terms.relations.values()]
    pairs = [(WORDS["en"][key], WORDS["fr"][key]) for key in WORDS["en"]] + [(label["en"], label["fr"]) for label in labels]
    french = {fr for _, fr in pairs}
    own = sorted({en for en, fr in pairs if en != fr and en not in french and len(en.strip("{}")) > 1} - {"FR"})
    return re.compile("|".join(re.sub(r"\\{\w+\\}", "[^ ]+", re.escape(text)) for text in own))


SHOWN = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest("[lang=en], textarea, pre, .answer td"))
  .flatMap((one) => [
  ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()),
  one.title ?? "", one.ariaLabel ?? "", one.placeholder ?? "", one.ariaValueText ?? ""]).concat(document.title)"""


def test_what_is_english_is_recognised() -> None:
    assert all(english().fullmatch(text) for text in ("Start page", "is supplied by", "25 edges", "company"))
    assert not english().fullmatch("Page d’accueil")


@pytest.mark.parametrize("visit", [{"locale": "fr-FR"}], indirect=True)
@pytest.mark.parametrize(
    "path", [*SCREENS, "/g?ids=nvidia&tab=table", "/g?ids=nvidia&phase=current&hops=1", f"/g?ids=nvidia&sel={SUPPLIES}"]
)
def test_check_15_in_french_no_english_is_left(visit: Visit, path: str) -> None:
    page = visit.open(path)
    open_everything(page)
    visit.settle()
    shown = set(page.evaluate(SHOWN))
    assert page.locator("html").get_attribute("lang") == "fr"
    assert len(shown) > 8
    assert sorted(text for text in shown if english().fullmatch(text)) == []


def test_check_18_without_a_canvas_there_is_the_table(visit: Visit) -> None:
    visit.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = visit.open("/g?ids=nvidia")
    expect(page.locator(".note")).to_contain_text("draws no canvas")
    expect(page.locator("tr[data-edge]").first).to_be_visible()
    visit.open("/e/nvidia")
    expect(page.locator("tr[data-edge]").first).to_be_visible()


REFUSALS = {
    404: "There is nothing here",
    410: "This has been taken back",
    422: "The server refused this request",
    429: "asks to wait 7 seconds",
    403: "This token may not do this",
    504: "The query took longer than it may",
    503: "Try again in a moment",
    500: "Something went wrong",
}


def test_check_18_a_refusal_is_told_in_words(visit: Visit) -> None:
    answer = {"status": 200}

    def refuse(route: Route) -> None:
        headers = {"retry-after": "7"}
        route.fulfill(status=answer["status"], headers=headers, content_type="application/problem+json", body='{"detail": "because"}')

    visit.page.route("**/api/v1/edges/**", refuse)
    for answer["status"], words in REFUSALS.items():
        page = visit.page
        page.goto(f"{visit.base}/r/{SUPPLIES}")
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_role("alert")).to_contain_text("because")


@pytest.mark.parametrize("visit", [{"locale": "fr-FR"}], indirect=True)
def test_check_15_a_refusal_is_told_in_french_and_the_servers_english_is_folded_away(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.base}/r/{SUPPLIES}?as_of=2025-02-31")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("quelque chose que le serveur n’accepte pas")
    expect(alert.locator("[lang=en]")).to_be_hidden()
    alert.locator("summary").click()
    expect(alert.locator("[lang=en]")).to_contain_text("as_of is '2025-02-31', no date")
