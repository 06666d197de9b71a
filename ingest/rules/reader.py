"""The offline reader: an article's blocks → mentions → sentences → judge and encoder → checked claims.

French and English are parsed, and read by frames, judge and encoder; German and Spanish by the encoder alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract import reading_of
from ingest.language import language_of
from ingest.rules.encoder import Weighed, encoder
from ingest.rules.grammar import LANGUAGES
from ingest.rules.judge import BACK, ways_of
from ingest.rules.makers import outdone
from ingest.rules.mentions import NAME, Mention
from ingest.rules.parse import forgetting, language_model
from ingest.rules.read import Read, Seen, Statement, named_in, pieces_of
from ingest.rules.tagger import tagger
from ingest.rules.weigh import combination, likeliest, logit
from ingest.rules.windows import Couple, windows
from ontology.records import Article, Claim, Reading

__all__ = ["LEAST", "LOWEST", "NAME_AND_VERSION", "READ", "RulesExtractor", "language_model", "named_in", "pieces_of"]

NAME_AND_VERSION = "rules@4"
READ = (*LANGUAGES, "de", "es")
"""The languages that are read."""
LEAST = 0.4
"""A claim below this probability is not made, unless less is asked for."""
LOWEST = 0.05
"""No claim is made below this probability, whatever is asked for: that would be every relation of every two names."""


@dataclass(frozen=True, slots=True)
class RulesExtractor:
    """Reads without network or key; of a language that it was not taught it claims nothing."""

    least: float = LEAST
    name: str = NAME_AND_VERSION

    def __call__(self, article: Article) -> Reading:
        """The claims of the article, the surest first; each passed the ontology's check, the others are rejections."""
        lang = article.lang or language_of(article.text)
        with forgetting(lang):
            return reading_of(article, self._claims(article, lang) if lang in READ else ())

    def _claims(self, article: Article, lang: str) -> Iterator[Claim]:
        read = Read(article, lang, tagger())
        for statement in outdone(_statements(read, self.least), self.least):
            if (claim := read.claim(statement, self.name)) is not None:
                yield claim


def _statements(read: Read, least: float) -> Iterator[Statement]:
    """All that is at least so likely."""
    judged: dict[tuple[int, Mention, Mention], Seen] = {}
    if read.lang in LANGUAGES:
        judged = {(block, seen.pair.first, seen.pair.second): seen for block, seen in read.judged()}
    for window in windows(read.pieces, encoder().tokens_of):
        weighed = encoder().weighed(window)
        for row, couple in enumerate(window.couples):
            block = read.pieces[couple.second_piece].block
            seen = judged.get((block, couple.first, couple.second)) if couple.together else None
            yield from _stated(couple, weighed, row, seen, least)


def _stated(couple: Couple, weighed: Weighed, row: int, seen: Seen | None, least: float) -> Iterator[Statement]:
    allowed = ways_of(couple.first.type, couple.second.type)
    named = couple.first.kind == couple.second.kind == NAME
    for column, name in enumerate(encoder().classes):
        relation, _, way = name.partition(":")
        if (relation, way) not in allowed:
            continue
        judged = None if seen is None else logit(seen.probabilities[relation, way])
        score = float(weighed.relations[row, column])
        probability = combination().probability(score, judged, together=couple.together, named=named)
        if probability >= least:
            head, tail = (couple.second, couple.first) if way == BACK else (couple.first, couple.second)
            status = _status(weighed, row, relation, seen)
            yield Statement(head, tail, relation, probability, *status, couple.first_piece, couple.second_piece, way != BACK, seen)


def _status(weighed: Weighed, row: int, relation: str, seen: Seen | None) -> tuple[str, str]:
    """Certainty and phase."""
    at = encoder().relations.index(relation)
    certainties = dict(zip(encoder().certainties, weighed.certainties[row, at].tolist(), strict=True))
    phases = dict(zip(encoder().phases, weighed.phases[row, at].tolist(), strict=True))
    theirs = seen.opinions(relation) if seen is not None else (None, None)
    return likeliest(certainties, theirs[0]), likeliest(phases, theirs[1])
