"""The fast reader: names by catalogue, capitals and context, sentences skipped before the parse, frames and the judge; no encoder.

It reads French and English; of other languages it claims nothing, because they have no parser here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.rules.grammar import LANGUAGES
from ingest.rules.judge import BACK
from ingest.rules.mentions import Mention
from ingest.rules.offline import read_offline
from ingest.rules.read import Read, Seen, Statement, confidence
from ontology.records import Article, Reading

__all__ = ["LEAST", "NAME_AND_VERSION", "FastExtractor"]

NAME_AND_VERSION = "fast@2"
LEAST = 0.35
"""A claim below this probability is not made, unless less is asked for."""


@dataclass(frozen=True, slots=True)
class FastExtractor:
    """Reads in about half the time that a parse of the whole article takes, and misses more than the other."""

    least: float = LEAST
    name: str = NAME_AND_VERSION

    def __call__(self, article: Article) -> Reading:
        """The claims of the article, the surest first; each passed the ontology's check, the others are rejections."""
        return read_offline(article, self.name, LANGUAGES, _named, lambda read: _statements(read, self.least))


def _named(article: Article, lang: str) -> Read:
    return Read(article, lang, tagger=None)


def _statements(read: Read, least: float) -> Iterator[Statement]:
    """All that the judge holds for at least so likely."""
    places = {(piece.block, mention): number for number, piece in enumerate(read.pieces) for mention in piece.mentions}
    for block, seen in read.judged():
        first, second = seen.pair.first, seen.pair.second
        for (relation, way), probability in seen.probabilities.items():
            if confidence(probability) >= least:
                ends: tuple[Mention, Mention] = (second, first) if way == BACK else (first, second)
                at = places[block, first]
                yield Statement(*ends, relation, probability, *_status(seen, relation), at, at, way != BACK, seen)


def _status(seen: Seen, relation: str) -> tuple[str, str]:
    """Certainty and phase."""
    certainties, phases = seen.opinions(relation)
    return max(certainties, key=certainties.__getitem__), max(phases, key=phases.__getitem__)
