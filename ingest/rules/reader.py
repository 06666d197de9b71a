"""The offline reader: an article's blocks → mentions → sentences → judge and encoder → checked claims.

French and English are parsed, and read by frames, judge and encoder; German and Spanish by the encoder, and by
patterns where a whole sentence says one relation in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.rules.encoder import Weighed, encoder
from ingest.rules.grammar import LANGUAGES
from ingest.rules.judge import BACK, ways_of
from ingest.rules.makers import outdone
from ingest.rules.mentions import Mention
from ingest.rules.offline import read_offline
from ingest.rules.parse import language_model
from ingest.rules.plainly import PLAIN, plainly_said
from ingest.rules.read import Read, Seen, Statement, confidence, named_in, pieces_of
from ingest.rules.tagger import tagger
from ingest.rules.weigh import combination, likeliest, logit
from ingest.rules.windows import Couple, windows
from ontology.records import Article, Reading

__all__ = ["LEAST", "NAME_AND_VERSION", "READ", "RulesExtractor", "language_model", "named_in", "pieces_of", "statements"]

NAME_AND_VERSION = "rules@12"
READ = (*LANGUAGES, "de", "es")
"""The languages that are read."""
LEAST = 0.34
"""A claim below this probability is not made, unless less is asked for."""


@dataclass(frozen=True, slots=True)
class RulesExtractor:
    """Reads without network or key; of a language that it was not taught it claims nothing."""

    least: float = LEAST
    name: str = NAME_AND_VERSION

    def __call__(self, article: Article) -> Reading:
        """The claims of the article, the surest first; each passed the ontology's check, the others are rejections."""
        return read_offline(article, self.name, READ, _named, lambda read: outdone(statements(read, self.least), self.least))


def _named(article: Article, lang: str) -> Read:
    return Read(article, lang, tagger())


def statements(read: Read, least: float) -> Iterator[Statement]:
    """All that is at least so likely."""
    judged: dict[tuple[int, Mention, Mention], Seen] = {}
    if read.lang in LANGUAGES:
        judged = {(block, seen.pair.first, seen.pair.second): seen for block, seen in read.judged()}
    plain = plainly_said(read.pieces, read.lang)
    for window in windows(read.pieces, encoder().tokens_of):
        weighed = encoder().weighed(window)
        for row, couple in enumerate(window.couples):
            block = read.pieces[couple.second_piece].block
            seen = judged.get((block, couple.first, couple.second)) if couple.together else None
            told = plain.get(couple.second_piece) if couple.together else None
            yield from _stated(couple, weighed, row, seen, told=told, least=least)


def _stated(
    couple: Couple, weighed: Weighed, row: int, seen: Seen | None, *, told: tuple[str, str] | None, least: float
) -> Iterator[Statement]:
    """What is said of a pair; only what is ``told`` where the whole sentence says one relation in plain words."""
    allowed = ways_of(couple.first.type, couple.second.type) if told is None else {told}
    for column, name in enumerate(encoder().classes):
        relation, _, way = name.partition(":")
        if (relation, way) not in allowed:
            continue
        judged = None if seen is None else logit(seen.probabilities[relation, way])
        score = float(weighed.relations[row, column])
        probability = combination().probability(score, judged, together=couple.together, doubt=couple.doubt)
        if told is not None:
            probability = max(probability, PLAIN)
        if confidence(probability) >= least:
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
