"""The lines of a text taken together to headings, paragraphs, list items and table rows, as Markdown or plain text mean them.

Code fences, comments, scripts, definitions of links, rules and a front matter are no part of any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.frontmatter import body_start
from ingest.wrapping import Line, paragraphs

__all__ = ["Piece", "pieces"]

_VOID = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3}(?!~))[^`\r\n]*\r?\n(?:[^\r\n]*\r?\n)*?[ ]{0,3}(?P=fence)`*[ \t]*$"
    r"|<!--(?:(?!<!--).){0,20000}?-->"
    r"|<(?P<tag>script|style|svg|iframe)\b[^<>]{0,2000}>(?:(?!<(?P=tag)\b).){0,50000}?</(?P=tag)\s*>",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+(?:\[!\w+\][+-]?)?")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:~[ \t]*){3,}|={3,})\Z")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{2,}|~{4,}|\^{4,}|\*{4,})[ \t]*\Z")
_MARKER = re.compile(r"[ \t]*(?:(?P<bullet>[-*+•‣◦▪●○➤✓✔■→])|(?P<dash>[–—·])|(?P<number>\d{1,3})[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?P<note>\^)?[^\]]+\]:[ \t]*(?P<what>.*)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.|mailto:)|/\w")
_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?[-=]{2,}:?[ \t]*(?:[|+][ \t]*:?[-=]{2,}:?[ \t]*)*\|?[ \t]*\Z")
_CODE = re.compile(r"[{};=<>$\\|]|--?\w+[ =]|\w\(\)|^\s*(?:import|from|def|return|sudo|npm|pip|git)\b")
_TOO_LONG_TO_BE_UNDERLINED = 120


@dataclass(slots=True)
class Piece:
    """Lines that belong together; ``level`` is that of a heading that is marked as one, else 0."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    level: int = 0


def pieces(text: str) -> tuple[str, list[Piece]]:
    """The text with what is no part of it blanked out (same length), and its pieces in order."""
    start = body_start(text)
    clean = "\0" * start + _VOID.sub(_blank, text[start:])
    return clean, list(_split(clean, _Reader(clean, start)))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", "\0", match[0])


def _split(text: str, reader: _Reader) -> Iterator[Piece]:
    """Paragraphs and items whose lines are not one wrapped paragraph become several pieces."""
    for piece in reader.read():
        if piece.kind not in {"paragraph", "item"} or len(piece.lines) == 1:
            yield piece
            continue
        for place, lines in enumerate(paragraphs(text, piece.lines)):
            yield Piece(piece.kind if place == 0 else "paragraph", lines)


class _Reader:
    """Goes through the lines once; ``open`` is the piece that the next line may continue."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.open: Piece | None = None
        self.done: list[Piece] = []
        self.in_table = self.in_list = False

    def read(self) -> list[Piece]:
        """All pieces, in order."""
        for match in _LINE.finditer(self.text, self.start):
            start, end = match.span(1)
            if match.start() == len(self.text):
                break
            self.line(start, end)
        self.close()
        return [piece for piece in self.done if not self.is_code(piece)]

    def line(self, start: int, end: int) -> None:
        quote = _QUOTE.match(self.text, start, end)
        start = quote.end() if quote else start
        line = self.text[start:end]
        if not line.strip(" \t\0\xa0"):
            self.close()
            self.in_table = False
        elif heading := _HEADING.match(line):
            self.close()
            self.done.append(Piece("heading", [(start + heading.end(), start + len(line.rstrip(" \t#")))], len(heading[1])))
            self.in_list = False
        elif not (self.table(line, start) or self.rule(line) or self.definition(line) or self.item(line, start)):
            self.more(start, end)

    def more(self, start: int, end: int) -> None:
        if self.open is None:
            self.in_list = self.in_list and self.text[start : start + 1] in {" ", "\t"}
            self.open = Piece("paragraph")
        self.open.lines.append((start, end))

    def close(self) -> None:
        if self.open is not None:
            self.done.append(self.open)
        self.open = None

    def table(self, line: str, start: int) -> bool:
        """A row starts with a bar, or stands next to a line of hyphens and bars."""
        if "|" not in line:
            self.in_table = False
            return False
        if _SEPARATOR.match(line):
            if self.open is not None and len(self.open.lines) == 1 and "|" in self.text[slice(*self.open.lines[0])]:
                self.open.kind = "row"
            self.close()
            self.in_table = True
            return True
        if not self.in_table and not line.lstrip().startswith("|"):
            return False
        self.close()
        self.done.append(Piece("row", [(start, start + len(line))]))
        return True

    def rule(self, line: str) -> bool:
        """A line under a line makes a heading, else it parts."""
        lines = self.open.lines if self.open is not None and self.open.kind == "paragraph" else []
        if lines and _UNDERLINE.match(line) and lines[-1][1] - lines[-1][0] <= _TOO_LONG_TO_BE_UNDERLINED:
            title = lines.pop()
            if lines:
                self.close()
            self.open = None
            self.done.append(Piece("heading", [title], 1 if "=" in line else 2 if "-" in line else 3))
            return True
        if not _RULE.match(line):
            return False
        self.close()
        return True

    def definition(self, line: str) -> bool:
        """A link's address, or the note of a number that gives an address: no part of the article."""
        match = _DEFINITION.match(line)
        if match is None:
            return False
        return bool(_ADDRESS.search(match["what"]) if match["note"] else _ADDRESS.match(match["what"]))

    def item(self, line: str, start: int) -> bool:
        marker = _MARKER.match(line)
        if marker is None or not self.may_start(marker):
            return False
        self.close()
        self.open = Piece("item", [(start + marker.end(), start + len(line))])
        self.in_list = True
        return True

    def may_start(self, marker: re.Match[str]) -> bool:
        """Within a paragraph a dash or a number is only a dash or a number, unless a list has begun."""
        if self.open is None or self.open.kind == "item":
            return True
        return bool(marker["bullet"]) and marker["bullet"] != "+"

    def is_code(self, piece: Piece) -> bool:
        """Lines set in by four spaces of which most look like code."""
        if piece.kind != "paragraph":
            return False
        lines = [self.text[start:end] for start, end in piece.lines]
        return all(line.startswith(("    ", "\t")) for line in lines) and sum(bool(_CODE.search(line)) for line in lines) * 2 > len(lines)
