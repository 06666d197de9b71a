"""The offline reader: an article's blocks → mentions → sentences → judge and encoder → checked claims.

French and English are parsed, and read by frames, judge and encoder; German and Spanish by the encoder alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from spacy.language import Language

from ingest.catalogue import catalogue
from ingest.extract import reading_of
from ingest.language import language_of
from ingest.prose import Block, blocks
from ingest.rules.cues import cues
from ingest.rules.encoder import Weighed, encoder
from ingest.rules.features import Pair, features, pairs_of
from ingest.rules.frames import Instance, instances
from ingest.rules.grammar import LANGUAGES, Grammar, grammar
from ingest.rules.judge import BACK, judge, ways_of
from ingest.rules.mentions import NAME, Mention
from ingest.rules.names import mentions
from ingest.rules.parse import LONGEST, Sentence, parsed, sentence_spans
from ingest.rules.plain import Stretch, plain_qualifiers
from ingest.rules.qualifiers import qualifiers
from ingest.rules.tagger import tagger
from ingest.rules.weigh import combination, likeliest, logit
from ingest.rules.windows import Couple, Piece, windows
from ingest.sentences import sentences_of
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Json, Reading

__all__ = ["LEAST", "LOWEST", "NAME_AND_VERSION", "READ", "RulesExtractor", "language_model", "named_in", "pieces_of"]

NAME_AND_VERSION = "rules@3"
READ = (*LANGUAGES, "de", "es")
"""The languages that are read."""
LEAST = 0.35
"""A claim below this probability is not made, unless less is asked for."""
LOWEST = 0.05
"""No claim is made below this probability, whatever is asked for: that would be every relation of every two names."""
_FARTHEST = 400
"""Characters between two sentences of an article that are still one run."""


@dataclass(frozen=True, slots=True)
class RulesExtractor:
    """Reads without network or key; of a language that it was not taught it claims nothing."""

    least: float = LEAST
    name: str = NAME_AND_VERSION

    def __call__(self, article: Article) -> Reading:
        """The claims of the article, the surest first; each passed the ontology's check, the others are rejections."""
        lang = article.lang or language_of(article.text)
        return reading_of(article, self._claims(article, lang) if lang in READ else ())

    def _claims(self, article: Article, lang: str) -> Iterator[Claim]:
        read = _Read(article, lang)
        for statement in read.statements(self.least):
            if (place := read.evidence(statement)) is not None:
                yield _claim(article, statement, Evidence.cut(article.text, *place), read.qualifiers(statement))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A pair of a parsed sentence, with the judge's score of each relation and way."""

    pair: Pair
    sentence: Sentence
    found: tuple[Instance, ...]
    scores: Mapping[tuple[str, str], float]
    words: Grammar

    def opinions(self, relation: str) -> tuple[dict[str, float], dict[str, float]]:
        """The judge's scores of each certainty and phase."""
        seen = cues(self.pair, self.sentence, self.words.lang, relation)
        tables = (judge().certainties, judge().phases)
        certainties, phases = (dict(zip(table.classes, table.scores(seen).tolist(), strict=True)) for table in tables)
        return certainties, phases


@dataclass(frozen=True, slots=True)
class _Statement:
    """A relation of two mentions, with what was seen of it."""

    couple: Couple
    relation: str
    way: str
    probability: float
    certainty: str
    phase: str
    seen: _Seen | None

    @property
    def ends(self) -> tuple[Mention, Mention]:
        """Head and tail."""
        ends = (self.couple.first, self.couple.second)
        return ends[::-1] if self.way == BACK else ends


