"""The offline reader: an article's blocks → mentions → parsed sentences → frames and features → the judge → checked claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from spacy.language import Language

from ingest.catalogue import catalogue
from ingest.language import language_of
from ingest.prose import Block, blocks
from ingest.rules.cues import cues
from ingest.rules.features import Pair, features, pairs_of
from ingest.rules.frames import Instance, instances
from ingest.rules.grammar import LANGUAGES, Grammar, grammar
from ingest.rules.judge import BACK, Judge, judge
from ingest.rules.mentions import NAME, Mention
from ingest.rules.names import mentions
from ingest.rules.parse import Sentence, parsed
from ingest.rules.qualifiers import qualifiers
from ontology.check import rejection_of
from ontology.edges import edge_key
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Reading

__all__ = ["NAME_AND_VERSION", "RulesExtractor", "language_model"]

NAME_AND_VERSION = "rules@1"
_LEAST = 0.4
"""A claim below this probability is not made."""


@dataclass(frozen=True, slots=True)
class RulesExtractor:
    """Reads without network or key: spaCy parses, frames and a trained judge; of a language without frames it claims nothing."""

    least: float = _LEAST
    name: str = NAME_AND_VERSION

    def __call__(self, article: Article) -> Reading:
        """The claims of the article, the surest first; each passed the ontology's check, the others are rejections."""
        lang = article.lang or language_of(article.text)
        found = self._claims(article, lang) if lang in LANGUAGES else ()
        checked = [(claim, rejection_of(claim, article)) for claim in _surest(found)]
        good = tuple(claim for claim, rejection in checked if rejection is None)
        return Reading(article, good, tuple(rejection for _, rejection in checked if rejection is not None))

    def _claims(self, article: Article, lang: str) -> Iterator[Claim]:
        text_blocks = blocks(article.text)
        model, words = language_model(lang), grammar(lang)
        named = mentions(text_blocks, lang, catalogue=catalogue(), model=model, title=article.title)
        texts = [(block.text, found) for block, found in zip(text_blocks, named, strict=True)]
        for block, found, sentences in zip(text_blocks, named, parsed(texts, model=model, grammar=words), strict=True):
            for sentence in sentences:
                for one in judged(sentence, words, judge(), least=self.least):
                    yield _claim(article, block, found, one, words)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge says of a pair of a sentence."""

    sentence: Sentence
    pair: Pair
    relation: str
    way: str
    probability: float
    found: tuple[Instance, ...]

    @property
    def ends(self) -> tuple[Mention, Mention]:
        """Head and tail."""
        return (self.pair.second, self.pair.first) if self.way == BACK else (self.pair.first, self.pair.second)


def judged(sentence: Sentence, words: Grammar, judge: Judge, *, least: float) -> Iterator[Judged]:
    """All that the judge takes for at least so likely."""
    found = tuple(instances(sentence, words))
    for pair in pairs_of(sentence):
        seen = features(pair, sentence, found, words)
        for relation, way, probability in judge.relations_of(pair.first, pair.second, seen):
            if probability >= least:
                yield Judged(sentence, pair, relation, way, probability, found)


def _claim(article: Article, block: Block, found: Sequence[Mention], one: Judged, words: Grammar) -> Claim:
    head, tail = one.ends
    seen = cues(one.pair, one.sentence, words.lang, one.relation)
    start, end = block.span(*_evidence(found, one))
    return Claim(
        article=ArticleRef.to(article),
        relation=one.relation,
        subject=_end(head),
        object=_end(tail),
        certainty=judge().certainty_of(seen),
        phase=judge().phase_of(seen),
        evidence=Evidence.cut(article.text, start, end),
        confidence=round(one.probability, 2),
        extractor=NAME_AND_VERSION,
        **qualifiers(one.relation, one.pair, one.sentence, one.found, words),
    )


def _end(mention: Mention) -> End:
    return End(mention.entity, mention.name, mention.type, mention.text)


def _evidence(found: Sequence[Mention], one: Judged) -> tuple[int, int]:
    """The sentence; with the one before, when an end is a pronoun or a phrase and is named there."""
    start, previous = one.sentence.start, one.sentence.previous
    for mention in one.ends:
        if mention.kind != NAME and previous is not None:
            named = any(m.kind == NAME and m.entity == mention.entity and previous <= m.start < one.sentence.start for m in found)
            start = previous if named else start
    return start, one.sentence.end


def _surest(claims: Iterable[Claim]) -> list[Claim]:
    """Each statement once, the surest first; of one edge in one stretch of text, the surest reading."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (*edge_key(claim), claim.evidence)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return sorted(best.values(), key=lambda c: (-c.confidence, c.evidence.start, c.id))


@cache
def language_model(lang: str) -> Language:
    """The spaCy pipeline of a language, loaded on first use."""
    found: Language = import_module(grammar(lang).model).load()
    return found
