"""The four kinds of things, their pages, and what is counted around an entity."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = [
    "ArticleOut",
    "ArticlePage",
    "ClaimOut",
    "ClaimPage",
    "EdgeOut",
    "EdgePage",
    "EndOut",
    "EntityOut",
    "EntityPage",
    "NeighbourCounts",
    "Out",
    "Page",
    "Suggestions",
]

Certainty = Literal["asserted", "reported", "denied"]
Phase = Literal["current", "planned", "ended"]
Texts = dict[str, str]


class Out(BaseModel):
    """What is answered: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class EndOut(Out):
    """An entity as an end of an edge."""

    id: str
    name: str
    type: str


class EntityOut(EndOut):
    """An entity with how much there is about it; ``matched`` is the name that a search found."""

    aliases: list[str]
    edges: int
    claims: int
    articles: int
    matched: str | None = None


class EdgeOut(Out):
    """An edge with what its claims add up to; ``claims`` are their ids."""

    id: str
    subject: EndOut
    relation: str
    object: EndOut
    certainty: Certainty
    phase: Phase
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
    claims: list[str]
    label: Texts
    family: str


class ReferenceOut(Out):
    """Where an article was read."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    lang: str | None


class VersionOut(ReferenceOut):
    """The same, with who signs the article and which address it gives itself."""

    author: str | None
    canonical: str | None


class ArticleOut(VersionOut):
    """An article; its text only when it is asked for alone.

    ``group`` is the smallest id among its copies, itself included; ``copies`` are the others, a hundred at most.
    """

    claims: int
    group: str | None
    versions: list[VersionOut]
    copies: list[VersionOut]
    text: str | None = None


class MentionedOut(EndOut):
    """An end of a claim, as the article spells it."""

    mention: str


class EvidenceOut(Out):
    """``text[start:end] == quote``, in Unicode code points."""

    quote: str
    start: int
    end: int


class ClaimOut(Out):
    """One article saying once that one relation holds, and the ids of the claims that say the opposite.

    Claims of one ``group`` come from copies of one article.
    """

    id: str
    article: ReferenceOut
    relation: str
    subject: MentionedOut
    object: MentionedOut
    certainty: Certainty
    phase: Phase
    amount: float | None
    currency: str | None
    product: str | None
    role: str | None
    event: str | None
    valid_from: str | None
    valid_to: str | None
    said_by: str | None
    evidence: EvidenceOut
    confidence: float
    extractor: str
    edge: str
    contradicted_by: list[str]
    group: str | None


class Page(Out):
    """What pages have; ``next`` is the cursor of the one that follows."""

    next: str | None
    total: int


class EntityPage(Page):
    """A page of entities."""

    items: list[EntityOut]


class EdgePage(Page):
    """A page of edges."""

    items: list[EdgeOut]


class ClaimPage(Page):
    """A page of claims."""

    items: list[ClaimOut]


class ArticlePage(Page):
    """A page of articles."""

    items: list[ArticleOut]


class Suggestions(Out):
    """Entities that may be meant."""

    items: list[EntityOut]


class CountOut(Out):
    """How many edges of one relation an entity has in one direction, and what is at the other ends."""

    relation: str
    direction: Literal["out", "in", "both"]
    edges: int
    neighbours: int
    types: dict[str, int]


class NeighbourCounts(Out):
    """Counts by relation and direction."""

    items: list[CountOut]
