"""What the store holds of one article, and how a reading or a retraction changes it. Pure: the order of readings does not matter."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.errors import BadClaim
from graph.properties import chosen, claim_from, fullest, read_otherwise, reader_of, version_of, version_ref
from graph.reports import Added
from ontology.check import rejection_of
from ontology.records import ArticleRef, Claim, Json, Reading, Rejection

__all__ = ["Checked", "Held", "HeldClaim", "after_reading", "after_retraction", "checked", "held_from"]


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim (of its article no more than the id), as the surest reading has it, and the sources of the article it was read from.

    ``otherwise`` has what was read from those that give it less surely, or by other names: what is shown when the surest is taken back.
    """

    claim: Claim
    sources: frozenset[str]
    otherwise: Mapping[str, Claim] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Mapping[str, Claim]) -> HeldClaim | None:
        """Of what was read from each source; None when nothing was."""
        if not readings:
            return None
        surest = max(readings.values(), key=_preference)
        return cls(surest, frozenset(readings), {source: claim for source, claim in readings.items() if claim != surest})

    @property
    def readings(self) -> dict[str, Claim]:
        """What was read from each source."""
        return dict.fromkeys(self.sources, self.claim) | dict(self.otherwise)

    def without(self, source: str) -> HeldClaim | None:
        """What is left when a source is taken away."""
        if source not in self.sources:
            return self
        return HeldClaim.of({name: claim for name, claim in self.readings.items() if name != source})


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading of an article, its claims held against the text: by id those that passed, of the article no more than its id."""

    id: str
    source: str
    version: str
    claims: Mapping[str, Claim]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An article's versions (canonical JSON of where it came from) and its claims by id."""

    id: str
    versions: frozenset[str] = frozenset()
    claims: Mapping[str, HeldClaim] = field(default_factory=dict)
    group: str | None = None

    @property
    def ref(self) -> ArticleRef | None:
        """The article as it is shown; None when it is not held."""
        return replace(chosen(self.id, self.versions), group=self.group) if self.versions else None


def held_from(id_: str, versions: Iterable[str] | None, claims: Iterable[Json], group: str | None = None) -> Held:
    """What the properties of an article's node and of its claims' nodes say."""
    kept = {row["id"]: _held_claim(claim_from(row, {"id": id_, "source": ""}), row) for row in claims}
    return Held(id_, frozenset(versions or ()), kept, group)


def _held_claim(claim: Claim, row: Json) -> HeldClaim:
    return HeldClaim(claim, frozenset(row["sources"]), dict(read_otherwise(claim, row.get("otherwise") or ())))


def checked(reading: Reading) -> Checked:
    """The reading, checked. Raises BadClaim for a claim of another article."""
    article = reading.article
    ref = ArticleRef(article.id, "")
    passed: dict[str, Claim] = {}
    refused = []
    for claim in reading.claims:
        if claim.article.id != ref.id:
            raise BadClaim(f"claim {claim.id} is of article {claim.article.id}, but came with article {ref.id}")
        rejection = rejection_of(claim, article)
        if rejection:
            refused.append(rejection)
        else:
            bare = claim.told_by(ref)
            id_ = bare.id
            passed[id_] = max(bare, passed[id_], key=_preference) if id_ in passed else bare
    return Checked(ref.id, article.source, version_of(article), passed, (*reading.rejections, *refused))


def after_reading(held: Held, reading: Checked, *, extractors: Collection[str] = ()) -> tuple[Held, Added]:
    """The article with this reading, and what that did.

    What the same extractor, in whatever version, read from this source before and reads no more is replaced; what it read from another
    source stays, so that taking back this one leaves that. One claim read differently from two sources is kept as the surer reading has it.
    """
    source, passed = reading.source, reading.claims
    stale = _stale(held, source, {c.extractor for c in passed.values()} | set(extractors), passed)
    claims = {id_: kept for id_, kept in stale.items() if kept}
    for id_, claim in passed.items():
        claims[id_] = _merged(held.claims.get(id_), claim, source)
    report = Added(
        article=held.id,
        source=source,
        new_article=not held.versions,
        new=len(passed.keys() - held.claims.keys()),
        known=len(passed.keys() & held.claims.keys()),
        replaced=len(held.claims.keys() - claims.keys()),
        rejections=reading.rejections,
    )
    return Held(held.id, fullest((*held.versions, reading.version)), claims, held.group), report


def after_retraction(held: Held, source: str | None) -> Held:
    """The article without what was read from this source; with None, without anything."""
    versions = frozenset(v for v in held.versions if source is not None and version_ref(held.id, v).source != source)
    if not versions:
        return Held(held.id)
    left = {id_: kept.without(source) for id_, kept in held.claims.items()} if source is not None else {}
    return Held(held.id, versions, {id_: kept for id_, kept in left.items() if kept}, held.group)


def _stale(held: Held, source: str, extractors: Collection[str], passed: Mapping[str, Claim]) -> dict[str, HeldClaim | None]:
    """The claims held, without what these extractors' reading of this source replaces."""
    readers = {reader_of(name) for name in extractors}
    return {
        id_: kept if id_ in passed or reader_of(kept.claim.extractor) not in readers else kept.without(source)
        for id_, kept in held.claims.items()
    }


def _merged(held: HeldClaim | None, claim: Claim, source: str) -> HeldClaim:
    if held is None or held.sources <= {source}:
        return HeldClaim(claim, frozenset({source}))
    return HeldClaim.of(held.readings | {source: claim}) or held


def _preference(claim: Claim) -> tuple[float, str]:
    """Which of two readings of one claim is kept."""
    return claim.confidence, json.dumps(claim.to_json(), ensure_ascii=False, sort_keys=True)
