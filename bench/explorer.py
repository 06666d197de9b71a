"""The explorer's canvas beside vis-network with positions: the same made-up graphs, the same gestures, in one run.

``python -m bench.explorer [--sizes 100 500 2000] [--rounds 5]`` prints for each, as medians: seconds from opening the page, with nothing in
the cache, to the second frame after all is drawn; frames a second while the mouse moves the picture and one entity; the longest task
meanwhile.
``--server http://127.0.0.1:8000 --entity nvidia`` measures on a running server instead how soon a click on an edge shows its sentences.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from fastapi import FastAPI, Request, Response
from playwright.sync_api import Browser, Page

from api.routes.pages import add_pages
from api.shapes import edge_json, end_json, schema_json
from graph.export.page import MOST_ENTITIES, html_page, layout
from graph.networks import network_of
from ontology.edges import Edge, edges_of
from ontology.records import Article, ArticleRef, Claim, End, Entity, Evidence
from ontology.vocabulary import ontology
from tests.api.browsing import browser, served

RELATIONS = ("supplies", "invests-in", "partners-with", "competes-with", "acquires")
FRAMES = """() => {
  let frames = 0;
  const began = performance.now();
  const count = () => { frames += 1; if (!window.enough) requestAnimationFrame(count); };
  window.enough = false;
  requestAnimationFrame(count);
  window.stopped = () => { window.enough = true; return (frames * 1000) / (performance.now() - began); };
}"""
LONG_TASKS = """() => {
  window.longest = 0;
  const note = (list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration); };
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""
"""Tasks of 50 ms and more after loading; the longest is told."""
DRAWN = "canvas[data-settled=yes]"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def made_up(size: int) -> tuple[list[Entity], list[Edge]]:
    """A graph with twice as many edges as entities; the first ones have many."""
    chance = random.Random(size)  # noqa: S311 - a bench
    names = [f"Company {n}" for n in range(size)]
    article = Article("They deal.", "bench.txt", "Bench", "Bench", "2025-01-01", "en")

    def claim(subject: int, object_: int) -> Claim:
        ends = [End(f"company-{n}", names[n], "Company", names[n]) for n in (subject, object_)]
        return Claim(
            article=ArticleRef.to(article),
            relation=chance.choice(RELATIONS),
            subject=ends[0],
            object=ends[1],
            evidence=Evidence.cut(article.text, 0, 9),
            certainty="asserted",
            phase="current",
            confidence=0.9,
            extractor="bench@1",
        )

    pairs = [(n, int(size * chance.random() ** 2)) for n in range(size) for _ in range(2)]
    edges = edges_of([claim(a, b) for a, b in pairs if a != b])
    return [Entity(f"company-{n}", name, "Company", ()) for n, name in enumerate(names)], edges


def site(entities: Sequence[Entity], edges: Sequence[Edge], page: str) -> FastAPI:
    """The explorer's files with these answers, and the other page at ``/vis``: both by the same server."""
    ends = {entity.id: entity for entity in entities}
    part = {"entities": [end_json(e) for e in entities], "edges": [edge_json(e, ends) for e in edges]}
    answers: dict[str, Any] = {
        "/api/v1/schema": schema_json(ontology()),
        "/api/v1/graph": part | {"left_out": {}, "capped": False, "missing": []},
        "/api/v1/graph/dates": {"items": []},
    }
    app = FastAPI()
    add_pages(app)
    for path, content in answers.items():
        app.add_route(path, partial(_same, Response(json.dumps(content), media_type="application/json")))
    app.add_route("/vis", partial(_same, Response(page, media_type="text/html")))
    return app


async def _same(answer: Response, _: Request) -> Response:
    return answer


def graph_at(entities: Sequence[Entity], places: dict[str, tuple[float, float]]) -> str:
    """The address of the graph with its positions."""
    at = "~".join("_".join(f"{value:.1f}" for value in places[e.id]) for e in entities)
    return f"/g?hops=0&ids={','.join(e.id for e in entities)}&at={at}"


