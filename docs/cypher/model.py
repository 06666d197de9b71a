"""The picture of the model in ``docs/cypher.md``, drawn from the ontology: which edges join which entities, and what an edge rests on."""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from docs.cypher.browser import text_on
from docs.cypher.page import properties
from ontology.vocabulary import Relation, ontology

__all__ = ["picture"]

_WIDTH = 960
_TOP, _ROW = 118, 34
_DOT, _STEP = 9, 34
_HEADS, _TAILS = 60, 570
_FROM, _TO = _HEADS + 4 * _STEP + 26, _TAILS - 26
_INK, _SOFT, _LINE, _PAPER = "#1b1d22", "#565c66", "#c9c5ba", "#ffffff"
_BOX, _LINE_HEIGHT = 230, 15
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1b1d22 } .head { font-size: 16px; font-weight: 600 }
.soft { fill: #565c66; font-size: 12px }
.code { font-family: ui-monospace, monospace; font-size: 12px }
"""


def picture() -> str:
    """The SVG."""
    under = _TOP + _ROW * len(ontology().relations) + 30
    boxes = "\n".join(_record(under))
    height = under + 70 + _height("Claim") + 90 + _height("Article")
    marks = "\n".join(_marker(family.colour) for family in ontology().families.values()) + _marker(_SOFT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img">\n'
        f"<title>The graph in Neo4j</title>\n<style>{_STYLE}</style>\n<defs>{marks}</defs>\n"
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>\n' + "\n".join(_matrix()) + f"\n{boxes}\n</svg>\n"
    )


def _matrix() -> Iterator[str]:
    yield _text(30, 30, "Which edges join which entities", "head")
    for number, entity_type in enumerate(ontology().entity_types.values()):
        for left in (_HEADS, _TAILS):
            x = left + number * _STEP
            yield f'<text transform="translate({x + 4} {_TOP - 22}) rotate(-32)" class="soft">{entity_type.name}</text>'
    for number, relation in enumerate(ontology().relations.values()):
        yield from _row(relation, _TOP + number * _ROW)


def _row(relation: Relation, y: int) -> Iterator[str]:
    colour = ontology().families[relation.family].colour
    yield from _dots(relation.heads, _HEADS, y)
    yield from _dots(relation.tails, _TAILS, y)
    start = f' marker-start="url(#{_id(colour)})"' if relation.symmetric else ""
    ends = f'x1="{_FROM}" x2="{_TO}" y1="{y}" y2="{y}"'
    yield f'<line {ends} stroke="{colour}" stroke-width="2"{start} marker-end="url(#{_id(colour)})"/>'
    width = 8 * len(relation.edge_type) + 20
    middle = (_FROM + _TO) // 2
    yield f'<rect x="{middle - width // 2}" y="{y - 10}" width="{width}" height="20" rx="10" fill="{colour}"/>'
    yield (
        f'<text x="{middle}" y="{y + 4}" text-anchor="middle" class="code" style="fill: {text_on(colour)}">{relation.edge_type}</text>'
        f"<title>{escape(relation.definition['en'])}</title>"
    )
    pairs = _only(relation)
    for number, pair in enumerate(pairs):
        yield _text(_TAILS + 4 * _STEP + 24, y + 4 + (2 * number - len(pairs) + 1) * 6, pair, "soft")


def _dots(types: frozenset[str], left: int, y: int) -> Iterator[str]:
    for number, entity_type in enumerate(ontology().entity_types.values()):
        fill = entity_type.colour if entity_type.name in types else "none"
        stroke = entity_type.colour if entity_type.name in types else _LINE
        yield f'<circle cx="{left + number * _STEP}" cy="{y}" r="{_DOT}" fill="{fill}" stroke="{stroke}"/>'


def _only(relation: Relation) -> list[str]:
    """The pairs that it may join, when not each head goes with each tail; of a symmetric relation one of the two ways round."""
    if len(relation.pairs) == len(relation.heads) * len(relation.tails):
        return []
    order = list(ontology().entity_types)
    pairs = {tuple(sorted(pair, key=order.index)) if relation.symmetric else pair for pair in relation.pairs}
    return [f"only {a} and {b}" for a, b in sorted(pairs, key=lambda pair: [order.index(name) for name in pair])]


def _record(top: int) -> Iterator[str]:
    """The four kinds of things with their properties, and what joins them."""
    yield _text(30, top, "What an edge rests on", "head")
    left, middle, right = 30, (_WIDTH - _BOX) // 2, _WIDTH - 30 - _BOX
    claim, article = top + 70, top + 70 + _height("Claim") + 60
    colour = next(iter(ontology().entity_types.values())).colour
    family = ontology().families[ontology().relations["supplies"].family].colour
    yield from _box(left, top + 20, "(:Entity:Company)", "Entity", colour)
    yield from _box(right, top + 20, "(:Entity:Company)", "Entity", colour)
    yield from _arrow((left + _BOX, top + 40), (right, top + 40), "[:SUPPLIES]", family)
    yield from _box(left, claim + 160, "an edge, [:SUPPLIES] …", "Edge", family)
    yield from _box(middle, claim, "(:Claim)", "Claim", _SOFT)
    yield from _box(middle, article, "(:Article)", "Article", _SOFT)
    yield from _arrow((middle, claim + 16), (left + _BOX, claim + 16), "[:SUBJECT]", _SOFT)
    yield from _arrow((middle + _BOX, claim + 16), (right, claim + 16), "[:OBJECT]", _SOFT)
    yield from _arrow((middle + _BOX // 2, article - 60), (middle + _BOX // 2, article), "[:STATED_IN]", _SOFT)
    joined = claim + 190
    yield f'<line x1="{left + _BOX}" y1="{joined}" x2="{middle}" y2="{joined}" stroke="{_SOFT}" stroke-dasharray="4 4"/>'
    yield _text(left + _BOX + 12, joined - 6, "id = edge", "code")


def _box(x: int, y: int, title: str, kind: str, colour: str) -> Iterator[str]:
    yield f'<rect x="{x}" y="{y}" width="{_BOX}" height="{_height(kind)}" rx="8" fill="{_PAPER}" stroke="{colour}" stroke-width="2"/>'
    yield f'<path d="M{x} {y + 30}v-22a8 8 0 0 1 8-8h{_BOX - 16}a8 8 0 0 1 8 8v22z" fill="{colour}"/>'
    yield f'<text x="{x + 12}" y="{y + 20}" class="code" style="fill: {text_on(colour)}">{escape(title)}</text>'
    for number, line in enumerate(_lines(kind)):
        yield _text(x + 12, y + 48 + number * _LINE_HEIGHT, line, "soft code")


def _lines(kind: str) -> list[str]:
    """The names of its properties, as many a line as fit."""
    lines = [""]
    for name in properties()[kind]:
        longer = f"{lines[-1]}, {name}" if lines[-1] else name
        lines[-1:] = [longer] if len(longer) <= 28 else [f"{lines[-1]},", name]  # noqa: PLR2004 - what the box holds
    return lines


def _height(kind: str) -> int:
    return 48 + len(_lines(kind)) * _LINE_HEIGHT


def _arrow(start: tuple[int, int], end: tuple[int, int], text: str, colour: str) -> Iterator[str]:
    (x1, y1), (x2, y2) = start, end
    yield f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="2" marker-end="url(#{_id(colour)})"/>'
    if x1 == x2:
        yield _text(x1 + 10, (y1 + y2) // 2 + 4, text, "code")
    else:
        yield f'<text x="{(x1 + x2) // 2}" y="{y1 - 7}" text-anchor="middle" class="code">{text}</text>'


def _marker(colour: str) -> str:
    shape = f'<path d="M0 0L8 4L0 8z" fill="{colour}"/>'
    size = 'viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6"'
    return f'<marker id="{_id(colour)}" {size} orient="auto-start-reverse">{shape}</marker>'


def _id(colour: str) -> str:
    return "arrow-" + colour.removeprefix("#")


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'
