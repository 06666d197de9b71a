"""A page made ready for the search of its article: tables that only lay out, other articles and marked furniture are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ingest.furniture import is_sentence
from ingest.wording import folded, wording

__all__ = ["make_ready", "marks"]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARK = re.compile(r"[^\W_]+")
_BLOCKS = frozenset("aside blockquote dd div dl dt fieldset figure footer form h2 h3 h4 h5 h6 li nav ol p section ul".split())  # noqa: SIM905 - thirty names in one line
_FOREIGN = frozenset(("amp-consent", "amp-sidebar", "amp-ad", "amp-list", "amp-embed", "marquee", "dialog"))
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BODY = ".//*[@itemprop='articleBody' or self::main or self::article or self::h1]"
_SIGNED = ".//time | .//*[contains(@class, 'byline') or contains(@class, 'author') or contains(@class, 'timestamp') or @itemprop='author']"
_MOST_OF_THE_PAGE = 0.25
_WORDS_OF_A_CELL = 40
_MOSTLY_LINKS = 0.5
_WAS_A_CELL = "data-cell"
_LAYOUT = {"table": "div", "tbody": "div", "thead": "div", "tfoot": "div", "tr": "div", "td": "div", "th": "div", "center": "div"}


def make_ready(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Change a page's tree in place."""
    _unlay(tree)
    for other in list(_other_articles(tree)):
        other.drop_tree()
    body = tree.find(".//body")
    if body is None:
        return
    most = _MOST_OF_THE_PAGE * _words(body)
    for node in [node for node in body.iter() if _is_marked(node) or _is_menu(node)]:
        if _words(node) <= most and not node.xpath(_BODY):
            node.drop_tree()


def marks(node: Any) -> set[str]:  # noqa: ANN401 - lxml has no types
    """The words of a node's class and id, one by one and in neighbouring pairs: ``{"read", "next", "read-next"}``."""
    found: set[str] = set()
    for name in f"{node.get('class') or ''} {node.get('id') or ''}".split():
        words = [word.casefold() for word in _MARK.findall(_HUMP.sub("-", name))]
        found |= {*words, *map("-".join, pairwise(words))}
    return found


def _is_marked(node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    if node.tag in _FOREIGN:
        return True
    if node.tag not in _BLOCKS and node.tag != "span":
        return False
    if _HIDDEN.search(node.get("style") or "") or node.get("hidden") is not None:
        return True
    return node.tag != "span" and not marks(node).isdisjoint(wording().classes)


def _is_menu(node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Cells and paragraphs that are links, two at least, and say nothing in sentences."""
    if not (node.tag == "p" or (node.tag == "div" and node.get(_WAS_A_CELL))):
        return False
    links = [link.text_content() for link in node.iter("a") if link.get("href")]
    words = node.text_content()
    linked = sum(len(_MARK.findall(link)) for link in links) / max(1, len(_MARK.findall(words)))
    return len(links) > 1 and linked >= _MOSTLY_LINKS and not is_sentence(words)


def _unlay(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Tables that only put things side by side become ``div``s: what stands in them is looked at by itself."""
    for table in list(tree.iter("table")):
        if _lays_out(table):
            for node in [table, *_own(table)]:
                if node.tag in {"td", "th"}:
                    node.set(_WAS_A_CELL, "yes")
                node.tag = _LAYOUT.get(node.tag, node.tag)


def _own(table: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """The rows, cells and groups of this table, without those of tables in it."""
    for node in table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th"):
        if next(node.iterancestors("table"), None) is table:
            yield node


def _lays_out(table: Any) -> bool:  # noqa: ANN401 - lxml has no types
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if all(len(row) < 2 for row in rows):  # noqa: PLR2004 - side by side
        return True
    return any(
        _words(cell) > _WORDS_OF_A_CELL and len(cell.xpath(".//p | .//br | .//h1 | .//h2 | .//ul")) > 1 for row in rows for cell in row
    )


def _other_articles(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """The articles that follow the first one on an endless page: boxes beside its own, each with its headline and who signed it when."""
    headings = list(tree.iter("h1"))
    if not headings or not _is_title(first := headings[0], tree):
        return
    for other in headings[1:]:
        above = set(first.iterancestors())
        box = next((node for node in (other, *other.iterancestors()) if node.getparent() in above), None)
        if box is not None and box is not other and _is_whole(box):
            yield box


def _is_whole(box: Any) -> bool:  # noqa: ANN401 - lxml has no types
    kind = box.get("itemtype") or ""
    return (box.tag == "article" or kind.endswith("Article") or bool(box.xpath(_SIGNED))) and box.find(".//p") is not None


def _is_title(heading: Any, tree: Any) -> bool:  # noqa: ANN401 - lxml has no types
    words = " ".join(folded(heading.text_content()).split())
    return bool(words) and words in " ".join(folded(tree.findtext(".//title") or "").split())


def _words(node: Any) -> int:  # noqa: ANN401 - lxml has no types
    return sum(len(text.split()) for text in node.xpath(".//text()[not(parent::script or parent::style or parent::noscript)]"))
