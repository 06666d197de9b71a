"""The graph screen in a real browser: what it shows, and what a link keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from graph import lookup
from graph.lookup import EdgeFilter
from graph.store import Store
from ontology.vocabulary import ontology
from tests.api.browsing import Visit
from tests.api.exploring import BUNDLED, SUPPLIES


def among(store: Store, filters: EdgeFilter) -> set[str]:
    """The edges around Nvidia that fit, as the API gives them."""
    return {found.edge.id for found in lookup.entity_edges(store, "nvidia", filters=filters, limit=500).items}


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
def test_check_09_what_is_drawn_is_what_the_api_gives(visit: Visit, filled: Store, query: str, filters: EdgeFilter) -> None:
    visit.open(f"/g?ids=nvidia&{query}")
    assert around_nvidia(visit) == among(filled, filters)
    ends = [{found.subject.id, found.object.id} for found in lookup.entity_edges(filled, "nvidia", filters=filters, limit=500).items]
    assert set(visit.places()) == {"nvidia"}.union(*ends)


def test_check_09_the_slider_narrows_by_month_and_counts_the_undated(visit: Visit, filled: Store) -> None:
    page = visit.open("/g?ids=nvidia")
    undated = [found for found in lookup.entity_edges(filled, "nvidia", limit=500).items if found.edge.first_seen is None]
    expect(page.locator(".time .undated")).to_contain_text(str(len(undated) + 1))  # and Washington's on the H100
    page.get_by_label("Beginning").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("undated").uncheck()
    assert "from=2025-01" in page.url
    assert around_nvidia(visit) == among(filled, EdgeFilter(since="2025-01"))
    expect(page.locator(".chips")).to_contain_text("hidden by filters")
    page.locator(".time select").select_option("happened")
    expect(page.locator(".time .said")).to_have_text("no dates")
    page.get_by_role("button", name="All of it").click()
    assert around_nvidia(visit) == among(filled, EdgeFilter())


def test_check_09_an_edge_as_of_then_has_the_status_known_then(visit: Visit) -> None:
    page = visit.open(f"/r/{SUPPLIES}")
    expect(page.locator(".edge-head")).to_contain_text("disputed")
    page.get_by_text("As of today").click()
    page.get_by_label("As of", exact=True).fill("2025-02-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".as-of > summary")).to_have_text("As of Feb 1, 2025")
    expect(page.locator(".evidence article")).to_have_count(2)
    expect(page.locator(".edge-head")).not_to_contain_text("disputed")
    page.locator(".edge-head").get_by_role("link", name="Tesla").click()
    expect(page.locator("tr[data-edge]")).to_have_count(2)
    assert "as_of=2025-02-01" in page.url
    page.goto(f"{visit.base}/r/{SUPPLIES}?as_of=2024-01-01")
    expect(page.locator("main")).to_contain_text("Nobody had said this by Jan 1, 2024")


def test_check_05_expanding_by_relation_and_direction_adds_those_alone(visit: Visit, filled: Store) -> None:
    groups = lookup.neighbour_counts(filled, "nvidia")
    assert len({group.relation for group in groups}) > 4
    for group in groups:
        page = visit.open("/g?ids=nvidia&hops=0&sel=nvidia")
        term = ontology().relations[group.relation]
        words = (term.inverse if group.direction == "in" else term.label)["en"]
        page.locator(".groups").get_by_role("button", name=f"{words} {group.neighbours}", exact=True).click()
        expect(page.locator(".crumbs li")).to_have_count(2)
        filters = EdgeFilter(relation=(group.relation,), direction=None if group.direction == "both" else group.direction)
        edges = lookup.entity_edges(filled, "nvidia", filters=filters).items
        assert set(visit.places()) == {"nvidia"}.union(*[{found.subject.id, found.object.id} for found in edges])


def test_an_entity_is_added_by_its_name(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.base}/g")
    page.get_by_role("combobox", name="Add an entity").fill("tesl")
    page.get_by_role("option", name="Tesla").click()
    expect(page.locator(".crumbs")).to_contain_text("Tesla")
    assert set(visit.places()) == {"tesla"}


def test_what_is_done_meanwhile_is_not_undone_by_an_answer(visit: Visit) -> None:
    page = visit.open("/g?ids=nvidia,tesla&hops=0")
    slow = """({ view }, ids) => { const fetched = window.fetch;
      window.fetch = (...asked) => new Promise((go) => setTimeout(go, 300)).then(() => fetched(...asked));
      for (const id of ids) view.onopen({ id, name: id }); }"""
    visit.canvas.evaluate(slow, ["nvidia", "tesla"])
    expect(page.locator(".crumbs li")).to_have_count(3)
    both = set(visit.places())
    page.keyboard.press("Control+z")
    assert set(visit.places()) < both
    page.keyboard.press("Control+z")
    assert set(visit.places()) == {"nvidia", "tesla"}
    visit.canvas.evaluate("({ view }, id) => view.choose({ node: view.scene.byId.get(id) })", "nvidia")
    visit.canvas.evaluate("({ view }) => view.onopen({ id: 'tesla', name: 'Tesla' })")
    page.locator(".inspector").get_by_role("button", name="Hide").click()
    expect(page.locator(".crumbs li")).to_have_count(3)
    assert "nvidia" not in visit.places()
    assert len(visit.places()) > 1


def test_another_language_keeps_the_steps_and_the_focus_stays_with_its_control(visit: Visit) -> None:
    page = visit.open("/g?ids=tesla&hops=0&sel=tesla")
    page.get_by_role("button", name="Add 25 neighbours").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".crumbs li")).to_have_count(2)
    assert page.evaluate("document.activeElement !== document.body")
    box = page.locator(".legend input").first
    box.focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.matches('.legend input')")
    page.keyboard.press("Space")
    asked = len(visit.asked)
    page.get_by_role("button", name="FR").click()
    expect(page.locator(".crumbs")).to_contain_text("Voisins de Tesla")
    assert not [line for line in visit.asked[asked:] if "/api/v1/graph" in line]
    page.keyboard.press("Control+z")
    expect(page.locator(".crumbs li")).to_have_count(0)
    assert set(visit.places()) == {"tesla"}


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


def test_check_08_a_disputed_edge_has_a_badge_a_line_of_its_own_and_what_contradicts_it(visit: Visit, filled: Store) -> None:
    page = visit.open("/g?ids=nvidia")
    styles = visit.canvas.evaluate("canvas => Object.fromEntries(canvas.view.scene.edges.map(({ id, style }) => [id, style]))")
    assert [id_ for id_, style in styles.items() if style == "double"] == [SUPPLIES]
    visit.click_on_canvas(SUPPLIES)
    inspector = page.locator(".inspector")
    expect(inspector.locator(".edge-head .chip.disputed")).to_have_text("disputed")
    expect(inspector.locator(".edge-head .line.double")).to_be_visible()
    [denial] = [found for found in lookup.edge_claims(filled, SUPPLIES).items if found.claim.certainty == "denied"]
    expect(inspector.locator(".denying article")).to_have_id(denial.claim.id)
    expect(inspector.locator(".denying blockquote")).to_have_text(denial.claim.evidence.quote)
    for against in denial.contradicted_by:
        expect(inspector.locator(f".holding [id={against}] .against")).to_contain_text("Echo")
    inspector.locator(".holding .against button").first.click()
    expect(inspector.locator(".denying article")).to_be_focused()


SPOTS = "canvas => canvas.view.scene.nodes.map(({ id }) => [id, canvas.view.whereIs(id)])"


def drag(visit: Visit, id_: str) -> None:
    """Pull an entity aside."""
    box, where = visit.canvas.bounding_box(), visit.canvas.evaluate("(canvas, id) => canvas.view.whereIs(id)", id_)
    assert box
    page = visit.page
    page.mouse.move(box["x"] + where["x"], box["y"] + where["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + where["x"] + 37, box["y"] + where["y"] - 21, steps=4)
    page.mouse.up()


TOLD = """near => {
  const k = document.querySelector("canvas").view.camera.k;
  return k !== near && (new URLSearchParams(location.search).get("cam") ?? "").endsWith("_" + k.toPrecision(5));
}"""
"""The address tells how near one is now, no longer ``near``: it is written a moment after something moved, so perhaps once before."""


def copied(visit: Visit) -> str:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.get_by_role("button", name="Copy link").click()
    expect(visit.page.get_by_role("button", name="Copied")).to_be_visible()
    link: str = visit.page.evaluate("navigator.clipboard.readText()")
    return link


@pytest.mark.parametrize("moved", [False, True], ids=["as it came", "moved"])
@pytest.mark.parametrize("way", [copied, lambda visit: visit.page.url], ids=["copied", "address"])
def test_check_11_a_link_shows_another_reader_the_same(visit: Visit, chrome: Browser, way: Callable[[Visit], str], *, moved: bool) -> None:
    page = visit.open("/g?ids=nvidia&certainty=asserted")
    visit.click_on_canvas(SUPPLIES)
    if moved:
        drag(visit, "amd")
        near = visit.canvas.evaluate("canvas => canvas.view.camera.k")
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_function(TOLD, arg=near)
    before = dict(visit.canvas.evaluate(SPOTS))
    link = way(visit)
    assert ("cam=" in link) == (moved or way is copied)  # short until the reader moves something
    other = chrome.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    again = Visit(other.new_page(), visit.base)
    again.open(link.removeprefix(visit.base))
    after = dict(again.canvas.evaluate(SPOTS))
    assert before.keys() == after.keys()
    assert all(abs(before[id_][axis] - after[id_][axis]) <= 1 for id_ in before for axis in "xy")
    assert again.drawn() == visit.drawn()
    expect(again.page.locator("html")).to_have_attribute("lang", "en" if way is copied else "fr")
    expect(again.page.locator(".inspector .edge-head")).to_contain_text("Tesla")
    other.close()
    assert again.wrong == []


def test_what_is_too_long_for_an_address_is_told_and_leaves_it_as_it_was(visit: Visit) -> None:
    page = visit.open(f"/g?ids=tesla&x={'x' * 59_900}")
    before = page.url
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Too long for a link")).to_be_visible()
    page.evaluate("import('/static/router.js').then(({ remember }) => remember(new URLSearchParams({ ids: 'y'.repeat(70000) })))")
    assert page.url == before
    page.reload()
    visit.settle()
    assert "tesla" in visit.places()


MANY = """(count) => {
  const { view } = document.querySelector("canvas");
  const entities = Array.from({ length: count }, (_, n) => ({ id: `n${n}`, name: `Name ${n}`, type: "Company" }));
  const edges = Array.from({ length: count * 2 }, (_, n) => ({ id: `r${n}`, relation: "supplies", certainty: "asserted",
    phase: "current", sources: 1, support: 1, against: 0, subject: entities[n % count], object: entities[(n * 7 + 1) % count] }));
  view.restore(new Map(entities.map(({ id }, n) => [id, { x: (n % 50) * 90, y: Math.floor(n / 50) * 90 }])), null);
  view.show({ entities, edges, degree: new Map() });
  view.fit();
}"""
INKED = """(canvas) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) inked += 1;
  done(inked);
})))"""


@pytest.mark.parametrize("nodes", [pytest.param(500, id="check_16"), pytest.param(2000, id="check_17")])
def test_many_are_drawn_moved_and_found(visit: Visit, nodes: int) -> None:
    """How fast, ``python -m bench.explorer`` measures."""
    page = visit.open("/g?ids=nvidia")
    page.evaluate(MANY, nodes)
    assert len(visit.places()) == nodes
    still = visit.canvas.evaluate(INKED)
    box, last = visit.canvas.bounding_box(), f"n{nodes - 1}"
    before = visit.canvas.evaluate("(canvas, id) => canvas.view.whereIs(id)", last)
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 43, box["y"] + 23, steps=3)
    moving = visit.canvas.evaluate(INKED)
    page.mouse.up()
    after = visit.canvas.evaluate("(canvas, id) => canvas.view.whereIs(id)", last)
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (40, 20)
    assert 10_000 < moving < still  # less detail while it moves
    assert visit.canvas.evaluate("(canvas, id) => canvas.view.under(...Object.values(canvas.view.whereIs(id))).node.id", last) == last
