"""What a reader sees of a stretch of Markdown, and where in the text each of its characters stands.

Nothing is composed: markup is left out, white space becomes one space. Only an entity of HTML becomes another character.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Seen", "seen"]

Cut = tuple[int, int, str]
"""Start, end, and what stands there instead."""

_ADDRESS = r"\((?:[^()]|\((?:[^()]|\([^()]*\)){0,400}\)){0,1500}\)"
_DROPPED = re.compile(
    rf"""
    !\[\[[^\]]*\]\]                                   # an embedded note
    | !\[(?:[^\[\]]|\[[^\[\]]*\]){{0,600}}\](?:{_ADDRESS}|\[[^\]]*\])  # an image
    | \[\[\d{{1,3}}\]\](?:{_ADDRESS})?                # the number of a footnote
    | \[\^[^\]\s]{{1,60}}\]:?
    | \[\d{{1,3}}\](?:{_ADDRESS})?
    | \[(?:https?://|www\.)[^\]\s]*\]{_ADDRESS}       # an address that shows itself
    | <sup>\s*\[?\d{{1,3}}\]?\s*</sup>
    | <!--(?:(?!<!--).){{0,5000}}?--> | </?[a-zA-Z][^<>]{{0,1500}}>
    | \{{\{{.{{0,400}}?\}}\}} | \{{%.{{0,400}}?%\}} | \{{[:.\#][^{{}}]{{0,200}}\}}
    | https?://[^\s<>()\[\]"“”«»|]+(?<![.,;:!?…*_])
    | [\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\ufeff]
    """,
    re.VERBOSE | re.DOTALL,
)
_LINKS = re.compile(
    rf"\[\[(?:[^\[\]|]{{0,300}}\|)?(?P<note>[^\[\]|]{{1,300}})\]\]"
    rf"|\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\]){{1,600}})\](?:{_ADDRESS}|\[[^\[\]]{{0,80}}\])",
)
_MARKS = re.compile(
    r"(?P<escape>\\)[!-/:-@\[-`{-~]"
    r"|(?P<entity>&(?:[a-zA-Z]{2,10}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<gone>`+|\*{2,}|~~|'{3}|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_])|\(\s*\)|\[\s*\])",
)
_SPACE = re.compile(r"\s+")
_HAS_MARKUP = re.compile(r"[\[<{\\&`*_~()\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\ufeff]|://|'''")


@dataclass(slots=True)
class Seen:
    """Visible text; ``offsets[i]`` is the place of ``text[i]``, ``ends`` where the character of an entity ends."""

    text: str
    offsets: list[int]
    ends: dict[int, int]
    linked: float = 0.0
    """The share of the text that is a link."""


def seen(text: str, stretches: Iterable[tuple[int, int]]) -> Seen:
    """The visible text of some stretches of a text, one space between them."""
    now = _joined(text, stretches)
    if _HAS_MARKUP.search(now.text):
        _cut(now, [(match.start(), match.end(), "") for match in _DROPPED.finditer(now.text)])
        _unlink(now)
        _unmark(now)
    _space(now)
    return now


def _joined(text: str, stretches: Iterable[tuple[int, int]]) -> Seen:
    parts: list[str] = []
    offsets: list[int] = []
    for start, end in stretches:
        if offsets:
            parts.append(" ")
            offsets.append(_break(text, offsets[-1] + 1, start))
        parts.append(text[start:end])
        offsets.extend(range(start, end))
    return Seen("".join(parts), offsets, {})


def _break(text: str, start: int, stop: int) -> int:
    """The place of the white space between two lines."""
    return next((place for place in range(start, stop) if text[place].isspace()), start)


def _cut(now: Seen, cuts: list[Cut]) -> None:
    """Take stretches out, or put one character in the place of their first."""
    if not cuts:
        return
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for start, end, instead in cuts:
        parts += (now.text[last:start], instead)
        offsets += now.offsets[last:start]
        if instead:
            offsets.append(now.offsets[start])
        last = end
    parts.append(now.text[last:])
    offsets += now.offsets[last:]
    now.text, now.offsets = "".join(parts), offsets


def _unlink(now: Seen) -> None:
    """Keep the words of links; twice, for a link around a link's brackets."""
    cuts: list[Cut] = []
    linked = 0
    for match in _LINKS.finditer(now.text):
        start, end = match.span("note") if match["note"] else match.span("words")
        linked += end - start
        cuts += [(match.start(), start, ""), (end, match.end(), "")]
    _cut(now, cuts)
    now.linked = linked / max(1, len(now.text.strip()))


def _unmark(now: Seen) -> None:
    cuts: list[Cut] = []
    for match in _MARKS.finditer(now.text):
        if match["escape"]:
            cuts.append((match.start(), match.start() + 1, ""))
        elif match["entity"]:
            char = html.unescape(match["entity"])
            if not char.isprintable() and not char.isspace():
                cuts.append((match.start(), match.end(), ""))
            elif len(char) == 1:
                cuts.append((match.start(), match.end(), char))
                now.ends[now.offsets[match.start()]] = now.offsets[match.end() - 1] + 1
        else:
            cuts.append((match.start(), match.end(), ""))
    _cut(now, cuts)


def _space(now: Seen) -> None:
    """One plain space for each run of white space, none at the ends."""
    spaces = [match.span() for match in _SPACE.finditer(now.text)]
    size = len(now.text)
    edge = [(start, end, "") for start, end in spaces if start == 0 or end == size]
    inner = [(start, end, " ") for start, end in spaces if start and end < size and now.text[start:end] != " "]
    _cut(now, sorted(edge + inner))
