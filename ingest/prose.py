"""An article as its reader reads it: blocks of plain text, every character of which knows its place in the article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.furniture import kept
from ingest.inline import Seen, seen
from ingest.layout import Piece, pieces
from ingest.wrapping import ends_sentence

__all__ = ["Block", "blocks"]

_LONGEST_HEADING = 140


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row, in one line and without markup.

    ``offsets[i]`` is the place of ``text[i]`` in the article's text, where the same character stands; but a space stands for any
    white space, the spaces around the ``|`` of a row for the ``|``, and a character of ``ends`` for an entity of HTML.
    """

    kind: str
    text: str
    offsets: tuple[int, ...] = field(repr=False)
    ends: Mapping[int, int] = field(default_factory=dict, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The article's offsets of ``text[start:end]``, which is not empty: from its first character to behind its last."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"{start}:{end} is no stretch of a block of {len(self.text)} characters")
        last = self.offsets[end - 1]
        return self.offsets[start], self.ends.get(last, last + 1)


@dataclass(slots=True)
class _Drawn:
    """A piece of the layout with its visible text."""

    kind: str
    level: int
    seen: Seen
    raw: str

    @property
    def text(self) -> str:
        return self.seen.text

    @property
    def linked(self) -> float:
        return self.seen.linked


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of an article's text in order; what only stands around the article on its page is left out."""
    clean, layout = pieces(text)
    drawn = [one for piece in layout if (one := _drawn(clean, piece)).text]
    return tuple(_block(drawn[place]) for place in kept(drawn))


def _block(drawn: _Drawn) -> Block:
    return Block(drawn.kind, drawn.seen.text, tuple(drawn.seen.offsets), drawn.seen.ends)


def _drawn(text: str, piece: Piece) -> _Drawn:
    visible = seen(text, piece.lines)
    if piece.kind == "row":
        visible = _row(visible)
    kind = "heading" if piece.kind == "paragraph" and _is_heading(visible.text) else piece.kind
    return _Drawn(kind, piece.level, visible, text[slice(*piece.lines[0])] if len(piece.lines) == 1 else visible.text)


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not ends_sentence(text)


def _row(row: Seen) -> Seen:
    """The cells of a row, ``" | "`` between them, each of whose three characters stands where the bar does."""
    parts: list[str] = []
    offsets: list[int] = []
    start = 0
    for place in [*(place for place, char in enumerate(row.text) if char == "|"), len(row.text)]:
        cell = row.text[start:place]
        left = start + len(cell) - len(cell.lstrip())
        if cell.strip():
            if parts:
                parts.append(" | ")
                offsets += [row.offsets[start - 1]] * 3
            parts.append(cell.strip())
            offsets += row.offsets[left : left + len(cell.strip())]
        start = place + 1
    return Seen("".join(parts), offsets, row.ends, row.linked)
