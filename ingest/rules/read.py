"""An article on its way to claims, as far as all offline readers go together: its blocks, mentions, sentences, and what the judge says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

from ingest.catalogue import catalogue
from ingest.prose import Block, blocks
from ingest.rules.cues import cues
from ingest.rules.features import Pair, Told, features, pairs_of
from ingest.rules.frames import Instance, instances
from ingest.rules.grammar import LANGUAGES, Grammar, grammar
from ingest.rules.judge import judge, may_relate, ways_of
from ingest.rules.mentions import NAME, Mention, inside
from ingest.rules.names import mentions
from ingest.rules.parse import LONGEST, Sentence, Worth, language_model, parsed, sentence_spans
from ingest.rules.plain import Stretch, plain_qualifiers
from ingest.rules.qualifiers import qualifiers
from ingest.rules.tagger import Tagger, tagger
from ingest.rules.windows import Couple, Piece
from ingest.sentences import sentences_of
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Json

__all__ = ["Read", "Seen", "Statement", "confidence", "named_in", "pieces_of"]

_NOISE = 1e-9
_FARTHEST = 400
"""Characters between two sentences of an article that are still one run."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A pair of a parsed sentence, with the judge's probability of each relation and way."""

    pair: Pair
    sentence: Sentence
    found: tuple[Instance, ...]
    probabilities: Mapping[tuple[str, str], float]
    words: Grammar

    def opinions(self, relation: str) -> tuple[dict[str, float], dict[str, float]]:
        """The judge's scores of each certainty and phase."""
        seen = cues(self.pair, self.sentence, self.words.lang, relation)
        tables = (judge().certainties, judge().phases)
        certainties, phases = (dict(zip(table.classes, table.scores(seen).tolist(), strict=True)) for table in tables)
        return certainties, phases


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation of two mentions, from the sentence of the earlier one to that of the later, with what was seen of it.

    ``forth``: the head is the earlier one.
    """

    head: Mention
    tail: Mention
    relation: str
    probability: float
    certainty: str
    phase: str
    first_piece: int
    last_piece: int
    forth: bool
    seen: Seen | None


@dataclass(slots=True)
class Read:
    """An article with its mentions and sentences; without ``tagger`` names are those of catalogue and rules."""

    article: Article
    lang: str
    tagger: Tagger | None
    ref: ArticleRef = field(init=False)
    blocks: tuple[Block, ...] = field(init=False)
    named: tuple[tuple[Mention, ...], ...] = field(init=False)
    pieces: tuple[Piece, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.ref = ArticleRef.to(self.article)
        self.blocks = blocks(self.article.text)
        self.named = _named(self.article, self.lang, self.blocks, self.tagger)
        self.pieces = tuple(pieces_of(self.blocks, self.named, self.lang))

    def judged(self, worth: Worth = may_relate) -> Iterator[tuple[int, Seen]]:
        """What the judge says of the pairs in each sentence that is ``worth`` parsing, with the number of its block."""
        words = grammar(self.lang)
        texts = [(block.text, found) for block, found in zip(self.blocks, self.named, strict=True)]
        spans: list[list[tuple[int, int]]] = [[] for _ in self.blocks]
        for piece in self.pieces:
            spans[piece.block].append((piece.start, piece.end))
        found = parsed(texts, model=language_model(self.lang), grammar=words, spans=spans, worth=worth)
        for number, sentences in enumerate(found):
            for sentence in sentences:
                yield from ((number, one) for one in _seen(sentence, words))

    def claim(self, one: Statement, extractor: str) -> Claim | None:
        """The claim, unless its evidence would be no one stretch."""
        if (place := self._evidence(one)) is None:
            return None
        return Claim(
            article=self.ref,
            relation=one.relation,
            subject=_end(one.head),
            object=_end(one.tail),
            certainty=one.certainty,
            phase=one.phase,
            evidence=Evidence.cut(self.article.text, *place),
            confidence=confidence(one.probability),
            extractor=extractor,
            **self._qualifiers(one),
        )

    def _qualifiers(self, one: Statement) -> Json:
        """What its sentence adds to a statement; by its parse if it has one."""
        seen, published = one.seen, self.article.published
        if seen is not None:
            return qualifiers(one.relation, seen.pair, seen.sentence, seen.found, seen.words, phase=one.phase, published=published)
        first, second = (one.head, one.tail) if one.forth else (one.tail, one.head)
        couple = Couple(first, second, one.first_piece, one.last_piece, (0, 0))
        return plain_qualifiers(one.relation, Stretch.of(couple, self.pieces), self.lang, one.phase, published=published)

    def _evidence(self, one: Statement) -> tuple[int, int] | None:
        """The sentence, or the run from one end's to the other's; with the one before a phrase, when its name stands there."""
        first, last = one.first_piece, one.last_piece
        if first == last:
            first -= any(self._named_before(mention, last) for mention in (one.head, one.tail))
        elif self._span(last)[0] - self._span(first)[1] > _FARTHEST:
            return None
        return self._span(first)[0], self._span(last)[1]

    def _named_before(self, mention: Mention, number: int) -> bool:
        """Whether a phrase or pronoun of a sentence is named in the one before it, in the same block."""
        if mention.kind == NAME or not number or self.pieces[number - 1].block != self.pieces[number].block:
            return False
        return any(m.kind == NAME and m.entity == mention.entity for m in self.pieces[number - 1].mentions)

    def _span(self, number: int) -> tuple[int, int]:
        piece = self.pieces[number]
        return self.blocks[piece.block].span(piece.start, piece.end)


def named_in(article: Article, lang: str, text_blocks: Sequence[Block], *, tags: bool = True) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each block of an article: names, and the phrases and pronouns that stand for them; the tagger helps if ``tags``."""
    return _named(article, lang, text_blocks, tagger() if tags else None)


def _named(article: Article, lang: str, text_blocks: Sequence[Block], seer: Tagger | None) -> tuple[tuple[Mention, ...], ...]:
    model = language_model(lang) if seer is not None and lang in LANGUAGES else None
    return mentions(text_blocks, lang, catalogue=catalogue(), model=model, tagger=seer, title=article.title)


def confidence(probability: float) -> float:
    """A probability as a claim bears it and as floors are asked for: of two decimals, and never more than it is."""
    return floor(probability * 100 + _NOISE) / 100


def pieces_of(text_blocks: Sequence[Block], named: Sequence[Sequence[Mention]], lang: str) -> Iterator[Piece]:
    """The sentences of an article with the mentions in each."""
    for number, (block, found) in enumerate(zip(text_blocks, named, strict=True)):
        whole = [(m.start, m.end) for m in found]
        spans = sentence_spans(block.text, grammar(lang), found) if lang in LANGUAGES else sentences_of(block.text, lang, whole=whole)
        for start, end in spans:
            named_here = inside(found, start, end) if end - start <= LONGEST else ()
            yield Piece(number, start, end, block.text[start:end], named_here)


def _seen(sentence: Sentence, words: Grammar) -> Iterator[Seen]:
    found, told = tuple(instances(sentence, words)), Told(sentence, words)
    for pair in pairs_of(sentence):
        if ways_of(pair.first.type, pair.second.type):
            given = judge().relations_of(pair.first, pair.second, features(pair, told, found))
            yield Seen(pair, sentence, found, {(relation, way): probability for relation, way, probability in given}, words)


def _end(mention: Mention) -> End:
    return End(mention.entity, mention.name, mention.type, mention.text)
