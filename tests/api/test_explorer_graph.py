"""The graph screen in a real browser: what it shows, keeps, and gives away."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route, expect

from graph import lookup
from graph.lookup import EdgeFilter
from graph.networks import network, shortest_paths
from graph.store import Store
from tests.api.browsing import Visit
from tests.api.exploring import BUNDLED, SCREENS, SUPPLIES

IDS = ("nvidia", "tesla", "amd", "coreweave", "h100", "jensen-huang-person")
FORMS = ("png", "svg", "csv", "json", "graphml", "turtle", "html")


def among(store: Store, filters: EdgeFilter) -> set[str]:
    """The edges around Nvidia that fit, as the API gives them."""
    return {found.edge.id for found in lookup.entity_edges(store, "nvidia", filters=filters, limit=500).items}


def saved(page: Page, form: str) -> Path:
    """The file that an entry of the export menu gives."""
    page.locator(".export > summary").click()
    with page.expect_download() as waited:
        page.locator(f".export [data-form={form}]").click()
    return Path(waited.value.path())


def around_nvidia(visit: Visit) -> set[str]:
    ends = "canvas => canvas.view.scene.edges.filter(({ from, to }) => from.id === 'nvidia' || to.id === 'nvidia').map(({ id }) => id)"
    return set(visit.canvas.evaluate(ends))


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("relation=supplies&relation=competes-with", EdgeFilter(relation=("supplies", "competes-with"))),
        ("certainty=asserted&phase=current", EdgeFilter(certainty=("asserted",), phase=("current",))),
        ("from=2025-01&undated=no", EdgeFilter(since="2025-01")),
        ("from=2025-02&to=2025-04&undated=no", EdgeFilter(since="2025-02", until="2025-04")),
        ("as_of=2025-01", EdgeFilter(as_of="2025-01")),
        ("as_of=2025-02-01&certainty=asserted", EdgeFilter(as_of="2025-02-01", certainty=("asserted",))),
    ],
)
def test_what_is_drawn_is_what_the_api_gives(visit: Visit, filled: Store, query: str, filters: EdgeFilter) -> None:
    visit.open(f"/g?ids=nvidia&{query}")
    assert around_nvidia(visit) == among(filled, filters)


def test_the_slider_narrows_by_month_and_counts_the_undated(visit: Visit, filled: Store) -> None:
    page = visit.open("/g?ids=nvidia")
    undated = [found for found in lookup.entity_edges(filled, "nvidia", limit=500).items if found.edge.first_seen is None]
    expect(page.locator(".time .undated")).to_contain_text(str(len(undated) + 1))  # and Washington's on the H100
    page.get_by_label("First month").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("undated").uncheck()
    assert "from=2025-01" in page.url
    assert around_nvidia(visit) == among(filled, EdgeFilter(since="2025-01"))
    expect(page.locator(".chips")).to_contain_text("hidden by filters")
    page.get_by_label("Time", exact=True).select_option("happened")
    expect(page.locator(".time .said")).to_have_text("no dates")
    page.get_by_role("button", name="All of it").click()
    assert around_nvidia(visit) == among(filled, EdgeFilter())


def test_an_edge_as_of_then_has_the_status_known_then(visit: Visit) -> None:
    page = visit.open(f"/r/{SUPPLIES}")
    expect(page.locator(".edge-head")).to_contain_text("disputed")
    page.get_by_text("As of today").click()
    page.get_by_label("As of", exact=True).fill("2025-02-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".as-of > summary")).to_have_text("As of Feb 1, 2025")
    expect(page.locator(".evidence article")).to_have_count(2)
    expect(page.locator(".edge-head")).not_to_contain_text("disputed")
    page.locator(".edge-head").get_by_role("link", name="Tesla").click()
    expect(page.locator("tr[data-edge]")).to_have_count(1)
    assert "as_of=2025-02-01" in page.url
    page.goto(f"{visit.base}/r/{SUPPLIES}?as_of=2024-01-01")
    expect(page.locator("main")).to_contain_text("Nobody had said this by Jan 1, 2024")


def test_expanding_by_relation_adds_no_other(visit: Visit) -> None:
    page = visit.open("/g?ids=nvidia&hops=0&sel=nvidia")
    page.locator(".groups").get_by_role("button", name="develops").click()
    visit.settle()
    assert set(visit.places()) == {"nvidia", "h100-product"} or set(visit.places()) == {"nvidia", "h100"}


def test_depth_collapse_and_steps_back(visit: Visit) -> None:
    page = visit.open("/g?ids=tesla&hops=0&sel=tesla")
    visit.canvas.focus()
    page.keyboard.press("1")
    expect(page.locator(".crumbs")).to_contain_text("1 step around Tesla")
    one = set(visit.places())
    page.keyboard.press("2")
    expect(page.locator(".crumbs li")).to_have_count(3)
    assert set(visit.places()) > one
    page.get_by_role("button", name="1 step around Tesla").click()
    expect(page.locator(".crumbs li")).to_have_count(2)
    assert set(visit.places()) == one
    page.get_by_role("button", name="Collapse").click()
    expect(page.locator(".crumbs")).to_contain_text("Tesla collapsed")
    assert set(visit.places()) == {"tesla"}


def test_fifty_steps_are_undone_and_redone(visit: Visit) -> None:
    spokes = [f"spoke-{n:03}" for n in range(52)]
    page = visit.open(f"/g?ids=hub,{','.join(spokes)}&hops=0")
    before = visit.drawn()
    for id_ in spokes[:51]:
        visit.canvas.evaluate("({ view }, id) => view.choose({ node: view.scene.byId.get(id) })", id_)
        page.locator(".inspector").get_by_role("button", name="Hide").click()
    left = visit.drawn()
    assert len(left) == 1
    for _ in range(51):
        page.keyboard.press("Control+z")
    assert visit.drawn() == before
    for _ in range(51):
        page.keyboard.press("Control+Shift+z")
    assert visit.drawn() == left


def test_more_than_five_parallel_edges_are_one_line_that_lists_them(visit: Visit) -> None:
    page = visit.open("/g?ids=left")
    [bundle] = visit.drawn()
    visit.click_on_canvas(bundle)
    expect(page.locator(".inspector .near li")).to_have_count(len(BUNDLED))
    page.locator(".inspector").get_by_role("button", name="Left acquires Right").click()
    expect(page.locator(".inspector blockquote")).to_have_text("Six ties and more.")


def test_a_disputed_edge_has_a_line_of_its_own(visit: Visit) -> None:
    visit.open("/g?ids=nvidia")
    styles = visit.canvas.evaluate("canvas => Object.fromEntries(canvas.view.scene.edges.map(({ id, style }) => [id, style]))")
    assert [id_ for id_, style in styles.items() if style == "double"] == [SUPPLIES]


def test_a_link_shows_another_reader_the_same(visit: Visit, chrome: Browser) -> None:
    page = visit.open("/g?ids=nvidia&certainty=asserted")
    visit.click_on_canvas(SUPPLIES)
    box = visit.canvas.bounding_box()
    where = visit.canvas.evaluate("canvas => canvas.view.whereIs('amd')")
    assert box
    page.mouse.move(box["x"] + where["x"], box["y"] + where["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + where["x"] + 37, box["y"] + where["y"] - 21, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**cam=**")
    spots = "canvas => canvas.view.scene.nodes.map(({ id }) => [id, canvas.view.whereIs(id)])"
    before = dict(visit.canvas.evaluate(spots))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    other = chrome.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    again = Visit(other.new_page(), visit.base)
    again.open(link.removeprefix(visit.base))
    after = dict(again.canvas.evaluate(spots))
    assert before.keys() == after.keys()
    assert all(abs(before[id_][axis] - after[id_][axis]) <= 1 for id_ in before for axis in "xy")
    assert again.drawn() == visit.drawn()
    expect(again.page.locator("html")).to_have_attribute("lang", "en")
    expect(again.page.locator(".inspector .edge-head")).to_contain_text("Tesla")
    other.close()
    assert again.wrong == []


def test_exports_hold_what_is_visible_and_load_back(visit: Visit, chrome: Browser, tmp_path: Path) -> None:
    page = visit.open("/g?ids=alpha,nvidia&relation=supplies&relation=partners-with&hops=1")
    shown = set(visit.drawn())
    files = {form: saved(page, form) for form in FORMS}
    drawn = nx.read_graphml(files["graphml"], force_multigraph=True)
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
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
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
    500: "Something failed",
}


def test_a_refusal_is_told_in_words(visit: Visit) -> None:
    answer = {"status": 200}

    def refuse(route: Route) -> None:
        headers = {"retry-after": "7"}
        route.fulfill(status=answer["status"], headers=headers, content_type="application/problem+json", body='{"detail": "because"}')

    visit.page.route("**/api/v1/edges/**", refuse)
    for answer["status"], words in REFUSALS.items():
        page = visit.open(f"/r/{SUPPLIES}")
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
