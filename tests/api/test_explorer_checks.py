"""The explorer in a real browser: exports, paths, keyboard, axe, refusals, speed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from graph.networks import Network, network, shortest_paths
from graph.store import Store
from tests.api.browsing import Visit
from tests.api.exploring import SCREENS, SUPPLIES

FORMS = ("png", "svg", "csv", "json", "graphml", "turtle", "html")


def saved(page: Page, form: str) -> Path:
    """The file that an entry of the export menu gives."""
    page.locator(".export > summary").click()
    with page.expect_download() as waited:
        page.locator(f".export [data-form={form}]").click()
    return Path(waited.value.path())


def test_exports_hold_what_is_visible_and_load_back(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
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


def opens_alone(chrome: Browser, file: Path, copy: Path, words: str) -> None:
    """A saved page or drawing loads nothing, runs nothing foreign, and has these words."""
    copy.write_bytes(file.read_bytes())
    context = chrome.new_context()
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", dismiss)
    page.goto(copy.as_uri())
    assert words in (page.locator(":root").text_content() or "")
    assert asked == [copy.as_uri()]
    context.close()
    assert wrong == []


def test_hostile_words_stay_words_in_every_export(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
    page = visit.open("/g?ids=hostile")
    files = {form: saved(page, form) for form in FORMS}
    opens_alone(chrome, files["html"], tmp_path / "page.html", "<script>alert(1)</script>")
    opens_alone(chrome, files["svg"], tmp_path / "drawing.svg", "supplies")
    assert nx.read_graphml(files["graphml"], force_multigraph=True).number_of_edges() == 1
    for row in csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"aigraph": "view", "address": "javascript:alert(1)"}), encoding="utf-8")
    page.locator(".export input[type=file]").set_input_files(bad)
    expect(page.get_by_role("alert")).to_contain_text("no view saved here")


def test_paths_are_those_that_networkx_finds(visit: Visit, filled: Store) -> None:
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


def test_the_keyboard_alone_goes_from_search_to_evidence_to_export(visit: Visit) -> None:
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


@pytest.mark.parametrize("path", [path for path in SCREENS if path != "/e/nobody"])
def test_axe_finds_nothing_serious_in_both_themes_and_languages(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.evaluate(AXE_SCRIPT)
    found = [*complaints(page)]
    page.get_by_role("button", name="Dark").click()
    page.get_by_role("button", name="FR", exact=True).click()
    visit.settle()
    found += complaints(page)
    assert found == []


def complaints(page: Page) -> list[Any]:
    ran: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one["id"], node["target"], node["failureSummary"])
        for one in ran["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_without_a_canvas_there_is_the_table(visit: Visit) -> None:
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
    503: "Try again in a moment",
    500: "Something went wrong",
}


def test_a_refusal_is_told_in_words(visit: Visit) -> None:
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


@pytest.mark.parametrize(("nodes", "frame"), [(500, 50), (2000, 160)])
def test_a_frame_of_many_is_drawn_in_time(visit: Visit, nodes: int, frame: int) -> None:
    """The quickest of some frames: what the work takes, however busy the machine is (20 and 6 frames a second)."""
    page = visit.open("/g?ids=nvidia")
    script = """async (count) => {
      const { view } = document.querySelector("canvas");
      const { draw } = await import("/static/graph/draw.js");
      const entities = Array.from({ length: count }, (_, n) => ({ id: `n${n}`, name: `Name ${n}`, type: "Company" }));
      const edges = Array.from({ length: count * 2 }, (_, n) => ({ id: `r${n}`, relation: "supplies", certainty: "asserted",
        phase: "current", sources: 1, support: 1, against: 0, subject: entities[n % count], object: entities[(n * 7 + 1) % count] }));
      view.show({ entities, edges, degree: new Map() });
      view.fit();
      const times = Array.from({ length: 12 }, () => {
        const began = performance.now();
        draw(view.ctx, view.scene, view.camera, { ...view, focus: null, brisk: true });
        return performance.now() - began;
      });
      return Math.min(...times);
    }"""
    assert page.evaluate(script, nodes) <= frame
