"""Documents as the tagger takes them: windows of whole sentences with a label for each token, and what each phrase stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.rules.mentions import NAME, Mention
from ingest.rules.tagger import FARTHEST, LONGEST, MOST_RANKS, frames
from ingest.rules.windows import TYPES, Piece
from training.encoder.documents import Document
from training.tagger.documents import UNKNOWN

__all__ = ["IGNORED", "Lesson", "Link", "SpokenOf", "TokensAt", "lessons"]

IGNORED = -100
"""The label of a token that nothing is learned from."""

TokensAt = Callable[[str], tuple[list[int], list[tuple[int, int]]]]


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """The rows where an entity is named or meant, the nearest last; how many sentences that one is away; its rank among others."""

    rows: tuple[int, ...]
    away: int
    rank: int


@dataclass(frozen=True, slots=True)
class Link:
    """The row of a phrase's first token; those spoken of before it, the nearest first; and which are meant."""

    row: int
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
    sentence: int
    phrase: bool
    entity: str


@dataclass(frozen=True, slots=True)
class _Read:
    ids: list[int]
    labels: list[int]
    mentions: tuple[tuple[int, Mention], ...]


def lessons(document: Document, tokens_at: TokensAt) -> Iterator[Lesson]:
    """The windows of a document; sentences that are only there to be understood have no labels."""
    read = [_read(piece, tokens_at) for piece in document.pieces]
    for before, own in frames([len(one.ids) for one in read]):
        ids: list[int] = []
        labels: list[int] = []
        places: list[_Place] = []
        for number in range(before, own[-1] + 1):
            one = read[number]
            places += (_Place(len(ids) + row, number, m.kind != NAME, m.entity) for row, m in one.mentions)
            ids += one.ids
            labels += one.labels if number in own else [IGNORED] * len(one.ids)
        yield Lesson(ids, labels, document.phrases, tuple(_links(places, own[0])) if document.phrases else ())


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
            placed.append((rows[0], mention))
    return _Read(ids[:LONGEST], labels[:LONGEST], tuple(placed))


def _links(places: Sequence[_Place], first: int) -> Iterator[Link]:
    """Each phrase from sentence ``first`` on: the places of each entity before it, else the next in its own sentence."""
    meant: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in places:
        if one.phrase and one.sentence >= first:
            meant[one.row, one.sentence].add(one.entity)
    for (row, sentence), entities in meant.items():
        known: dict[str, list[_Place]] = defaultdict(list)
        for one in places:
            if one.row < row or (one.row > row and one.sentence == sentence and not one.phrase and one.entity not in known):
                known[one.entity].append(one)
        order = sorted(known.items(), key=lambda pair: -pair[1][-1].row)
        spoken_of = tuple(
            SpokenOf(tuple(one.row for one in some), min(sentence - some[-1].sentence, FARTHEST), min(rank, MOST_RANKS))
            for rank, (_, some) in enumerate(order)
        )
        yield Link(row, spoken_of, tuple(n for n, (entity, _) in enumerate(order) if entity in entities))
