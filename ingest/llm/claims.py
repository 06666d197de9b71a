"""From what a model said to claims: each checked against the article and the ontology, the others refused with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from ingest.llm.answer import Answer, Said
from ingest.llm.grounds import Ground, Grounds, Ungrounded
from ingest.llm.parties import Party, joined
from ingest.llm.qualifying import Words, qualifiers_of
from ingest.llm.text import Text, plain, told
from ontology.check import rejection_of
from ontology.edges import edge_key
from ontology.records import ArticleRef, Claim, Draft, End, Evidence, Rejection

__all__ = ["Found", "Maker", "calibration", "distinct"]

_CALIBRATION = Path(__file__).parent.parent / "data" / "llm" / "calibration.yaml"


@dataclass(frozen=True, slots=True)
class Found:
    """A claim with the sentences that it stands on; ``doubtful`` ones are asked about once more in the second pass."""

    claim: Claim
    ground: Ground
    doubtful: bool


@dataclass(slots=True)
class Maker:
    """Makes the claims of one article; what it refuses is in ``rejections``."""

    text: Text
    extractor: str
    rejections: list[Rejection]
    parties: dict[str, Party] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)

    def learn(self, parties: Mapping[str, Party], absent: Mapping[str, str]) -> None:
        """The entities of one more answer by key; one that comes again under its key keeps the forms that it had."""
        for key, party in parties.items():
            self.parties[key] = joined(self.parties[key], party) if key in self.parties else party
        self.absent |= absent

    def claims(self, answer: Answer, allowed: Sequence[int]) -> Iterator[Found]:
        """The claims of an answer about a part whose sentences have these numbers."""
        for item, reason in answer.broken:
            self._refuse(item, reason)
        if not answer.whole:
            self._refuse("(the rest of the answer)", "the model's answer was cut off: what it said until then was read")
        for said in answer.relations:
            if (found := self._claim(said, frozenset(allowed))) is not None:
                yield found

    def _claim(self, said: Said, allowed: frozenset[int]) -> Found | None:
        head, tail = self._party(said.head), self._party(said.tail)
        if isinstance(head, str) or isinstance(tail, str):
            self._refuse(said.raw, *dict.fromkeys(reason for reason in (head, tail) if isinstance(reason, str)))
            return None
        try:
            ground = Grounds(self.text, allowed).ground(said.sentences, head, tail)
        except Ungrounded as reason:
            self._refuse(said.raw, str(reason))
            return None
        return self._checked(self._made(said, head, tail, ground), said, ground)

    def _party(self, key: str) -> Party | str:
        """The entity of a key, or of a name given in its place; or why there is none."""
        if key in self.parties:
            return self.parties[key]
        if key in self.absent:
            return self.absent[key]
        alike = [party for party in self.parties.values() if key.casefold() in {name.casefold() for name in (party.name, *party.names)}]
        return alike[0] if alike else f"'{told(key)}' is none of the entities of the answer"

    def _made(self, said: Said, head: Party, tail: Party, ground: Ground) -> tuple[Claim, list[str]]:
        article = self.text.article
        words = Words(ground.text, self.text.words, article.published)
        qualifiers, dropped = qualifiers_of(said.relation, said.qualifiers, words)
        sure = calibration()["sure" if said.sure else "unsure"]
        claim = Claim(
            article=ArticleRef.to(article),
            relation=told(said.relation),
            subject=End(head.id, head.name, head.type, ground.head),
            object=End(tail.id, tail.name, tail.type, ground.tail),
            certainty=told(said.certainty),
            phase=told(said.phase),
            evidence=Evidence.cut(article.text, ground.lines[0].start, ground.lines[-1].end),
            confidence=round(sure if ground.by_name else min(sure, calibration()["far"]), 2),
            extractor=self.extractor,
            **qualifiers,
        )
        return claim, dropped

    def _checked(self, made: tuple[Claim, list[str]], said: Said, ground: Ground) -> Found | None:
        claim, dropped = made
        rejection = rejection_of(claim, self.text.article)
        if rejection is not None:
            self.rejections.append(rejection)
            return None
        for reason in dropped:
            self._refuse(said.raw, f"{reason}: the claim stands without it")
        return Found(claim, ground, doubtful=not said.sure or not ground.by_name or bool(dropped))

    def _refuse(self, said: str, *reasons: str) -> None:
        self.rejections.append(Rejection(Draft(ArticleRef.to(self.text.article), plain(said), self.extractor), reasons))


def distinct(found: Iterable[Found]) -> list[Found]:
    """One of each statement (edge, certainty and phase), the surest, and of those the first: overlapping parts say some of them twice."""
    best: dict[tuple[object, ...], Found] = {}
    for one in found:
        key = (*edge_key(one.claim), one.claim.certainty, one.claim.phase)
        if key not in best or one.claim.confidence > best[key].claim.confidence:
            best[key] = one
    return sorted(best.values(), key=lambda one: (-one.claim.confidence, one.claim.evidence.start, one.claim.id))


@cache
def calibration() -> Mapping[str, float]:
    """How often claims of each kind are right, from ``data/llm/calibration.yaml``."""
    data: dict[str, float] = yaml.safe_load(_CALIBRATION.read_text(encoding="utf-8"))
    return data
