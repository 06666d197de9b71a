"""Claims held against gold, article by article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.evaluation.articles import Annotated
from ingest.evaluation.gold import Edge, Truth, edge
from ingest.evaluation.said import Said

__all__ = ["FALSE", "MISSED", "OPTIONAL", "RIGHT", "Judged", "Outcome", "by_article", "evidence_of", "judged"]

RIGHT, FALSE, MISSED, OPTIONAL = "right", "false", "missed", "optional"

_LONG_WORD = re.compile(r"\w{4,}")
_SHARED_WORDS = 4
"""Quotes that are not found word for word are the same sentence when they share so many long words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edge: the first claim that says it stands for all of them, but for the highest confidence."""

    kind: str
    edge: Edge
    said: Said | None
    truth: Truth | None
    confidence: float
    in_sentence: bool
    """Whether the quote overlaps the gold's evidence."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was right and wrong in one article; ``pairs`` are right, false and missed pairs whatever the relation."""

    of: Annotated
    outcomes: tuple[Outcome, ...]
    pairs: tuple[int, int, int]
    quotes: int
    verbatim: int


def by_article(claims: Iterable[Said], ids: Iterable[str]) -> tuple[dict[str, list[Said]], int]:
    """The claims of each gold's id, and how many belong to none: the longest id that starts the file's name owns it."""
    longest_first, found, others = sorted(ids, key=len, reverse=True), defaultdict(list), 0
    for claim in claims:
        owner = next((id_ for id_ in longest_first if claim.file.startswith(id_)), None)
        if owner is None:
            others += 1
        else:
            found[owner].append(claim)
    return dict(found), others


def judged(one: Annotated, claims: Sequence[Said]) -> Judged:
    """What these claims got right of the article."""
    said: dict[Edge, Said] = {}
    confidence: dict[Edge, float] = {}
    for claim in claims:
        about = edge(claim.relation, one.gold.key(claim.subject), one.gold.key(claim.object))
        said.setdefault(about, claim)
        confidence[about] = max(confidence.get(about, 0.0), claim.confidence)
    outcomes = [_outcome(one, about, claim, confidence[about]) for about, claim in said.items()]
    missed = [(about, truth) for about, truth in one.gold.relations.items() if truth.required and about not in said]
    outcomes += [Outcome(MISSED, about, None, truth, 0.0, in_sentence=False) for about, truth in missed]
    verbatim = sum(claim.quote in one.text for claim in claims)
    return Judged(one, tuple(outcomes), _pairs(one, said), len(claims), verbatim)


def evidence_of(one: Annotated, truth: Truth) -> str:
    """The words of the gold's evidence."""
    return truth.evidence if isinstance(truth.evidence, str) else one.text[slice(*truth.evidence)]


def _outcome(one: Annotated, about: Edge, claim: Said, confidence: float) -> Outcome:
    truth = one.gold.relations.get(about)
    if truth is None:
        return Outcome(FALSE, about, claim, None, confidence, in_sentence=False)
    overlaps = _overlap(claim.quote, evidence_of(one, truth), one.text)
    return Outcome(RIGHT if truth.required else OPTIONAL, about, claim, truth, confidence, in_sentence=overlaps)


def _pairs(one: Annotated, said: Iterable[Edge]) -> tuple[int, int, int]:
    found = {frozenset(ends) for _, ends in said}
    known = {frozenset(ends) for _, ends in one.gold.relations}
    required = {frozenset(ends) for (_, ends), truth in one.gold.relations.items() if truth.required}
    return len(found & required), len(found - known), len(required - found)


def _overlap(quote: str, evidence: str, text: str) -> bool:
    start, other = text.find(quote), text.find(evidence)
    if start < 0 or other < 0:
        return len(_long_words(quote) & _long_words(evidence)) >= _SHARED_WORDS
    return start < other + len(evidence) and other < start + len(quote)


def _long_words(text: str) -> set[str]:
    return set(_LONG_WORD.findall(text.lower()))
