"""What stands around an article on its page: menus, buttons, bylines, other articles' headlines, bibliographies.

It is known by its words (``data/furniture.yaml``) and its shape. A sentence is never dropped for standing in a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ingest.dates import is_dateline
from ingest.wording import folded, wording

__all__ = ["Part", "is_furniture", "is_sentence", "kept"]

_WRAPPING = " \t*_#[]()>|:•·-–—=.!▌👉➡️→"
_LONGEST_LINE = 330
_LONGEST_LABEL = 60
_LABEL_END = re.compile(r"(?: ?[:|>•›»]|(?: ?\([^)]*\))?\Z)")
_BARS = re.compile(r"\s*[|•·›»>/]\s+|\s+[|•·›»>/]\s*|\t+|[ ]{2,}|\s+[-–—]\s+")
_MENU_BARS = re.compile(r"\s*[|•·›»]\s+|\s+>\s+|\t+|[ ]{2,}")
_WORDS = re.compile(r"[^\W\d_](?:[\w'’.&+-]*\w)?")
_END = re.compile(r"[.!?…][\s\"'”’»)\]]*\Z")
_BYLINE = re.compile(
    r"(?:Par|By|Von|Por|BY|PAR|Texte?|Autor|Auteur|Author|Written by|Propos recueillis par) ?:? "
    r"(?:(?:[A-ZÀ-Ž][\w'’.-]*|de|du|von|van|der|la|le|et|and|und|y|e|avec|with|mit|&|,) ?){1,9}"
    r"(?:[,|/—–·(-].{0,50})?\Z",
)
_READ = re.compile(r"\b(?:read|lire|lesen|lee|lea|leer)\b")
_HASHTAGS = re.compile(r"(?:#[\w-]+[ ,]*){2,}")
_SECTION_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+)[.)]? ")
_MENU_PARTS = 3
_MENU_PART_WORDS = 4
_SENTENCE_WORDS = 6
_LONG_WITHOUT_END = 160
_MOST_HEADLINES = 12
_MOST_LINKED = 0.85
_LINKS_IN_A_ROW = 3
_WORDS_OF_A_LINK = 7
_SHORT_IN_A_ROW = 5
_WORDS_OF_A_SHORT = 3


class Part(Protocol):
    """What is looked at: visible text, its kind, and more.

    ``level`` is the rank of a heading that is marked as one (else 0), ``linked`` the share of the text that is a link, ``raw`` the
    text with its markup and its runs of white space.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102 - see above
    @property
    def text(self) -> str: ...  # noqa: D102 - see above
    @property
    def level(self) -> int: ...  # noqa: D102 - see above
    @property
    def linked(self) -> float: ...  # noqa: D102 - see above
    @property
    def raw(self) -> str: ...  # noqa: D102 - see above


def kept(parts: Sequence[Part]) -> list[int]:
    """The places of the parts that belong to the article."""
    gone = {place for place, part in enumerate(parts) if _is_gone(part)}
    for place, part in enumerate(parts):
        if place not in gone and _heads_section(part):
            gone |= set(_section(parts, place))
        elif _is_label(part.text):
            gone |= set(_headlines(parts, place))
    gone |= _menus(parts, gone)
    return [place for place in range(len(parts)) if place not in gone]


def _is_gone(part: Part) -> bool:
    if part.kind == "row" or part.level:
        return False
    return is_furniture(part.text) or (len(part.raw) <= _LONGEST_LINE and _is_menu(part.raw))


def is_furniture(line: str) -> bool:
    """Whether a line by itself is none of the article."""
    if len(line) > _LONGEST_LINE:
        return False
    bare = line.strip(_WRAPPING)
    plain = folded(bare)
    if not _WORDS.search(plain) or _HASHTAGS.fullmatch(line):
        return True
    if wording().lines.match(plain) or _has_label(plain, line) or _is_byline(bare, line):
        return not _goes_on(bare)
    parts = [part.strip(" ():0123456789") for part in _BARS.split(plain)]
    return all(part in wording().buttons for part in parts if part) or is_dateline(line) or _is_menu(line)


