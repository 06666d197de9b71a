"""Markup that is all article, of Word files, e-mails and books: its text, with headings, items and rows marked as in Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

__all__ = ["text_of"]

_SKIPPED = frozenset(("script", "style", "head", "noscript", "template", "svg", "math", "iframe", "object", "nav", "title"))
_BLOCKS = frozenset(
    "address|article|aside|blockquote|body|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|"  # noqa: SIM905 - in two lines
    "h1|h2|h3|h4|h5|h6|header|hr|html|li|main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul".split("|")
)
_MARKS = {f"h{level}": "#" * level + " " for level in range(1, 7)} | {"li": "- "}


def text_of(markup: bytes | str) -> str:
    """The text of this markup, its blocks with an empty line between them; empty when there is none."""
    try:
        tree = html.document_fromstring(markup)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    writer = _Writer()
    _walk(tree, writer)
    writer.end()
    return "\n\n".join(writer.blocks)


@dataclass(slots=True)
class _Writer:
    blocks: list[str] = field(default_factory=list)
    mark: str = ""
    _words: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self._words.append(text)

    def end(self) -> None:
        """The block that was written is over."""
        if words := " ".join("".join(self._words).split()):
            self.blocks.append(self.mark + words)
            self.mark = ""
        self._words = []


def _walk(node: Any, writer: _Writer) -> None:  # noqa: ANN401 - lxml has no types
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return
    if node.tag == "tr" and (row := _row(node)):
        writer.end()
        writer.blocks.append(row)
        return
    if node.tag in _BLOCKS:
        writer.end()
        writer.mark = _MARKS.get(node.tag, writer.mark)
    writer.add(" " if node.tag == "br" else node.text)
    for child in node:
        _walk(child, writer)
        writer.add(child.tail)
    if node.tag in _BLOCKS:
        writer.end()
        writer.mark = ""


def _row(node: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """A row of figures; None for one that only puts blocks side by side, as e-mails do."""
    cells = [cell for cell in node if cell.tag in {"td", "th"}]
    if len(cells) < 2 or any(sum(1 for inner in cell.iter() if inner.tag in _BLOCKS) > 2 for cell in cells):  # noqa: PLR2004 - cell and paragraph
        return None
    return "| " + " | ".join(" ".join(cell.text_content().split()) for cell in cells) + " |"
