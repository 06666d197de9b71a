"""What tests of the model reader share: articles, answers put together from rows, and askers that answer from a function."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.reader import ModelReader
from ontology.records import Article, Json, Reading

NEWS = (
    "Quillon Systems has dropped its planned takeover of Sundermark, the maker of the Petrel model.\n\n"
    "The Utah company will put $40 million into Orrery Labs, said Ines Vauclair, its chief scientist.\n\n"
    "Nvidia Corp. supplies Quillon."
)
ARTICLE = Article(NEWS, "news.txt", title="Quillon walks away", published="2024-10-02", lang="en")
KINDS = {"Petrel": "Product", "Ines Vauclair": "Person"}


def entity(name: str, *mentions: str, kind: str = "Company", key: str = "") -> Json:
    return {"key": key or name, "name": name, "type": KINDS.get(name, kind), "mentions": list(mentions)}


def relation(head: str, name: str, tail: str, *sentences: int, **more: object) -> Json:
    plain: Json = {"certainty": "asserted", "phase": "current", "qualifiers": [], "sure": True}
    return {"sentences": list(sentences), "head": head, "relation": name, "tail": tail} | plain | more


def answer(entities: Sequence[Json], relations: Sequence[Json]) -> str:
    return json.dumps({"entities": entities, "relations": relations}, ensure_ascii=False)


@dataclass
class Scripted:
    """Answers each request by a function, or always with one text, and remembers what it was asked."""

    says: str | Callable[[Request], str]
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        text = self.says if isinstance(self.says, str) else self.says(request)
        return Reply(text, Usage(1, 100, 10))


def read(text: str, article: Article = ARTICLE) -> Reading:
    """The reading of an article whose model says this."""
    return ModelReader(Scripted(text), "tiny")(article)


def statements(reading: Reading) -> list[tuple[str, str, str]]:
    return [(claim.subject.name, claim.relation, claim.object.name) for claim in reading.claims]


def reasons(reading: Reading) -> list[str]:
    return [reason for rejection in reading.rejections for reason in rejection.reasons]


def shown(request: Request) -> dict[int, str]:
    """The numbered sentences of a request."""
    rows = re.findall(r"^\[(\d+)\] (.*)$", request.messages[-1]["content"], re.MULTILINE)
    return {int(number): text for number, text in rows}