@dataclass(slots=True)
class _Read:
    """An article on its way to claims."""

    article: Article
    lang: str
    blocks: tuple[Block, ...] = ()
    named: tuple[tuple[Mention, ...], ...] = ()
    pieces: tuple[Piece, ...] = ()

    def __post_init__(self) -> None:
        self.blocks = blocks(self.article.text)
        self.named = named_in(self.article, self.lang, self.blocks)
        self.pieces = tuple(pieces_of(self.blocks, self.named, self.lang))

    def statements(self, least: float) -> Iterator[_Statement]:
        """All that is at least so likely."""
        judged = self._judged() if self.lang in LANGUAGES else {}
        for window in windows(self.pieces, encoder().tokens_of):
            weighed = encoder().weighed(window)
            for row, couple in enumerate(window.couples):
                block = self.pieces[couple.second_piece].block
                seen = judged.get((block, couple.first, couple.second)) if couple.together else None
                yield from _stated(couple, weighed, row, seen, least)

    def _judged(self) -> dict[tuple[int, Mention, Mention], _Seen]:
        words = grammar(self.lang)
        texts = [(block.text, found) for block, found in zip(self.blocks, self.named, strict=True)]
        found: dict[tuple[int, Mention, Mention], _Seen] = {}
        spans: list[list[tuple[int, int]]] = [[] for _ in self.blocks]
        for piece in self.pieces:
            spans[piece.block].append((piece.start, piece.end))
        for number, sentences in enumerate(parsed(texts, model=language_model(self.lang), grammar=words, spans=spans)):
            for sentence in sentences:
                for one in _seen(sentence, words):
                    found[number, one.pair.first, one.pair.second] = one
        return found

    def evidence(self, one: _Statement) -> tuple[int, int] | None:
        """The sentence, or the run from one end's to the other's; with the one before a phrase, when its name stands there."""
        first, last = one.couple.first_piece, one.couple.second_piece
        if one.couple.together:
            first -= any(self._named_before(mention, last) for mention in one.ends)
        elif self._span(last)[0] - self._span(first)[1] > _FARTHEST:
            return None
        return self._span(first)[0], self._span(last)[1]

    def qualifiers(self, one: _Statement) -> Json:
        """What its sentence adds to a statement; by its parse if it has one."""
        seen, published = one.seen, self.article.published
        if seen is not None:
            return qualifiers(one.relation, seen.pair, seen.sentence, seen.found, seen.words, phase=one.phase, published=published)
        return plain_qualifiers(one.relation, Stretch.of(one.couple, self.pieces), self.lang, one.phase, published=published)

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
    model = language_model(lang) if lang in LANGUAGES else None
    return mentions(text_blocks, lang, catalogue=catalogue(), model=model, tagger=tagger() if tags else None, title=article.title)


def pieces_of(text_blocks: Sequence[Block], named: Sequence[Sequence[Mention]], lang: str) -> Iterator[Piece]:
    """The sentences of an article with the mentions in each."""
    for number, (block, found) in enumerate(zip(text_blocks, named, strict=True)):
        whole = [(m.start, m.end) for m in found]
        spans = sentence_spans(block.text, grammar(lang), found) if lang in LANGUAGES else sentences_of(block.text, lang, whole=whole)
        for start, end in spans:
            inside = tuple(m for m in found if start <= m.start and m.end <= end) if end - start <= LONGEST else ()
            yield Piece(number, start, end, block.text[start:end], inside)


def _seen(sentence: Sentence, words: Grammar) -> Iterator[_Seen]:
    found = tuple(instances(sentence, words))
    for pair in pairs_of(sentence):
        if ways_of(pair.first.type, pair.second.type):
            given = judge().relations_of(pair.first, pair.second, features(pair, sentence, found, words))
            scores = {(relation, way): logit(probability) for relation, way, probability in given}
            yield _Seen(pair, sentence, found, scores, words)


def _stated(couple: Couple, weighed: Weighed, row: int, seen: _Seen | None, least: float) -> Iterator[_Statement]:
    allowed = ways_of(couple.first.type, couple.second.type)
    named = couple.first.kind == couple.second.kind == NAME
    for column, name in enumerate(encoder().classes):
        relation, _, way = name.partition(":")
        if (relation, way) not in allowed:
            continue
        judged = None if seen is None else seen.scores[relation, way]
        score = float(weighed.relations[row, column])
        probability = combination().probability(score, judged, together=couple.together, named=named)
        if probability >= least:
            yield _Statement(couple, relation, way, probability, *_status(weighed, row, relation, seen), seen)


def _status(weighed: Weighed, row: int, relation: str, seen: _Seen | None) -> tuple[str, str]:
    """Certainty and phase."""
    at = encoder().relations.index(relation)
    certainties = dict(zip(encoder().certainties, weighed.certainties[row, at].tolist(), strict=True))
    phases = dict(zip(encoder().phases, weighed.phases[row, at].tolist(), strict=True))
    theirs = seen.opinions(relation) if seen is not None else (None, None)
    return likeliest(certainties, theirs[0]), likeliest(phases, theirs[1])


def _claim(article: Article, one: _Statement, evidence: Evidence, given: Json) -> Claim:
    head, tail = one.ends
    return Claim(
        article=ArticleRef.to(article),
        relation=one.relation,
        subject=_end(head),
        object=_end(tail),
        certainty=one.certainty,
        phase=one.phase,
        evidence=evidence,
        confidence=round(one.probability, 2),
        extractor=NAME_AND_VERSION,
        **given,
    )


def _end(mention: Mention) -> End:
    return End(mention.entity, mention.name, mention.type, mention.text)


@cache
def language_model(lang: str) -> Language:
    """The spaCy pipeline of a language, loaded on first use."""
    found: Language = import_module(grammar(lang).model).load()
    return found
