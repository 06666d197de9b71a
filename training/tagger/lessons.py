"""Documents as the tagger takes them: windows of whole sentences with a label for each token, and what each phrase stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from ingest.rules.mentions import NAME, Mention
from ingest.rules.tagger import FARTHEST, LATER, LONGEST, SpokenOf, frames
from ingest.rules.windows import TYPES, Piece
from training.encoder.documents import Document
from training.tagger.documents import UNKNOWN

__all__ = ["IGNORED", "Lesson", "Link", "TokensAt", "lessons"]

IGNORED = -100
"""The label of a token that nothing is learned from."""

TokensAt = Callable[[str], tuple[list[int], list[tuple[int, int]]]]


_MISSED, _MISTAKEN = 0.2, 0.1
"""Of the phrases before one: so many are not known to the program when it reads, so many it takes for others."""


@dataclass(frozen=True, slots=True)
class Link:
    """The rows of a phrase's first token and its last; those spoken of before it, the nearest first; and which are meant."""

    rows: tuple[int, int]
    spoken_of: tuple[SpokenOf, ...]
    meant: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Token ids and labels; ``phrases``: whether the document's phrases are annotated."""

    ids: list[int]
    labels: list[int]
    phrases: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    row: int
    end: int
    sentence: int
    phrase: bool
    entity: str
    type: str


@dataclass(frozen=True, slots=True)
class _Read:
    ids: list[int]
    labels: list[int]
    mentions: tuple[tuple[int, int, Mention], ...]


def lessons(document: Document, tokens_at: TokensAt, rng: Random | None = None) -> Iterator[Lesson]:
    """The windows of a document; sentences that are only there to be understood have no labels.

    With ``rng``, some of the phrases before a phrase are not known, and some are taken for another, as it is when the program reads.
    """
    read = [_read(piece, tokens_at) for piece in document.pieces]
    for before, own in frames([len(one.ids) for one in read]):
        ids: list[int] = []
        labels: list[int] = []
        places: list[_Place] = []
        for number in range(before, own[-1] + 1):
            one = read[number]
            places += (_Place(len(ids) + a, len(ids) + b, number, m.kind != NAME, m.entity, m.type) for a, b, m in one.mentions)
            ids += one.ids
            labels += one.labels if number in own else [IGNORED] * len(one.ids)
        yield Lesson(ids, labels, document.phrases, tuple(_links(places, own[0], rng)) if document.phrases else ())


def _read(piece: Piece, tokens_at: TokensAt) -> _Read:
    ids, offsets = tokens_at(piece.text)
    labels = [0] * len(ids)
    placed = []
    for mention in piece.mentions:
        start, end = mention.start - piece.start, mention.end - piece.start
        rows = [n for n, (a, b) in enumerate(offsets[:LONGEST]) if b > start and a < end and b > a]
        if rows and mention.entity.startswith(UNKNOWN):
            labels[rows[0] : rows[-1] + 1] = [IGNORED] * (rows[-1] + 1 - rows[0])
        elif rows:
            first = 1 + 2 * TYPES.index(mention.type) + 2 * len(TYPES) * (mention.kind != NAME)
            labels[rows[0] : rows[-1] + 1] = [first, *[first + 1] * (rows[-1] - rows[0])]
            placed.append((rows[0], rows[-1], mention))
    return _Read(ids[:LONGEST], labels[:LONGEST], tuple(placed))


def _links(places: Sequence[_Place], first: int, rng: Random | None) -> Iterator[Link]:
    """Each phrase from sentence ``first`` on: the places of each entity before it, else the next in its own sentence."""
    meant: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for one in places:
        if one.phrase and one.sentence >= first:
            meant[one.row, one.end, one.sentence].add(one.entity)
    heard = list(places) if rng is None else list(_misheard(places, rng))
    for (row, end, sentence), entities in meant.items():
        known: dict[str, list[_Place]] = defaultdict(list)
        for one in heard:
            if one.row < row or (one.row > row and one.sentence == sentence and not one.phrase and one.entity not in known):
                known[one.entity].append(one)
        order = sorted(known.items(), key=lambda pair: -pair[1][-1].row)
        spoken_of = tuple(_spoken_of(some, row, sentence) for _, some in order)
        yield Link((row, end), spoken_of, tuple(n for n, (entity, _) in enumerate(order) if entity in entities))


def _misheard(places: Sequence[_Place], rng: Random) -> Iterator[_Place]:
    for one in places:
        luck = rng.random() if one.phrase else 1.0
        if luck >= _MISSED + _MISTAKEN:
            yield one
        elif luck >= _MISSED:
            other = rng.choice(places)
            yield replace(one, entity=other.entity, type=other.type)


def _spoken_of(some: Sequence[_Place], row: int, sentence: int) -> SpokenOf:
    nearest = some[-1]
    away = LATER if nearest.row > row else min(sentence - nearest.sentence, FARTHEST)
    return SpokenOf(tuple(one.row for one in some), nearest.end, TYPES.index(nearest.type), away)