def is_sentence(text: str) -> bool:
    """Some words that end as a sentence does, or too many for a headline."""
    words = _WORDS.findall(text)
    return (len(words) >= _SENTENCE_WORDS and bool(_END.search(text))) or len(text) > _LONG_WITHOUT_END


def _is_byline(bare: str, line: str) -> bool:
    return bool(_BYLINE.match(bare)) and not _END.search(line)


def _goes_on(line: str) -> bool:
    """A line of furniture is one saying; with sentences behind it, it is the article's."""
    rest = re.split(r"[.!?…]\s+(?=[A-ZÀ-Ž«\"“])", line)
    return len(rest) > 2 or (len(rest) == 2 and len(line) > _LONG_WITHOUT_END)  # noqa: PLR2004 - one sentence may follow


def _is_menu(line: str) -> bool:
    """``Home > Tech > Chips``, ``Menu | Doubs | Jura``: short names and bars, no sentence."""
    if line.lstrip().startswith("|") or _END.search(line):
        return False
    parts = [part for part in _MENU_BARS.split(line.strip(" \t|>›")) if part]
    return len(parts) >= _MENU_PARTS and all(len(part.split()) <= _MENU_PART_WORDS for part in parts)


def _has_label(plain: str, line: str) -> bool:
    """``lire aussi : …``, or the label alone; what is announced is no sentence, unless one is told to read it."""
    label = next((label for label in wording().labels if plain.startswith(label) and _LABEL_END.match(plain, len(label))), None)
    return label is not None and (bool(_READ.search(label)) or not is_sentence(line))


def _is_label(text: str) -> bool:
    """The label alone, over what it announces."""
    bare = folded(text.strip(_WRAPPING))
    return len(bare) <= _LONGEST_LABEL and bare in wording().labels


def _heads_section(part: Part) -> bool:
    if part.kind != "heading" or len(part.text) > _LONGEST_LABEL:
        return False
    return _SECTION_NUMBER.sub("", folded(part.text.strip(_WRAPPING))) in wording().sections


def _section(parts: Sequence[Part], start: int) -> range:
    """A heading and what stands under it. Unmarked, it ends before the next sentence that gives no source."""
    level = parts[start].level
    for place in range(start + 1, len(parts)):
        part = parts[place]
        if level and part.level and part.level <= level:
            return range(start, place)
        if not level and (part.level or (is_sentence(part.text) and not re.search(r"\b(?:19|20)\d\d\b|\bet al\b|\bdoi\b", part.text))):
            return range(start, place)
    return range(start, len(parts))


def _headlines(parts: Sequence[Part], start: int) -> range:
    """A label and the headlines under it: links, and what does not end as a sentence."""
    for place in range(start + 1, min(len(parts), start + 1 + _MOST_HEADLINES)):
        part = parts[place]
        if part.level or part.kind == "row" or (is_sentence(part.text) and part.linked < _MOST_LINKED):
            return range(start, place)
    return range(start, min(len(parts), start + 1 + _MOST_HEADLINES))


def _menus(parts: Sequence[Part], gone: set[int]) -> set[int]:
    """Runs of short links; runs of very short items that no sentence announces."""
    found: set[int] = set()
    for run in _runs([_is_link(part) for part in parts], _LINKS_IN_A_ROW):
        found |= set(run)
    for run in _runs([place in gone or _is_short(part) for place, part in enumerate(parts)], _SHORT_IN_A_ROW):
        if run.start == 0 or not parts[run.start - 1].text.endswith(":"):
            found |= {place for place in run if not parts[place].level}
    return found


def _is_link(part: Part) -> bool:
    return not part.level and part.linked >= _MOST_LINKED and not _END.search(part.text) and len(part.text.split()) <= _WORDS_OF_A_LINK


def _is_short(part: Part) -> bool:
    if part.kind not in {"item", "heading"} or part.level:
        return False
    return len(part.text.split()) <= _WORDS_OF_A_SHORT and not _END.search(part.text)


def _runs(marks: Sequence[bool], length: int) -> list[range]:
    """The stretches of marked places that are at least so long."""
    runs: list[range] = []
    start = 0
    for place, mark in enumerate([*marks, False]):
        if not mark:
            if place - start >= length:
                runs.append(range(start, place))
            start = place + 1
    return runs
