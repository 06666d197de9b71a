"""The second pass: each doubtful claim is asked about alone, with its sentences and nothing else of the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.llm.answer import read_verdict
from ingest.llm.asking import Ask, Request
from ingest.llm.claims import Found
from ingest.llm.prompt import verdict_messages
from ingest.llm.schema import verdict_schema
from ontology.records import Article, Claim, Draft, Rejection
from ontology.vocabulary import ontology

__all__ = ["judged_again", "statement_of"]

_NEITHER = "asked again about this claim alone, the model says neither yes nor no: the claim stands as it was"


def judged_again(found: Sequence[Found], article: Article, *, ask: Ask, model: str) -> Iterator[Found | Rejection]:
    """Those that the model holds to be stated, and the refusal of those that it does not; what is not doubtful is not asked about.

    A claim to which the answer is neither yes nor no stays as it was, with a note of that.
    """
    for one in found:
        if not one.doubtful:
            yield one
            continue
        statement = statement_of(one.claim)
        stated = read_verdict(ask(Request(model, verdict_messages(article, one.ground.lines, statement), verdict_schema())).text)
        if stated is not False:
            yield one
        if stated is None:
            yield Rejection(Draft(one.claim.article, statement, one.claim.extractor), (_NEITHER,))
        elif not stated:
            yield Rejection(one.claim, ("asked again about this claim alone, the model does not find it stated",))


def statement_of(claim: Claim) -> str:
    """The claim in words: ``"Hexavia" (Company) invests in "Veltrane" (Company); certainty: reported; phase: planned``."""
    subject, object_ = claim.subject, claim.object
    label = ontology().relations[claim.relation].label["en"]
    named = [f'"{end.name}" ({end.type})' + (f', called "{end.mention}"' if end.mention != end.name else "") for end in (subject, object_)]
    return f"{named[0]} {label} {named[1]}; certainty: {claim.certainty}; phase: {claim.phase}."
