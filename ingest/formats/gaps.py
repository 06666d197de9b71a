"""What an article's search left out of its midst: list items, headings and paragraphs between those that it kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.furniture import is_furniture, is_sentence

__all__ = ["filled"]

_WORD = re.compile(r"\w+")
_LEAVES = ("p", "li", "blockquote", "h2", "h3", "h4")
_HOLDERS = frozenset((*_LEAVES, "div", "ul", "ol", "table", "section", "article", "figure", "form"))
_OUTSIDE = "boolean(ancestor::*[self::nav or self::aside or self::footer or self::header or self::figure or self::form or self::table])"
_SHINGLE = 3
_MOST_SEEN = 0.3
_MOST_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class _Leaf:
    node: Any
    words: str

    @property
    def is_heading(self) -> bool:
        return self.node.tag in {"h2", "h3", "h4"}

    @property
    def line(self) -> str:
        return f"- {self.words}" if self.node.tag == "li" else self.words


def filled(tree: Any, text: str) -> str:  # noqa: ANN401 - lxml has no types
    """The text, a line a block, with what stands on the page between its first and its last line and was left out."""
    lines = text.splitlines()
    places = {_key(line): place for place, line in reversed(list(enumerate(lines)))}
    known = _shingles(text)
    leaves = list(_leaves(tree))
    at = [places.get(_key(leaf.words)) for leaf in leaves]
    kept = [place for place, found in enumerate(at) if found is not None]
    behind: dict[int, list[_Leaf]] = {}
    last = -1
    for place in range(kept[0], kept[-1]) if kept else ():
        last = max(last, -1 if (found := at[place]) is None else found)
        if at[place] is None and _is_missing(leaves[place], known):
            behind.setdefault(last, []).append(leaves[place])
    return "\n".join(_joined(lines, {place: list(_without_idle_headings(those, lines[place + 1 :])) for place, those in behind.items()}))


def _leaves(tree: Any) -> Iterator[_Leaf]:  # noqa: ANN401 - lxml has no types
    for node in tree.iter(*_LEAVES):
        words = " ".join(node.text_content().split())
        if words and not any(inner.tag in _HOLDERS for inner in node.iterdescendants()):
            yield _Leaf(node, words)


def _is_missing(leaf: _Leaf, known: set[tuple[str, ...]]) -> bool:
    own = _shingles(leaf.words)
    if own and len(own & known) > _MOST_SEEN * len(own):
        return False
    if is_furniture(leaf.words) or leaf.node.xpath(_OUTSIDE):
        return False
    linked = sum(len(link.text_content()) for link in leaf.node.iter("a"))
    return linked <= _MOST_LINKED * len(leaf.words) and (leaf.is_heading or is_sentence(leaf.words))


def _without_idle_headings(those: Sequence[_Leaf], below: Sequence[str]) -> Iterator[_Leaf]:
    """Headings only over what the text has now: under their parent, the next block is regained or was kept."""
    for place, leaf in enumerate(those):
        sibling = leaf.node.getnext()
        under = _key(sibling.text_content()) if leaf.is_heading and sibling is not None else ""
        follows = below[0] if below else ""
        if not leaf.is_heading or (under and (_starts(those[place + 1 : place + 2], under) or _key(follows)[:40] == under[:40])):
            yield leaf


def _starts(those: Sequence[_Leaf], under: str) -> bool:
    return bool(those) and not those[0].is_heading and under.startswith(_key(those[0].words))


def _joined(lines: Sequence[str], behind: dict[int, list[_Leaf]]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield line
        yield from (leaf.line for leaf in behind.get(place, ()))


def _key(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return set(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
