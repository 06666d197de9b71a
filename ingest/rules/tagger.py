"""The tagger: a small transformer that reads an article's sentences and tags the names and phrases in them, with what kind each is.

It starts from the same weights as the encoder (``ingest.rules.encoder``) and shares its vocabulary; ``training/encoder`` taught it. What it
saw stays with its tokens, so that a phrase ("the chipmaker") can be held against the names before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from ingest.rules.encoder import FOLDER as WORDS
from ingest.rules.encoder import Encoder, encoder, session
from ingest.rules.windows import TYPES
from ingest.sentences import sentences_of

__all__ = [
    "CONTEXT",
    "FARTHEST",
    "FOLDER",
    "LABELS",
    "LATER",
    "LONGEST",
    "MOST_RANKS",
    "MOST_TIMES",
    "Spoken",
    "SpokenOf",
    "Tag",
    "Tagged",
    "Tagger",
    "TokensSeen",
    "frames",
    "tagger",
]

FOLDER = Path(__file__).parents[1] / "data" / "tagger"
LONGEST, CONTEXT = 380, 200
"""Tokens of a window, and of the sentences in it that are only there to be understood."""
LABELS = 1 + 4 * len(TYPES)
"""Nothing; then for each type the first token of a name and the others; then the same of phrases and pronouns."""
FARTHEST, MOST_RANKS, MOST_TIMES = 5, 7, 6
"""Sentences between a phrase and a name, names in between, and times that it was spoken of, from which on all are alike."""
LATER = FARTHEST + 1
"""In place of the sentences between: it is named after the phrase."""
_PHRASES = 1 + 2 * len(TYPES)
_NOTHING, _LEAST = -1, 1e-6

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tag:
    """``text[start:end]`` of a block; ``shares`` has how likely each of ``TYPES`` is; ``sure`` that it is a name (or phrase) at all."""

    start: int
    end: int
    phrase: bool
    shares: tuple[float, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """One that a phrase may stand for: the rows where it is named or meant, the nearest last, and the row where that one ends.

    ``type`` is a number of ``TYPES``, ``away`` how many sentences the nearest is before the phrase, or ``LATER``.
    """

    rows: tuple[int, ...]
    end: int
    type: int
    away: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where one was named or meant, the nearest last, and where that one ends: sentence and token; ``type`` as in ``TYPES``."""

    places: Sequence[tuple[int, int]]
    end: tuple[int, int]
    type: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a block: the ids of its tokens and where each stands in the block."""

    block: int
    ids: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence as its window showed it: the window's states, and by sentence the row of its first token."""

    states: Floats
    rows: dict[int, int]


