"""What there is to see about two names of a sentence: words, syntax and frames, as features for the judge (``ingest.rules.judge``).

A pair is taken in the order of the text; a feature is a string. An enumeration is seen as if only its nearest member stood there, so that
what holds of one member is seen of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from ingest.rules.clauses import is_passive
from ingest.rules.frames import Instance
from ingest.rules.grammar import Grammar
from ingest.rules.mentions import Mention
from ingest.rules.parse import Sentence

__all__ = ["Pair", "Told", "features", "pairs_of", "path_between"]

_NEAR = 14
_FARTHEST = 60
_WINDOW, _REACH = 3, 6
_LONGEST_PATH = 6
_SHORT = 5
_BUCKETS = (0, 1, 2, 3, 5, 8, 12, 20, 35)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions of a sentence in the order of the text, with the indices of their tokens and of those nearest in their lists."""

    first: Mention
    second: Mention
    left: int
    right: int
    near_left: int
    near_right: int


def pairs_of(sentence: Sentence) -> Iterator[Pair]:
    """All pairs of mentions of different entities that stand near enough to each other."""
    places = sorted(sentence.heads.items())
    index = {mention: i for i, mention in places}
    for at, (left, first) in enumerate(places):
        for right, second in places[at + 1 :]:
            if first.entity == second.entity:
                continue
            group_left, group_right = _members(sentence, first, index), _members(sentence, second, index)
            near_left = max((i for i in group_left if i < right and i not in group_right), default=left)
            near_right = min((i for i in group_right if i > left and i not in group_left), default=right)
            if near_right - near_left <= _FARTHEST:
                yield Pair(first, second, left, right, near_left, near_right)


def _members(sentence: Sentence, mention: Mention, index: Mapping[Mention, int]) -> list[int]:
    return [index[m] for m in sentence.groups.get(mention, (mention,)) if m in index]


class Told:
    """A sentence with what its words say, each looked up once for all of its pairs."""

    def __init__(self, sentence: Sentence, grammar: Grammar) -> None:
        self.sentence, self.grammar = sentence, grammar
        self.tokens = tuple(sentence.doc)
        self.words = tuple(map(self._word, self.tokens))
        self._triggers: list[tuple[tuple[str, str, bool, bool], ...] | None] = [None] * len(self.tokens)

    def triggers(self, start: int, end: int) -> Iterator[tuple[str, str, bool, bool]]:
        """Of these tokens: relation and kind of each trigger, whether it is a verb here, and a passive one."""
        for i in range(max(0, start), min(end, len(self.tokens))):
            found = self._triggers[i]
            if found is None:
                found = self._triggers[i] = tuple(self._triggers_of(self.tokens[i]))
            yield from found

    def _triggers_of(self, token: Token) -> Iterator[tuple[str, str, bool, bool]]:
        verbal, passive = token.pos_ in ("VERB", "AUX"), None
        for kind in ("verb", "noun"):
            for relation in {frame.relation for frame in self.grammar.frames_of(kind, token.lemma_.lower())}:
                passive = verbal and is_passive(token, self.grammar) if passive is None else passive
                yield relation, kind, verbal, passive

    def _word(self, token: Token) -> str:
        mention = self.sentence.heads.get(token.i)
        return f"[{mention.type}]" if mention else token.lemma_.lower()


def features(pair: Pair, told: Told, found: Sequence[Instance]) -> set[str]:
    """The features of a pair; ``found`` are the frames' instances in the sentence."""
    seen = set(_of_shape(pair, told.sentence))
    seen.update(_of_frames(pair, found))
    seen.update(_of_words(pair, told))
    seen.update(_of_path(pair, told))
    return seen


def _of_shape(pair: Pair, sentence: Sentence) -> Iterator[str]:
    yield f"types:{pair.first.type}>{pair.second.type}"
    yield f"kinds:{pair.first.kind}>{pair.second.kind}"
    between = [m for i, m in sentence.heads.items() if pair.near_left < i < pair.near_right]
    yield f"names between:{min(len(between), 3)}"
    distance = pair.near_right - pair.near_left - 1
    yield f"distance:{sum(distance > bucket for bucket in _BUCKETS)}"
    if pair.second in sentence.groups.get(pair.first, ()):
        yield "listed together"
    if pair.left == 0:
        yield "first word"
    for kind in {m.type for m in between}:
        yield f"between:{kind}"


