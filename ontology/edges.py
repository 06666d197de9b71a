"""An edge is all claims with the same subject, relation and object; what it shows is computed from them, never typed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import prod

from ontology.records import Claim, End, Json, content_id
from ontology.vocabulary import ontology

AGREEMENT = 1.0
"""How much a second reader's claim of the same edge in the same article counts beside the surest; see docs/decisions/llm-reader.md."""

Key = tuple[str, str, str]
"""(subject id, relation, object id); the ends of a symmetric relation in order of id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A view of claims: how many say it, how many deny it, since when, with what status.

    ``support`` and ``against`` count claims; ``sources`` counts the independent ones among them, one for each outlet and each text;
    ``first_seen`` and ``last_seen`` are dates of publication; ``contradicted`` says that some claims deny what others hold.
    """

    id: str
    subject: str
    relation: str
    object: str
    certainty: str
    phase: str
    support: int
    against: int
    sources: int
    contradicted: bool
    confidence: float
    first_seen: str | None
    last_seen: str | None
    amount: float | None
    currency: str | None
    product: str | None
    role: str | None
    event: str | None
    claims: tuple[str, ...]

    def to_json(self) -> Json:
        """Its fields as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__} | {"claims": list(self.claims)}


def edge_key(claim: Claim) -> Key:
    """Which edge the claim belongs to."""
    return key_of(claim.subject.id, claim.relation, claim.object.id)


def key_of(subject: str, relation: str, object_: str) -> Key:
    """The key of the edge between these two, whichever way round a symmetric relation was told."""
    ends = (subject, object_)
    if ontology().relations[relation].symmetric:
        ends = (min(ends), max(ends))
    return ends[0], relation, ends[1]


@lru_cache(4096)
def edge_id(key: Key) -> str:
    """The edge's id, from its key."""
    return content_id("e", *key)


def edges_of(claims: Iterable[Claim]) -> list[Edge]:
    """All edges of these claims, in order of key; the order of the claims does not matter."""
    ordered = sorted(claims, key=lambda claim: (edge_key(claim), claim.id))
    return [edge_from(key, tuple(group)) for key, group in groupby(ordered, key=edge_key)]


def edge_from(key: Key, claims: tuple[Claim, ...]) -> Edge:
    """One edge from all of its claims (at least one)."""
    ordered = sorted(claims, key=_recency)
    holding = [c for c in ordered if c.certainty != "denied"]
    speaking = holding or ordered
    latest = speaking[-1]
    dates = sorted(c.article.published for c in ordered if c.article.published)
    independent = _independent(speaking)
    paid = next((c for c in reversed(speaking) if c.amount is not None), None)
    return Edge(
        id=edge_id(key),
        subject=key[0],
        relation=key[1],
        object=key[2],
        certainty=min((c.certainty for c in speaking), key=list(ontology().certainties).index),
        phase=latest.phase,
        support=len(holding),
        against=len(ordered) - len(holding),
        sources=len(independent),
        contradicted=0 < len(holding) < len(ordered),
        confidence=round(1.0 - prod(1.0 - sure for sure in independent), 4),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        amount=paid.amount if paid else None,
        currency=paid.currency if paid else None,
        product=_latest(speaking, "product"),
        role=_latest(speaking, "role"),
        event=_latest(speaking, "event"),
        claims=tuple(sorted(c.id for c in ordered)),
    )


def ends_of(claims: Iterable[Claim]) -> list[End]:
    """Both ends of every claim."""
    return [end for claim in claims for end in (claim.subject, claim.object)]


def _recency(claim: Claim) -> tuple[str, int, float, str]:
    """Later publication last; on one day the statement that goes further (planned < current < ended), then the surer one."""
    return claim.article.published or "", list(ontology().phases).index(claim.phase), claim.confidence, claim.id


def _outlet(claim: Claim) -> str:
    return claim.article.publisher or claim.article.id


def _independent(claims: list[Claim]) -> list[float]:
    """How sure each independent source makes the edge: as many as can be told apart both by outlet and by text.

    One outlet's articles are one source, and so are all copies of a text, whoever carries it; the text that is surest comes first, and an
    outlet that has another text to show for itself leaves a copy to the outlet that has no other (a matching of texts to outlets).
    """
    articles: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        articles.setdefault((claim.article.group or claim.article.id, _outlet(claim), claim.article.id), []).append(claim)
    texts: dict[str, float] = {}
    outlets: dict[str, set[str]] = {}
    for (text, outlet, _), said in articles.items():
        texts[text] = max(texts.get(text, 0.0), _agreed(said))
        outlets.setdefault(text, set()).add(outlet)
    held: dict[str, str] = {}
    ordered = sorted(texts, key=lambda text: (-texts[text], text))
    return [texts[text] for text in ordered if _placed(text, outlets, held, set())]


def _placed(text: str, outlets: dict[str, set[str]], held: dict[str, str], tried: set[str]) -> bool:
    """Give the text an outlet of its own, if need be by giving others other ones."""
    for outlet in sorted(outlets[text] - tried):
        tried.add(outlet)
        if outlet not in held or _placed(held[outlet], outlets, held, tried):
            held[outlet] = text
            return True
    return False


def _agreed(claims: list[Claim]) -> float:
    """How sure one article's claims make the edge: its surest reader's, and of each other reader that sees it too, its part.

    Two readers of one text err together more often than two texts do: the second's word counts for ``AGREEMENT`` of itself. Versions of one
    reader are one, and so are all readers of one kind (``llm:…``): what a second language model adds to the first has not been measured.
    """
    readers: dict[str, float] = {}
    for claim in claims:
        reader = claim.extractor.partition("@")[0].partition(":")[0]
        readers[reader] = max(readers.get(reader, 0.0), claim.confidence)
    first, *others = sorted(readers.values(), reverse=True)
    return 1.0 - (1.0 - first) * prod(1.0 - AGREEMENT * other for other in others)


def _latest(claims: list[Claim], field: str) -> str | None:
    return next((value for c in reversed(claims) if (value := getattr(c, field))), None)