def measured(page: Page, *, address: str, ready: str, node: str) -> dict[str, float]:
    """Open, pan, drag."""
    began = perf_counter()
    page.goto(address)
    page.wait_for_selector(ready)
    page.evaluate(TWO_FRAMES)
    opened = perf_counter() - began
    page.evaluate(LONG_TASKS)
    box = page.locator("canvas").bounding_box()
    assert box  # noqa: S101 - it was waited for
    empty = (box["x"] + 8, box["y"] + 8)
    spot = page.evaluate(node)
    moved = {"pan": frames(page, empty), "drag": frames(page, (box["x"] + spot["x"], box["y"] + spot["y"]))}
    return {"opened": opened, **moved, "task": page.evaluate("window.longest")}


def frames(page: Page, start: tuple[float, float]) -> float:
    """Frames a second while the mouse, pressed, goes a hundred steps."""
    x, y = start
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for n in range(100):
        page.mouse.move(x + n % 50, y + n % 30)
    rate: float = page.evaluate("window.stopped()")
    page.mouse.up()
    return rate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--server")
    parser.add_argument("--entity", default="nvidia")
    asked = parser.parse_args()
    if asked.server:
        clicks(asked.server, asked.entity)
        return
    our_node = "() => { const { view } = document.querySelector('canvas'); return view.whereIs('company-0'); }"
    their_node = "() => { const n = window.network; return n.canvasToDOM(n.getPosition('company-0')); }"
    print("entities  renderer     opened s  pan fps  drag fps  longest task ms")
    with browser() as chrome:
        for size in asked.sizes:
            entities, edges = made_up(size)
            places = layout(network_of(entities, edges))
            ways = {"explorer": (graph_at(entities, places), DRAWN, our_node), "vis-network": ("/vis", "canvas", their_node)}
            with served(site(entities, edges, vis_page(entities, edges, places))) as base:
                rows = rounds(chrome, base, ways, asked.rounds)
            for name, found in rows.items():
                opened, pan, drag, task = (median(one[key] for one in found) for key in ("opened", "pan", "drag", "task"))
                print(f"{size:8}  {name:12} {opened:8.2f}  {pan:7.0f}  {drag:8.0f}  {task:15.0f}", flush=True)


def clicks(server: str, entity: str, count: int = 20) -> None:
    """How long it takes from a click on an edge to its sentences: the middle and the slowest of so many edges."""
    took = []
    with browser() as chrome:
        page = chrome.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{server}/g?ids={entity}")
        page.wait_for_selector(DRAWN)
        box = page.locator("canvas").bounding_box()
        assert box  # noqa: S101 - it was waited for
        for id_ in page.evaluate("document.querySelector('canvas').view.scene.edges.map(({ id }) => id)")[:count]:
            spot = page.evaluate("(id) => document.querySelector('canvas').view.whereIs(id)", id_)
            began = perf_counter()
            page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
            page.wait_for_selector(".inspector .edge-head a[href^='/r/']")
            page.wait_for_selector(".inspector blockquote")
            took.append((perf_counter() - began) * 1000)
            page.keyboard.press("Escape")
            page.wait_for_selector(".inspector blockquote", state="detached")
    print(f"{len(took)} clicks on edges, to their sentences: median {median(took):.0f} ms, slowest {max(took):.0f} ms")


def rounds(chrome: Browser, base: str, ways: dict[str, tuple[str, str, str]], count: int) -> dict[str, list[dict[str, float]]]:
    """So many visits to each, by turns, each with nothing in its cache."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(count):
        for name, (address, ready, node) in ways.items():
            context = chrome.new_context(viewport={"width": 1280, "height": 800})
            rows[name].append(measured(context.new_page(), address=base + address, ready=ready, node=node))
            context.close()
    return rows


def vis_page(entities: Sequence[Entity], edges: Sequence[Edge], places: dict[str, tuple[float, float]]) -> str:
    """The standalone page, whatever its size; its network is given a name, and its policy taken out, so that the bench can ask it."""
    import graph.export.page as standalone  # noqa: PLC0415 - its limit is changed

    standalone.MOST_ENTITIES = max(MOST_ENTITIES, len(entities))
    page = html_page(network_of(entities, edges), [], positions=places)
    standalone.MOST_ENTITIES = MOST_ENTITIES
    without_policy = page.replace('http-equiv="Content-Security-Policy"', 'name="policy"')
    return without_policy.replace("new vis.Network(", "window.network = new vis.Network(")


if __name__ == "__main__":
    main()
