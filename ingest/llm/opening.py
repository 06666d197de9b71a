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
from ingest.llm.reader import ModelReader, requests_of
from ingest.llm.schema import verdict_schema
from ingest.llm.settings import ModelSettings
from ontology.records import Article

__all__ = ["Opened", "opened"]


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
        """What reading these will take; what is on disk takes nothing."""
        model = self.settings.model
        needed = (request for article in articles for request in requests_of(article, model) if self.kept.find(request) is None)
        return estimate(needed, self.settings.price)

    def close(self) -> None:
        """Make no more calls; one that is under way is left to end, so that its answer is kept."""
        self.patient.pace.stop.set()
        self.endpoint.close()


def opened(settings: ModelSettings, *, witness: Extractor | None = None) -> Opened:
    """The reader of these settings; nothing is sent before its first article."""
    budget = Budget(settings.answer_tokens, settings.price, settings.max_tokens, settings.max_cost)
    endpoint = Endpoint(settings.url, settings.key, settings.timeout, settings.answer_tokens)
    patient = Patient(endpoint, budget)
    kept = Kept(patient, settings.answers, _usable)
    return Opened(ModelReader(kept, settings.model, settings.second_pass, witness), budget, endpoint, patient, kept, settings)


def _usable(request: Request, text: str) -> bool:
    """Whether an answer is worth keeping: a verdict, or relations, or a whole answer that has none."""
    if request.schema == verdict_schema():
        return read_verdict(text) is not None
    answer = read_answer(text)
    return not isinstance(answer, str) and (answer.whole or bool(answer.relations))
