"""The step between a text and the store: a callable from an article to what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ontology.check import rejection_of
from ontology.edges import edge_key
from ontology.records import Article, Claim, Reading

__all__ = ["Extractor", "names_of", "reading_of"]


class Extractor(Protocol):
    """Reads one article; only claims that passed the check are in ``claims``, the others are rejections."""

    @property
    def name(self) -> str:
        """Which reader it is, and its version: ``rules@1``."""

    def __call__(self, article: Article) -> Reading:
        """What the article says."""


def names_of(extractor: Extractor) -> tuple[str, ...]:
    """The names that its claims bear: its own, or those of the readers that it is made of (``names``)."""
    names: tuple[str, ...] = getattr(extractor, "names", (extractor.name,))
    return names


def reading_of(article: Article, claims: Iterable[Claim]) -> Reading:
    """The claims that pass the ontology's check, the surest first; of one edge in one stretch of text, the surest reading only."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (*edge_key(claim), claim.evidence)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    ordered = sorted(best.values(), key=lambda claim: (-claim.confidence, claim.evidence.start, claim.id))
    checked = [(claim, rejection_of(claim, article)) for claim in ordered]
    good = tuple(claim for claim, rejection in checked if rejection is None)
    return Reading(article, good, tuple(rejection for _, rejection in checked if rejection is not None))
