"""The known entities of the AI industry: found by name, and in a row of tokens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ingest.entries import CatalogueError, Entry, read_entries
from ingest.spelling import Piece, Spelling, is_legal_form, is_version_word, key_of, pieces, version_words

__all__ = ["Catalogue", "CatalogueError", "Entry", "catalogue"]

_FOLDER = Path(__file__).parent / "data" / "catalogue"
_BODIES = ("Company", "ResearchOrg")
_PLURALS = ("", "s", "'s", "’s")
_JOINTS = frozenset(["-", "‑", "'", "’", "&", "/", "·", "®", "™"])
"""Tokens that may stand between the pieces of one name."""
_QUANTITIES = re.compile(r"[%€$£]|percent|pourcent|Prozent|(m|b|tr)illi(on|ard)e?[ns]?|millones", re.IGNORECASE)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Spellings by first piece, the longest first."""

    by_first: Mapping[str, tuple[tuple[Key, Spelling, Entry], ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Spelling, Entry]]) -> _Names:
        found: dict[str, list[tuple[Key, Spelling, Entry]]] = defaultdict(list)
        for spelling, entry in pairs:
            key = key_of(spelling.text)
            found[key[0]].append((key, spelling, entry))
        return cls({first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in found.items()})


@dataclass(frozen=True, slots=True)
class _Row:
    """The tokens of a text in pieces, each with the number of its token."""

    tokens: Sequence[str]
    pieces: list[Piece]
    folded: Key
    token_of: list[int]
    first_of: list[int]

    @classmethod
    def of(cls, tokens: Sequence[str]) -> _Row:
        flat: list[Piece] = []
        token_of: list[int] = []
        first_of: list[int] = []
        for number, token in enumerate(tokens):
            first_of.append(len(flat))
            for piece in pieces(token):
                flat.append(piece)
                token_of.append(number)
        return cls(tokens, flat, tuple(piece.folded for piece in flat), token_of, first_of)

    def written(self, start: int, length: int) -> Key:
        return tuple(piece.written for piece in self.pieces[start : start + length])

    def has(self, key: Key, start: int) -> bool:
        return self.folded[start : start + len(key)] == key

    def holds(self, first: int, last: int, *, comma: bool) -> bool:
        """Whether nothing that ends a name stands between these pieces."""
        tokens = self.tokens[self.token_of[first] + 1 : self.token_of[last]]
        return all(pieces(between) or between in _JOINTS or (comma and between == ",") for between in tokens)

    def rest(self, piece: int) -> str:
        """What follows a piece in its token."""
        return self.tokens[self.token_of[piece]][self.pieces[piece].end :]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries by id; ambiguous names keep the order of types that the ontology has (a company before its product)."""

    entries: Mapping[str, Entry]
    _names: _Names = field(repr=False)
    _phrases: dict[str, _Names] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Catalogue:
        """The catalogue of these entries; raises CatalogueError on an id, or a name within a type, that two of them bear."""
        by_id: dict[str, Entry] = {}
        owners: dict[tuple[str, str], str] = {}
        for entry in entries:
            if entry.id in by_id:
                raise CatalogueError(f"{entry.id!r} is the id of {by_id[entry.id].name!r} and of {entry.name!r}; give one another id")
            by_id[entry.id] = entry
            for name in entry.names:
                owner = owners.setdefault((entry.type, name), entry.name)
                if owner != entry.name:
                    raise CatalogueError(f"{name!r} is a name of {owner!r} and of {entry.name!r}, both {entry.type}; keep one")
        names = _Names.of((Spelling(name, name in entry.common), entry) for entry in by_id.values() for name in entry.names)
        return cls(MappingProxyType(by_id), names)

    def by_name(self, text: str) -> tuple[Entry, ...]:
        """The entries that this name, legal form and version included, can mean; those of other types come later."""
        tokens = text.split()
        row = _Row.of(tokens)
        found = self._at(row, 0) if row.pieces and not row.token_of[0] else []
        return tuple(dict.fromkeys(entry for end, entry in found if end == len(tokens)))

    def by_phrase(self, text: str, lang: str) -> tuple[Entry, ...]:
        """The entries that a phrase without its article ("géant de Santa Clara") can mean once they are known."""
        tokens = text.split()
        return next((entries for start, end, entries in self.match_phrases(tokens, lang) if (start, end) == (0, len(tokens))), ())

    def match(self, tokens: Sequence[str], *, lang: str | None = None) -> list[tuple[int, int, Entry]]:
        """Start, end and entry of each name in the tokens: from left to right, the longest first, none within another.

        A name that several entries bear gives the first of them; ``by_name`` gives all. In German, names of one token are found
        in the genitive too ("Nvidias").
        """
        row = _Row.of(tokens)
        found = []
        here = 0
        while here < len(tokens):
            ends = self._at(row, here)
            if not ends and lang == "de" and tokens[here].endswith("s"):
                ends = [(here + 1, entry) for _, entry in self._at(_Row.of([tokens[here][:-1]]), 0)]
            if ends:
                end, entry = max(ends, key=lambda item: item[0])
                found.append((here, end, entry))
                here = end
            else:
                here += 1
        return found

    def match_phrases(self, tokens: Sequence[str], lang: str) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """Start, end and possible entries of each phrase in the tokens, the longest first."""
        row = _Row.of(tokens)
        found = []
        here = 0
        while here < len(tokens):
            ends = _alike(self._phrases_in(lang), row, here)
            longest = max((end for end, _, _ in ends), default=-1)
            if ends:
                stop = row.token_of[longest] + 1
                found.append((here, stop, tuple(dict.fromkeys(entry for end, _, entry in ends if end == longest))))
                here = stop
            else:
                here += 1
        return found

    def _phrases_in(self, lang: str) -> _Names:
        """The phrases of a language; put together when they are first asked for."""
        if lang not in self._phrases:
            pairs = ((Spelling(text.casefold()), entry) for entry in self.entries.values() for text in entry.phrases.get(lang, ()))
            self._phrases[lang] = _Names.of(pairs)
        return self._phrases[lang]

    def _at(self, row: _Row, start: int) -> list[tuple[int, Entry]]:
        """End (in tokens) and entry of all names that start with this token."""
        found = []
        for last, spelling, entry in _alike(self._names, row, start):
            token = row.token_of[last]
            if spelling.is_one_word and token != start:
                continue
            if entry.family and (version := _version(row, last, entry)):
                end, text = version
                member = entry.member(text)
                found.append((end, self.entries.get(member.id, member)))
            if entry.bare and (rest := row.rest(last)) is not None and _is_whole(rest):
                found.append((token + 1, entry))
                found.extend((end, entry) for end in _legal_ends(row, token + 1, entry))
        return found


def _alike(names: _Names, row: _Row, start: int) -> list[tuple[int, Spelling, Entry]]:
    """Last piece, spelling and entry of each name written from this token on."""
    first = row.first_of[start]
    if first == len(row.pieces) or row.token_of[first] != start or (known := names.by_first.get(row.folded[first])) is None:
        return []
    return [
        (first + len(key) - 1, spelling, entry)
        for key, spelling, entry in known
        if row.has(key, first)
        and spelling.fits(row.written(first, len(key)))
        and row.holds(first, first + len(key) - 1, comma="," in spelling.text)
    ]


def _is_whole(rest: str) -> bool:
    """Whether nothing of weight follows the name in its token."""
    return rest in _PLURALS or not any(c.isalnum() or c in "€$£%+" for c in rest)


def _legal_ends(row: _Row, after: int, entry: Entry) -> list[int]:
    """Where the name ends with each legal form that follows ("Co., Ltd.")."""
    ends: list[int] = []
    here = after
    while entry.type in _BODIES and here < len(row.tokens):
        here += row.tokens[here] == ","
        if here == len(row.tokens) or not is_legal_form(row.tokens[here].rstrip(",")):
            break
        here += 1
        ends.append(here)
    return ends


def _version(row: _Row, last: int, entry: Entry) -> tuple[int, str] | None:
    """End (in tokens) and text of the version that follows the family's name."""
    token = row.token_of[last]
    texts = []
    rest = row.rest(last)
    if not _is_whole(rest):
        texts.append(rest.lstrip("- "))
        if not _is_version(texts[0], entry):
            return None
    end = token + 1
    while end < len(row.tokens):
        hyphens = row.tokens[end] in ("-", "‑") and end + 1 < len(row.tokens)
        if not _is_version(row.tokens[end + hyphens], entry) or _counts(row.tokens, end + hyphens):
            break
        texts.append(row.tokens[end + hyphens])
        end += 1 + hyphens
    return (end, " ".join(texts)) if texts else None


def _is_version(text: str, entry: Entry) -> bool:
    words = [text] if text in entry.versions else version_words(text)
    return bool(words) and text[0] not in "-‑" and all(is_version_word(word, entry.versions) for word in words)


def _counts(tokens: Sequence[str], here: int) -> bool:
    """Whether the number says how many, not which ("Claude 50 %")."""
    return here + 1 < len(tokens) and tokens[here].isdigit() and _QUANTITIES.fullmatch(tokens[here + 1]) is not None


@cache
def catalogue() -> Catalogue:
    """The catalogue of the package's own files, read once; raises CatalogueError."""
    return Catalogue.of(read_entries(_FOLDER))
