"""From settings to a reader: the endpoint, patience, the answers on disk, and the budget, put together once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.extract import Extractor
from ingest.llm.answer import read_answer, read_verdict
from ingest.llm.asking import Request
from ingest.llm.cost import Budget, Estimate, estimate
from ingest.llm.endpoint import Endpoint
from ingest.llm.kept import Kept
from ingest.llm.patient import Patient
from ingest.llm.reader import ModelReader
from ingest.llm.schema import verdict_schema
from ingest.llm.settings import ModelSettings
from ontology.records import Article

__all__ = ["Opened", "opened"]

_GRACE = 5.0
"""Seconds to write an answer that came in the last moment."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A reader ready to read, with what it uses and has used."""

    reader: ModelReader
    budget: Budget
    endpoint: Endpoint
    patient: Patient
    kept: Kept
    settings: ModelSettings

    def estimate(self, articles: Iterable[Article]) -> Estimate:
        """What reading these will take, from above; what is on disk takes nothing, and what is asked twice is asked once."""
        needed: dict[str, Request] = {}
        for article in articles:
            needed |= {request.key: request for request in self.reader.needed(article, self.kept.find)}
        return estimate(needed.values(), self.settings.price)

    def close(self) -> None:
        """Make no more calls; those under way are waited for, no longer than each may take, so that their answers are kept.

        Interrupted while it waits, it leaves them.
        """
        self.patient.pace.stop.set()
        self.kept.settle(self.settings.timeout + _GRACE)
        self.endpoint.close()

    @property
    def under_way(self) -> int:
        """How many calls ``close`` will wait for."""
        return self.kept.under_way


def opened(settings: ModelSettings, *, witness: Extractor | None = None) -> Opened:
    """The reader of these settings; nothing is sent before its first article."""
    budget = Budget(settings.answer_tokens, settings.price, settings.max_tokens, settings.max_cost)
    capped = settings.max_tokens is not None or settings.max_cost is not None
    endpoint = Endpoint(settings.url, settings.key, settings.timeout, settings.answer_tokens, capped)
    patient = Patient(endpoint, budget)
    kept = Kept(patient, settings.answers, _usable)
    return Opened(ModelReader(kept, settings.model, settings.second_pass, witness), budget, endpoint, patient, kept, settings)


def _usable(request: Request, text: str) -> bool:
    """Whether an answer is worth keeping: a verdict, or relations, or a whole answer that has none."""
    if request.schema == verdict_schema():
        return read_verdict(text) is not None
    answer = read_answer(text)
    return not isinstance(answer, str) and (answer.whole or bool(answer.relations))
