"""The language-model reader: numbered sentences → a prompt → an answer → entities found again → checked claims."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.catalogue import catalogue
from ingest.extract import Extractor
from ingest.llm.answer import Answer, read_answer
from ingest.llm.asking import Ask, Reply, Request
from ingest.llm.claims import Found, Maker, distinct
from ingest.llm.errors import BadAnswer
from ingest.llm.known import FULL, Told
from ingest.llm.parties import parties_of
from ingest.llm.parts import PART, Part, parts_of
from ingest.llm.prompt import Known, messages, prompt_version
from ingest.llm.schema import answer_schema
from ingest.llm.second_pass import judged_again
from ingest.llm.text import Text
from ontology.edges import edge_key
from ontology.records import Article, ArticleRef, Claim, Draft, Reading, Rejection

__all__ = ["ModelReader", "requests_of"]

_LONGEST_NAME = 80
_MORE = "answer_tokens in llm.toml allows more where the model can write more, and another model may"


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads through ``ask``. Another model is another reader; another prompt or check is another version of it.

    An article that speaks to the model is read without the paragraphs that do, and what the model says of it counts only where
    ``witness``, another reader, sees the same.
    """

    ask: Ask
    model: str
    second_pass: bool = False
    witness: Extractor | None = None
    part: int = PART
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """The name is made of the model's and the prompt's."""
        object.__setattr__(self, "name", f"llm:{_plain(self.model)}@{prompt_version(second_pass=self.second_pass)}")

    def __call__(self, article: Article) -> Reading:
        """What the article says by the model's account, as far as its sentences bear it out; raises ModelError."""
        text = Text.of(article)
        refused: list[Rejection] = []
        answered = list(self._answers(text, refused))
        found = distinct(self._claims(answered, text, refused))
        if self.second_pass:
            found = self._again(found, article, refused)
        claims = [one.claim for one in found]
        if text.barred:
            claims = list(self._witnessed(claims, text, refused))
        return Reading(article, tuple(claims), tuple(refused))

    def _claims(self, answered: Iterable[tuple[Part, Answer]], text: Text, refused: list[Rejection]) -> Iterator[Found]:
        """The claims of all parts; a key means what its own part says, or an earlier one."""
        maker = Maker(text, self.name, refused)
        for part, answer in answered:
            maker.learn(*parties_of(answer.entities, answer.relations, text, catalogue()))
            yield from maker.claims(answer, [line.number for line in part.lines])

    def needed(self, article: Article, find: Callable[[Request], Reply | None]) -> Iterator[Request]:
        """The calls that reading takes without those whose answers can be found, from above.

        What a later part is told depends on the answers before it: behind one that is missing, it is as much as can be.
        """
        told, known_all = Told(), True
        text = Text.of(article)
        for part in self._parts(text):
            request = self._request(text, part, told.shown() if known_all else FULL)
            reply = find(request) if known_all else None
            answer = read_answer(reply.text) if reply is not None else ""
            if isinstance(answer, Answer):
                told.learn(answer.entities)
            else:
                known_all = False
                yield request

    def _answers(self, text: Text, refused: list[Rejection]) -> Iterator[tuple[Part, Answer]]:
        """Part by part, each told of the entities of those before."""
        told = Told()
        for part in self._parts(text):
            reply = self.ask(self._request(text, part, told.shown()))
            answer = read_answer(reply.text)
            if reply.cut and (isinstance(answer, str) or not (answer.whole or answer.relations)):
                raise BadAnswer(f"the model's answer was cut off at {reply.cut} tokens, before its first relation: {_MORE}")
            if isinstance(answer, str):
                raise BadAnswer(answer)
            if not (answer.whole or answer.relations):
                raise BadAnswer("the model's answer was cut off before its first relation")
            if reply.cut and not answer.whole:
                cut = f"the model's answer was cut off at {reply.cut} tokens, which is all that it may have: {_MORE}"
                refused.append(Rejection(Draft(ArticleRef.to(text.article), "(what the answer had no room for)", self.name), (cut,)))
            told.learn(answer.entities)
            yield part, answer

    def _parts(self, text: Text) -> tuple[Part, ...]:
        return parts_of([line for line in text.lines if line.number not in text.barred], size=self.part)

    def _request(self, text: Text, part: Part, known: Sequence[Known]) -> Request:
        return Request(self.model, messages(text.article, part, known), answer_schema())

    def _again(self, found: Sequence[Found], article: Article, refused: list[Rejection]) -> list[Found]:
        judged = list(judged_again(found, article, ask=self.ask, model=self.model))
        refused += [one for one in judged if isinstance(one, Rejection)]
        return [one for one in judged if isinstance(one, Found)]

    def _witnessed(self, claims: Sequence[Claim], text: Text, refused: list[Rejection]) -> Iterable[Claim]:
        """Of an article that speaks to the model, what another reader sees too, with the same certainty."""
        seen = self.witness(text.article).claims if self.witness is not None else ()
        free = [claim for claim in seen if not rests_on_barred(claim, text)]
        statements = {(*edge_key(claim), claim.certainty) for claim in free}
        for claim in claims:
            if (*edge_key(claim), claim.certainty) in statements:
                yield claim
            else:
                refused.append(Rejection(claim, ("the article speaks to the model, and no other reader sees this in it",)))


def rests_on_barred(claim: Claim, text: Text) -> bool:
    """Whether the claim's evidence has a sentence that speaks to a model."""
    evidence = claim.evidence
    return any(line.number in text.barred and line.start < evidence.end and evidence.start < line.end for line in text.lines)


def requests_of(article: Article, model: str, *, part: int = PART) -> list[Request]:
    """The calls that an article takes at most, later parts with as many entities of earlier ones as they can be told."""
    return list(ModelReader(_nobody, model, part=part).needed(article, lambda _request: None))


def _nobody(request: Request) -> Reply:  # noqa: ARG001 - it is not asked
    raise BadAnswer("no model is asked here")


def _plain(model: str) -> str:
    """The model's name as part of a reader's: another name for another model, without signs that mean something there or nothing at all."""
    plain = re.sub(r"[^\w.:/+-]+", "-", model, flags=re.ASCII)[:_LONGEST_NAME]
    return plain if plain == model else f"{plain}~{hashlib.sha256(model.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
