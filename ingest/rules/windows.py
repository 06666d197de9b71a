"""An article as the encoder reads it: windows of whole sentences, with a mark before and behind each mention.

A window has the sentences that it is to judge, and up to two before them that are only there to be understood. Pairs of mentions are
judged where the later one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.rules.judge import ways_of
from ingest.rules.mentions import NAME, Mention

__all__ = ["END", "LONGEST", "START", "TYPES", "Couple", "Piece", "Window", "windows"]

TYPES = ("Company", "ResearchOrg", "Government", "Person", "Product")
LONGEST, _LONGEST_SENTENCE = 160, 320
"""Tokens of a window of several sentences, and of one sentence that is longer: an enumeration of members, of investors."""
_ROOM = 12
_CONTEXT, _CONTEXT_SHARE = 2, 0.45
_FARTHEST = 2
"""Sentences from one mention of a pair to the other."""
_LEAST_SURE = 1e-3
START, END = -1, -2
"""Stand for the tokens that open and close a window."""
_OPENS, _CLOSES = -3, -3 - 2 * len(TYPES)
"""A mark before a mention: ``_OPENS`` less its type, and five more less for a phrase or pronoun; one mark behind all."""

Ids = list[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence from ``start`` to ``end`` of a block's text, with the mentions in it (places in the block)."""

    block: int
    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two mentions of different entities in the order of the text, the sentences that they stand in, and the places of their marks."""

    first: Mention
    second: Mention
    first_piece: int
    second_piece: int
    places: tuple[int, int]

    @property
    def together(self) -> bool:
        """Whether both stand in one sentence."""
        return self.first_piece == self.second_piece

    @property
    def doubt(self) -> float:
        """How doubtful it is whom the two stand for, in nats: 0 for two names."""
        return -log(max(self.first.sure * self.second.sure, _LEAST_SURE))

    @property
    def types(self) -> int:
        """A number for the two types."""
        return len(TYPES) * TYPES.index(self.first.type) + TYPES.index(self.second.type)

    @property
    def distance(self) -> int:
        """A number for how many sentences lie between them, and whether both are names."""
        away = min(self.second_piece - self.first_piece, _FARTHEST)
        return 2 * away + (self.first.kind != NAME or self.second.kind != NAME)


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids, the sentence of each token, and the pairs to judge; ids below 0 are marks."""

    ids: Ids
    sentences: NDArray[np.int64]
    couples: tuple[Couple, ...]

    @property
    def ends(self) -> list[tuple[int, int]]:
        """The two entities of each couple, numbered within the window."""
        numbers: dict[str, int] = {}
        for couple in self.couples:
            for mention in (couple.first, couple.second):
                numbers.setdefault(mention.entity, len(numbers))
        return [(numbers[couple.first.entity], numbers[couple.second.entity]) for couple in self.couples]


@dataclass(frozen=True, slots=True)
class _Read:
    ids: Ids
    places: tuple[tuple[Mention, int], ...]


def windows(pieces: Sequence[Piece], tokens_of: Callable[[str], Ids], *, longest: int = LONGEST) -> Iterator[Window]:
    """The windows that hold a pair; ``tokens_of`` gives the ids of a stretch of text."""
    read = [_read(piece, tokens_of, max(longest - _ROOM, _LONGEST_SENTENCE)) for piece in pieces]
    at = 0
    while at < len(pieces):
        before, own = _bounds(read, at, longest)
        couples = tuple(_couples(read, before, own))
        if couples:
            yield Window(*_joined(read, before, own[-1]), couples)
        at = own[-1] + 1


def _read(piece: Piece, tokens_of: Callable[[str], Ids], most: int) -> _Read:
    ids: Ids = []
    places: list[tuple[Mention, int]] = []
    at = piece.start
    for mention in piece.mentions:
        if places and (mention.start, mention.end) == (places[-1][0].start, places[-1][0].end):
            places.append((mention, places[-1][1]))
        if mention.start < at:
            continue
        ids += tokens_of(piece.text[at - piece.start : mention.start - piece.start])
        if len(ids) < most:
            places.append((mention, len(ids)))
        ids.append(_OPENS - TYPES.index(mention.type) - len(TYPES) * (mention.kind != NAME))
        ids += [*tokens_of(mention.text), _CLOSES]
        at = mention.end
    ids += tokens_of(piece.text[at - piece.start :])
    return _Read(ids[:most], tuple(places))


def _bounds(read: Sequence[_Read], at: int, longest: int) -> tuple[int, range]:
    """Where the context starts, and which sentences are judged."""
    before, size = at, 0
    while before > max(0, at - _CONTEXT) and size + len(read[before - 1].ids) <= longest * _CONTEXT_SHARE:
        before -= 1
        size += len(read[before].ids)
    size += len(read[at].ids)
    most = longest if len(read[at].ids) <= longest - _ROOM else len(read[at].ids) + round(longest * _CONTEXT_SHARE)
    while size > most and before < at:
        size -= len(read[before].ids)
        before += 1
    end = at + 1
    while end < len(read) and size + len(read[end].ids) <= longest:
        size += len(read[end].ids)
        end += 1
    return before, range(at, end)


def _couples(read: Sequence[_Read], before: int, own: range) -> Iterator[Couple]:
    count_from = 1
    placed: list[tuple[int, Mention, int]] = []
    for number in range(before, own[-1] + 1):
        placed += ((number, mention, count_from + place) for mention, place in read[number].places)
        count_from += len(read[number].ids)
    for at, (first_piece, first, first_place) in enumerate(placed):
        for second_piece, second, second_place in placed[at + 1 :]:
            near = second_piece in own and second_piece - first_piece <= _FARTHEST
            if near and first.entity != second.entity and ways_of(first.type, second.type):
                yield Couple(first, second, first_piece, second_piece, (first_place, second_place))


def _joined(read: Sequence[_Read], before: int, last: int) -> tuple[Ids, NDArray[np.int64]]:
    ids, sentences = [START], [before - 1]
    for number in range(before, last + 1):
        ids += read[number].ids
        sentences += [number] * len(read[number].ids)
    return [*ids, END], np.array([*sentences, last + 1], dtype=np.int64)
