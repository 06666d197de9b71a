"""A standalone page that draws the graph with pyvis' vis-network and lists every quote; it loads nothing, and runs only our scripts.

pyvis collects the nodes and edges; its own templates are not used, because they run what a node's title says and load from CDNs
(docs/decisions/pyvis-export.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import networkx as nx
import pyvis.network
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from graph.errors import TooLargeToDraw
from graph.export.files import write_whole
from graph.networks import Network
from ontology.records import Claim, Json
from ontology.vocabulary import Texts, ontology

__all__ = ["MOST_ENTITIES", "html_page", "layout", "write_page"]

MOST_ENTITIES = 1000
_HERE = files("graph.export")
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
_SCALE = 90.0
_WIDEST = 8
_LONGEST_LABEL = 40
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and bidi characters: they are no words, and change how the words around them look."""

_OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "hideEdgesOnDrag": True},
    "nodes": {"shape": "dot", "size": 12, "font": {"size": 14}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}, "font": {"size": 10, "align": "middle"}},
}

_DASHES = {"solid": [], "planned": [8, 6], "ended": [2, 6], "disputed": [14, 4, 3, 4]}

Positions = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Inline:
    """A script or style as it stands in the page, and the source expression that lets it run."""

    text: str

    @property
    def hash(self) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()}'"


def write_page(
    network: Network, claims: Iterable[Claim], path: Path, *, title: str = "", lang: str = "en", positions: Positions | None = None
) -> None:
    """Write the page of ``html_page``."""
    write_whole(path, [html_page(network, claims, title=title, lang=lang, positions=positions)])


def html_page(network: Network, claims: Iterable[Claim], *, title: str = "", lang: str = "en", positions: Positions | None = None) -> str:
    """The page: the network drawn, and these claims in a table.

    ``positions`` are x and y in pixels by entity; without them a layout is computed, the same each time. Raises TooLargeToDraw above
    1,000 entities.
    """
    if len(network) > MOST_ENTITIES:
        raise TooLargeToDraw(
            f"the graph has {len(network)} entities, a page can draw {MOST_ENTITIES}: "
            f"'aigraph export html PATH --most 300' draws those with the most edges, and 'aigraph serve' shows any part of it"
        )
    words = _words()[lang]
    nodes, edges = _drawn(network, positions or layout(network), lang)
    library, script, style = _library(), _inline("page.js"), _inline("page.css")
    return (
        _environment()
        .from_string(_inline("page.html").text)
        .render(
            lang=lang,
            words=words,
            title=_visible(title or words["title"]),
            nodes=nodes,
            edges=edges,
            options=_OPTIONS,
            rows=[_row(claim, lang) for claim in claims],
            legend=_legend(lang),
            lines=[{"label": words["lines"][name], "dashes": " ".join(map(str, dashes))} for name, dashes in _DASHES.items()],
            script_hashes=Markup(f"{library.hash} {script.hash}"),  # noqa: S704 - base64
            style_hash=Markup(style.hash),  # noqa: S704 - base64
            library=Markup(library.text),  # noqa: S704 - pyvis' own file
            script=Markup(script.text),  # noqa: S704 - our file
            style=Markup(style.text),  # noqa: S704 - our file
        )
    )


def layout(network: Network) -> dict[str, tuple[float, float]]:
    """Positions in pixels: Fruchterman and Reingold 1991 from a fixed start, wider for larger graphs."""
    flat = nx.Graph(network.to_undirected(as_view=True))
    width = _SCALE * max(len(flat), 1) ** 0.5
    found = nx.spring_layout(flat, seed=1, method="force", scale=width)
    return {id_: (round(float(x), 1), round(float(y), 1)) for id_, (x, y) in found.items()}


