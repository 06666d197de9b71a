"""The standalone page: nothing from outside, and nothing hostile breaks out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from graph.errors import TooLargeToDraw
from graph.export.page import MOST_ENTITIES, html_page, layout
from graph.networks import Network, network_of
from ontology.edges import edges_of, ends_of
from ontology.entities import entities_of
from ontology.records import Article, Claim, Entity
from tests.graph.samples import HOSTILE, article, corpus, reading, says

ADDRESSES = {"src", "href", "action", "formaction", "data", "poster", "srcset", "background", "xlink:href", "style"}


class Parsed(HTMLParser):
    """The page as a browser takes it apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.contents: dict[str, list[str]] = {"script": [], "style": []}
        self.text = ""
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.contents:
            self.contents[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside in self.contents:
            self.contents[self.inside][-1] += data
        else:
            self.text += data


def network_from(claims: list[Claim]) -> Network:
    return network_of(entities_of(ends_of(claims)), edges_of(claims))


def page_of(claims: list[Claim], **more: Any) -> Parsed:  # noqa: ANN401 - any option
    return Parsed(html_page(network_from(claims), claims, **more))


def sample() -> list[Claim]:
    return [claim for read in corpus() for claim in read.claims]


def hostile() -> list[Claim]:
    text = Article(f"{HOSTILE} supplies Tesla.", "javascript:alert(1)", HOSTILE, HOSTILE, "2025-01-01", HOSTILE)
    return [*sample(), says(text, HOSTILE, "supplies", "Tesla", product=HOSTILE)]


def shown(page: Parsed) -> dict[str, Any]:
    """The data that the page draws."""
    found: dict[str, Any] = json.loads(page.contents["script"][0])
    return found


@pytest.mark.parametrize("claims", [sample(), hostile()], ids=["plain", "hostile"])
def test_nothing_comes_from_outside(claims: list[Claim]) -> None:
    page = page_of(claims, title=HOSTILE)
    addressed = [(tag, name, value) for tag, attributes in page.tags for name, value in attributes.items() if name in ADDRESSES]
    assert addressed == []
    assert not {tag for tag, _ in page.tags} & {"link", "iframe", "object", "embed", "img", "image", "base", "form", "video", "audio"}
    assert not re.search(r"@import|url\(", "".join(page.contents["style"]))
    assert "http" not in page.contents["script"][2]


def test_the_policy_lets_only_these_scripts_and_this_style_run() -> None:
    page = page_of(hostile())
    policy = next(a["content"] or "" for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    _, *scripts = page.contents["script"]
    assert rules["script-src"].split() == [sha256(text) for text in scripts]
    assert rules["style-src"].split() == [sha256(text) for text in page.contents["style"]]
    first = [tag for tag, _ in page.tags]
    assert first.index("meta") < first.index("script")


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_hostile_words_are_words() -> None:
    plain, page = page_of(sample()), page_of(hostile(), title=HOSTILE)
    assert len(page.contents["script"]) == len(plain.contents["script"]) == 3
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in plain.tags}
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)
    words = HOSTILE.replace("\x07", "").replace("\u202e", "")
    assert page.text.count(words) == 6  # title, heading; subject, quote, article, publisher
    assert words in "\n".join(node["title"] for node in shown(page)["nodes"])
    assert max(len(node["label"]) for node in shown(page)["nodes"]) == 40


def test_only_web_sources_become_links() -> None:
    web = article("On the web.", source="https://example.org/a?b=1&c=2")
    claims = [*hostile(), says(web, "Nvidia", "supplies", "Tesla")]
    links = [attributes["href"] for tag, attributes in page_of(claims).tags if tag == "a"]
    assert links == ["https://example.org/a?b=1&c=2"]


def test_parallel_edges_are_all_drawn_directed_and_apart() -> None:
    told = reading(article("A deal."), ("Nvidia", "supplies", "Tesla"), ("Nvidia", "invests-in", "Tesla"), ("Tesla", "supplies", "Nvidia"))
    data = shown(page_of(list(told.claims)))
    assert {edge["id"] for edge in data["edges"]} == {edge.id for edge in edges_of(told.claims)}
    assert len({json.dumps(edge["smooth"]) for edge in data["edges"]}) == 3
    assert {edge["arrows"] for edge in data["edges"]} == {"to"}


def test_each_status_has_a_line_of_its_own_that_the_legend_explains() -> None:
    text = article("One of each.")
    told = [
        says(text, "A", "supplies", "B"),
        says(text, "A", "supplies", "C", phase="planned"),
        says(text, "A", "supplies", "D", certainty="reported"),
        says(text, "A", "supplies", "E", phase="ended"),
        says(text, "A", "supplies", "F", certainty="denied", phase="planned"),
    ]
    page = page_of(told)
    lines = [tuple(edge["dashes"] or ()) for edge in sorted(shown(page)["edges"], key=lambda edge: edge["to"])]
    assert lines[0] == ()
    assert lines[1] == lines[2]
    assert len(set(lines)) == 4
    legend = {attributes["stroke-dasharray"] or "" for tag, attributes in page.tags if tag == "path"}
    assert legend == {" ".join(map(str, line)) for line in lines}


def test_nodes_stand_where_they_are_put_and_physics_is_off() -> None:
    claims = sample()
    data = shown(page_of(claims, positions={"nvidia": (12.0, -7.5)}))
    nvidia = next(node for node in data["nodes"] if node["id"] == "nvidia")
    assert (nvidia["x"], nvidia["y"], nvidia["physics"]) == (12.0, -7.5, False)
    assert data["options"]["physics"] == {"enabled": False}
    assert layout(network_from(claims)) == layout(network_from(claims[::-1]))
    assert len(set(layout(network_from(claims)).values())) == len(network_from(claims))


def test_every_quote_is_in_the_table_in_the_language_asked_for() -> None:
    page = page_of(sample(), lang="fr")
    assert all(claim.evidence.quote in page.text for claim in sample())
    assert "fournit" in page.text
    assert "démenti" in page.text
    assert "supplies" not in page.text.replace("Nvidia supplies", "").replace("it supplies", "")


def test_more_entities_than_a_page_can_draw_are_refused() -> None:
    entities = [Entity(f"e{i}", f"E {i}", "Company") for i in range(MOST_ENTITIES + 1)]
    with pytest.raises(TooLargeToDraw, match="1001 entities, a page can draw 1000"):
        html_page(network_of(entities, []), [])


def test_an_empty_graph_makes_an_empty_page() -> None:
    data = shown(page_of([]))
    assert (data["nodes"], data["edges"]) == ([], [])