@dataclass(slots=True)
class TokensSeen:
    """The tokens of a block in order: where each starts and ends, its sentence and place there, how likely it belongs to a name."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    likely: list[float] = field(default_factory=list)

    def take(self, number: int, offsets: Sequence[tuple[int, int]], likely: Sequence[float]) -> None:
        """Another sentence, with its number in the article."""
        self.starts += (start for start, _ in offsets)
        self.ends += (end for _, end in offsets)
        self.places += ((number, row) for row in range(len(offsets)))
        self.likely += likely


@dataclass(slots=True)
class Tagged:
    """What the tagger saw of an article: tags by block, in order, and how phrases are held against names."""

    tags: list[list[Tag]]
    tokens: list[TokensSeen]
    seen: list[_Seen]
    model: Tagger

    def likely(self, block: int, start: int, end: int) -> float:
        """How likely some token of the stretch belongs to a name."""
        tokens = self.tokens[block]
        return max(tokens.likely[bisect_right(tokens.ends, start) : bisect_left(tokens.starts, end)], default=0.0)

    def place(self, block: int, start: int) -> tuple[int, int] | None:
        """The sentence and the token that a character of a block belongs to; None between sentences, and behind a longest one."""
        tokens = self.tokens[block]
        at = bisect_right(tokens.ends, start)
        if at == len(tokens.ends) or (tokens.starts[at] > start and tokens.places[at][1] == 0):
            return None
        return tokens.places[at]

    def in_sight(self, sentence: int, other: int) -> bool:
        """Whether the tagger saw the other sentence together with this one."""
        return other in self.seen[sentence].rows

    def chosen(self, phrase: tuple[int, int], end: tuple[int, int], spoken: Sequence[Spoken]) -> list[float]:
        """How likely a phrase from one token to another stands for each of those spoken of, the nearest first, and last for none.

        All places are in sight.
        """
        seen = self.seen[phrase[0]]
        first, last = (seen.rows[number] + row for number, row in (phrase, end))
        return self.model.links(seen.states, (first, last), [_spoken_of(one, seen.rows, phrase) for one in spoken])


@dataclass(frozen=True, slots=True)
class Tagger:
    """The weights, ready to run; vocabulary and vectors are the encoder's."""

    body: InferenceSession
    words: Encoder
    weights: dict[str, Floats]

    def read(self, texts: Sequence[str], lang: str) -> Tagged:
        """The tags of an article's blocks."""
        sentences = list(self._sentences(texts, lang))
        tags: list[list[Tag]] = [[] for _ in texts]
        tokens = [TokensSeen() for _ in texts]
        seen: list[_Seen] = []
        for before, own in frames([len(s.ids) for s in sentences]):
            states, rows = self._states([sentences[n] for n in range(before, own[-1] + 1)], before)
            for number in own:
                sentence = sentences[number]
                scores = self._scores(states[rows[number] : rows[number] + len(sentence.ids)])
                seen.append(_Seen(states, rows))
                tags[sentence.block] += _tags(texts[sentence.block], sentence.offsets, scores)
                tokens[sentence.block].take(number, sentence.offsets, scores[:, 1:_PHRASES].sum(1).tolist())
        return Tagged(tags, tokens, seen, self)

    def links(self, states: Floats, phrase: tuple[int, int], spoken_of: Sequence[SpokenOf]) -> list[float]:
        """How likely the phrase from one row to another stands for each of those spoken of, the nearest first, and last for none."""
        w = self.weights
        own, own_end = states[list(phrase)]
        none = float(own @ w["none.weight"][0] + w["none.bias"][0])
        scores = [none]
        if spoken_of:
            theirs, ends = states[[one.rows[-1] for one in spoken_of]], states[[one.end for one in spoken_of]]
            whole = np.stack([states[list(one.rows)].mean(0) for one in spoken_of])
            numbers = np.concatenate(
                [
                    w["far.weight"][[one.away for one in spoken_of]],
                    w["rank.weight"][[min(n, MOST_RANKS) for n in range(len(spoken_of))]],
                    w["times.weight"][[min(len(one.rows), MOST_TIMES) for one in spoken_of]],
                    w["types.weight"][[one.type for one in spoken_of]],
                ],
                1,
            )
            owns = (np.broadcast_to(one, theirs.shape) for one in (own, own_end))
            seen = np.concatenate([*owns, theirs, ends, whole, own * theirs, own_end * ends, own * whole, numbers], 1)
            hidden = np.maximum(seen @ w["link.0.weight"].T + w["link.0.bias"], 0)
            scores = [*(hidden @ w["link.2.weight"][0] + w["link.2.bias"][0]).tolist(), none]
        powers = np.exp(np.array(scores) - max(scores))
        return [float(share) for share in powers / powers.sum()]

    def _sentences(self, texts: Sequence[str], lang: str) -> Iterator[_Sentence]:
        for number, text in enumerate(texts):
            for start, end in sentences_of(text, lang):
                ids, offsets = self.words.tokens_at(text[start:end])
                kept = [(start + a, start + b) for a, b in offsets[:LONGEST]]
                yield _Sentence(number, ids[:LONGEST], kept)

    def _states(self, sentences: Sequence[_Sentence], first: int) -> tuple[Floats, dict[int, int]]:
        """The states of a window's tokens, and the row where each sentence starts."""
        ids: list[int] = []
        rows: dict[int, int] = {}
        for number, sentence in enumerate(sentences, first):
            rows[number] = len(ids)
            ids += sentence.ids
        (states,) = self.body.run(None, {"embedded": self.words.embedded_between(ids)[None]})
        return states[0][1:-1], rows

    def _scores(self, states: Floats) -> Floats:
        """By token, how likely each label is."""
        scores = states @ self.weights["tags.weight"].T + self.weights["tags.bias"]
        powers = np.exp(scores - scores.max(1, keepdims=True))
        found: Floats = powers / powers.sum(1, keepdims=True)
        return found