def _drawn(network: Network, positions: Positions, lang: str) -> tuple[list[Json], list[Json]]:
    """Nodes and edges as vis-network wants them, by way of pyvis."""
    terms = ontology()
    drawing = pyvis.network.Network(directed=True, notebook=False)
    for id_, data in network.nodes(data=True):
        x, y = positions.get(id_, (0.0, 0.0))
        type_ = terms.entity_types[data["type"]]
        name = _visible(data["name"])
        label = name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"
        hint = f"{name}\n{_label(type_.label, lang)}"
        drawing.add_node(id_, label=label, title=hint, color=type_.colour, x=x, y=y, physics=False)
    seen: Counter[frozenset[str]] = Counter()
    for start, end, key, data in network.edges(keys=True, data=True):
        pair = frozenset((start, end))
        drawing.add_edge(start, end, id=key, **_edge_style(data, nth=seen[pair], lang=lang))
        seen[pair] += 1
    nodes, edges, *_ = drawing.get_network_data()
    return list(nodes), list(edges)


def _edge_style(data: Mapping[str, Any], *, nth: int, lang: str) -> Json:
    """Colour by family, line by status, width by sources; the nth edge of a pair bends away from the others."""
    terms = ontology()
    relation = terms.relations[data["relation"]]
    certainty, phase = terms.certainties[data["certainty"]], terms.phases[data["phase"]]
    hint = [_label(relation.label, lang), f"{_label(certainty.label, lang)}, {_label(phase.label, lang)}", f"× {data['sources']}"]
    return {
        "title": "\n".join(hint),
        "color": terms.families[relation.family].colour,
        "width": min(data["sources"], _WIDEST),
        "dashes": _DASHES[_line(data)] or False,
        "smooth": {"enabled": nth > 0, "type": "curvedCW" if nth % 2 else "curvedCCW", "roundness": round(0.12 * ((nth + 1) // 2), 2)},
        "arrows": "" if relation.symmetric else "to",
    }


def _line(data: Mapping[str, Any]) -> str:
    """The line of a status; vis-network draws no double lines."""
    if data["contradicted"] or data["certainty"] == "denied":
        return "disputed"
    if data["phase"] == "ended":
        return "ended"
    return "solid" if (data["certainty"], data["phase"]) == ("asserted", "current") else "planned"


def _row(claim: Claim, lang: str) -> Json:
    terms, article = ontology(), claim.article
    texts = {
        "id": claim.id,
        "subject": claim.subject.name,
        "relation": _label(terms.relations[claim.relation].label, lang),
        "object": claim.object.name,
        "certainty": _label(terms.certainties[claim.certainty].label, lang),
        "phase": _label(terms.phases[claim.phase].label, lang),
        "quote": claim.evidence.quote,
        "lang": article.lang,
        "article": article.title or article.source,
        "link": article.source if _is_web(article.source) else None,
        "publisher": article.publisher,
        "published": article.published,
        "confidence": f"{claim.confidence:.2f}",
    }
    return {name: text and _visible(text) for name, text in texts.items()}


def _visible(text: str) -> str:
    return _HIDDEN.sub("", text)


def _is_web(source: str) -> bool:
    """Only such a source becomes a link: ``javascript:`` and ``file:`` do not."""
    try:
        return urlsplit(source).scheme in ("http", "https")
    except ValueError:
        return False


def _legend(lang: str) -> list[Json]:
    terms = ontology()
    types = [{"label": _label(t.label, lang), "colour": t.colour, "round": 7} for t in terms.entity_types.values()]
    return types + [{"label": _label(f.label, lang), "colour": f.colour, "round": 0} for f in terms.families.values()]


def _label(texts: Texts, lang: str) -> str:
    return texts[lang]


@cache
def _words() -> dict[str, Json]:
    found: dict[str, Json] = json.loads((_HERE / "page.words.json").read_text(encoding="utf-8"))
    return found


def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined)


def _inline(name: str) -> _Inline:
    return _Inline((_HERE / name).read_text(encoding="utf-8"))


def _library() -> _Inline:
    """vis-network out of pyvis' package; the newlines are those that a browser counts."""
    text = (files("pyvis") / "templates" / _LIBRARY).read_text(encoding="utf-8")
    return _Inline(text.replace("\r\n", "\n").replace("\r", "\n"))