def _of_frames(pair: Pair, found: Iterable[Instance]) -> Iterator[str]:
    for one in found:
        ends = {one.head.entity, one.tail.entity}
        if ends != {pair.first.entity, pair.second.entity}:
            continue
        way = "sym" if one.frame.symmetric else "forth" if one.head.entity == pair.first.entity else "back"
        yield f"frame:{one.relation}:{way}"
        yield f"frame id:{one.frame.id}:{way}"
        yield f"frame slots:{one.relation}:{one.head_slot}:{one.tail_slot}:{way}"
        yield f"frame word:{one.relation}:{one.trigger.lemma_.lower()}:{way}"


def _of_words(pair: Pair, told: Told) -> Iterator[str]:
    grammar = told.grammar
    words = told.words[pair.near_left + 1 : pair.near_right]
    before_first = told.words[max(0, pair.left - _WINDOW) : pair.left]
    after_second = told.words[pair.right + 1 : pair.right + 1 + _WINDOW]
    without_article = words[:-1] if words and words[-1] in grammar.articles else words
    last = without_article[-1] if without_article else ""
    preposition = grammar.prepositions.get(last, last)
    if len(words) <= _SHORT:
        yield "between exactly:" + " ".join(words)
    if len(words) <= _NEAR:
        yield from (f"between:{word}" for word in words)
        yield from (f"between:{a} {b}" for a, b in pairwise(["<", *words, ">"]))
    yield f"preposition:{preposition}"
    yield from (f"before:{word}" for word in before_first)
    yield from (f"after:{word}" for word in after_second)
    if before_first:
        yield f"just before:{before_first[-1]}"
    if after_second:
        yield f"just after:{after_second[0]}"
    yield from _of_triggers(told.triggers(pair.near_left + 1, pair.near_right), "between", preposition)
    yield from _of_triggers(told.triggers(pair.left - _REACH, pair.left), "before", preposition)
    yield from _of_triggers(told.triggers(pair.right + 1, pair.right + 1 + _REACH), "after", preposition)


def _of_triggers(triggers: Iterable[tuple[str, str, bool, bool]], where: str, preposition: str) -> Iterator[str]:
    """The relations whose trigger words stand there."""
    for relation, kind, verbal, passive in triggers:
        yield f"trigger {where}:{relation}"
        yield f"trigger {where}:{relation}:{kind}:{verbal}"
        yield f"trigger {where}:{relation}:{kind}:{preposition}"
        if passive:
            yield f"trigger {where}:{relation}:passive"


def _of_path(pair: Pair, told: Told) -> Iterator[str]:
    up, top, down = path_between(told.tokens[pair.near_left], told.tokens[pair.near_right])
    labels = [f"{t.dep_}^" for t in up] + [f"{t.dep_}v" for t in down]
    yield f"path length:{min(len(labels), 8)}"
    inner = [t for t in (*up[1:], top, *down[1:]) if t.i not in (pair.near_left, pair.near_right)]
    for token in inner:
        word = told.words[token.i]
        yield f"on path:{word}"
        for kind in ("verb", "noun"):
            for relation in {frame.relation for frame in told.grammar.frames_of(kind, word)}:
                yield f"path trigger:{relation}"
                if token is top:
                    yield f"path top:{relation}:{'/'.join(labels[:1] + labels[-1:])}"
    if len(labels) <= _LONGEST_PATH:
        yield "path:" + " ".join(labels)
        yield f"path:{' '.join(labels)}:{told.words[top.i]}"
    if labels:
        yield f"path ends:{labels[0]} {labels[-1]}"


def path_between(one: Token, other: Token) -> tuple[list[Token], Token, list[Token]]:
    """The tokens from one up to, and from the other up to, their lowest common ancestor, and that ancestor."""
    chain = [one, *one.ancestors]
    up_other = [other, *other.ancestors]
    meeting = next((token for token in chain if token in up_other), chain[-1])
    return chain[: chain.index(meeting)], meeting, up_other[: up_other.index(meeting)] if meeting in up_other else up_other