def frames(sizes: Sequence[int], *, longest: int = LONGEST, context: int = CONTEXT) -> Iterator[tuple[int, range]]:
    """Of sentences of these many tokens: where the context of each window starts, and which sentences it is for."""
    at = 0
    while at < len(sizes):
        before, size = at, 0
        while before > 0 and size + sizes[before - 1] <= context:
            before -= 1
            size += sizes[before]
        size += sizes[at]
        while size > longest and before < at:
            size -= sizes[before]
            before += 1
        end = at + 1
        while end < len(sizes) and size + sizes[end] <= longest:
            size += sizes[end]
            end += 1
        yield before, range(at, end)
        at = end


def _spoken_of(one: Spoken, rows: Mapping[int, int], phrase: tuple[int, int]) -> SpokenOf:
    nearest, (number, last) = one.places[-1], one.end
    away = LATER if nearest > phrase else min(phrase[0] - nearest[0], FARTHEST)
    return SpokenOf(tuple(rows[n] + row for n, row in one.places), rows[number] + last, TYPES.index(one.type), away)


def _tags(text: str, offsets: Sequence[tuple[int, int]], scores: Floats) -> Iterator[Tag]:
    """Runs of tokens of names, and of phrases; a token inside a word goes with the one before it."""
    shares = scores[:, 1:].reshape(len(scores), 2, len(TYPES), 2)
    by_kind = shares.sum((2, 3))
    opens = shares[..., 0].sum(2) > shares[..., 1].sum(2)  # by kind: likelier the first token than a later one
    kinds = np.where(scores[:, 0] >= by_kind.max(1), _NOTHING, by_kind.argmax(1)).tolist()
    run: list[int] = []
    for row, (start, end) in enumerate(offsets):
        if start == end:  # a space alone
            kinds[row] = kinds[row - 1] if row else _NOTHING
            continue
        inside = row > 0 and start == offsets[row - 1][1] > 0 and text[start - 1].isalnum() and text[start].isalnum()
        if inside:
            kinds[row] = kinds[row - 1]
        kind = kinds[row]
        goes_on = bool(run) and kind != _NOTHING and kinds[run[-1]] == kind and (inside or not opens[row, kind])
        if run and not goes_on:
            yield _tag(text, offsets, run, shares[run, kinds[run[0]]], phrase=kinds[run[0]] == 1)
            run = []
        if kind != _NOTHING:
            run.append(row)
    if run:
        yield _tag(text, offsets, run, shares[run, kinds[run[0]]], phrase=kinds[run[0]] == 1)


def _tag(text: str, offsets: Sequence[tuple[int, int]], run: Sequence[int], shares: Floats, *, phrase: bool) -> Tag:
    by_type = shares.sum(2)
    logs = np.log(by_type + _LEAST).mean(0)
    powers = np.exp(logs - logs.max())
    start, end = offsets[run[0]][0], offsets[run[-1]][1]
    start = next((n for n in range(start, end) if text[n].isalnum()), start)
    return Tag(start, end, phrase, tuple((powers / powers.sum()).tolist()), float(by_type.sum(1).mean()))


@cache
def tagger(folder: Path = FOLDER, words: Path = WORDS) -> Tagger:
    """The tagger that ships with the program, read on first use; ``words`` is the encoder's folder."""
    with np.load(folder / "heads.npz", allow_pickle=False) as data:
        weights = {name: data[name].astype(np.float32) for name in data.files}
    return Tagger(session(folder / "body.onnx"), encoder(words), weights)
