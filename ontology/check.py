"""The check between extraction and the store: a claim passes whole, or is refused with every reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.records import Article, Claim, Rejection
from ontology.vocabulary import Ontology, Relation, ontology


def rejection_of(claim: Claim, article: Article | None = None) -> Rejection | None:
    """The rejection of a claim that breaks the ontology, or None for a claim that may be stored."""
    reasons = tuple(reasons_against(claim, article))
    return Rejection(claim, reasons) if reasons else None


def reasons_against(claim: Claim, article: Article | None = None) -> Iterator[str]:
    """Why the claim may not be stored, one sentence each; with the article, its evidence is compared with the text too."""
    terms = ontology()
    relation = terms.relations.get(claim.relation)
    if relation is None:
        yield f"relation '{claim.relation}' is not one of {', '.join(terms.relations)}"
    else:
        yield from _ends(claim, relation)
        yield from _qualifiers(claim, relation, terms)
    yield from _statuses(claim, terms)
    yield from _evidence(claim, article)
    if not 0.0 <= claim.confidence <= 1.0:
        yield f"confidence {claim.confidence} is not between 0 and 1"


def _ends(claim: Claim, relation: Relation) -> Iterator[str]:
    head, tail = claim.subject.type, claim.object.type
    if (head, tail) not in relation.pairs:
        allowed = ", ".join(f"{h}→{t}" for h, t in sorted(relation.pairs))
        yield f"{relation.name} does not go from {head} to {tail}; it goes {allowed}"
    if claim.subject.id == claim.object.id:
        yield f"{relation.name} joins '{claim.subject.id}' with itself"
    for end in (claim.subject, claim.object):
        if not (end.id and end.name and end.mention):
            yield f"an end of {relation.name} has no id, name or mention: {end}"


def _qualifiers(claim: Claim, relation: Relation, terms: Ontology) -> Iterator[str]:
    for name, value in claim.qualifiers.items():
        qualifier = terms.qualifiers[name]
        if name not in relation.qualifiers:
            yield f"{relation.name} takes no {name}, found '{value}'; it takes {', '.join(sorted(relation.qualifiers))}"
        elif qualifier.numeric and (isinstance(value, bool) or not isinstance(value, int | float) or value <= 0):
            yield f"{name} is '{value}', not a number above 0"
        elif qualifier.pattern and not re.match(qualifier.pattern, str(value)):
            yield f"{name} is '{value}', which does not fit {qualifier.pattern}"
        for needed in qualifier.needs:
            if getattr(claim, needed) is None:
                yield f"{name} '{value}' stands without {needed}"


def _statuses(claim: Claim, terms: Ontology) -> Iterator[str]:
    for field, value, allowed in (("certainty", claim.certainty, terms.certainties), ("phase", claim.phase, terms.phases)):
        if value not in allowed:
            yield f"{field} is '{value}', not one of {', '.join(allowed)}"


def _evidence(claim: Claim, article: Article | None) -> Iterator[str]:
    evidence = claim.evidence
    if not evidence.quote.strip():
        yield "the evidence has no words"
    if evidence.end - evidence.start != len(evidence.quote) or evidence.start < 0:
        yield f"the evidence's offsets {evidence.start}–{evidence.end} do not fit a quote of {len(evidence.quote)} characters"
    if article is None:
        return
    if claim.article.id != article.id:
        yield f"the claim is of article {claim.article.id}, not of {article.id}"
    elif article.text[evidence.start : evidence.end] != evidence.quote:
        yield f"the article does not have the quote at {evidence.start}–{evidence.end}"
