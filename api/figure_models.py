"""The answers of the analyses as OpenAPI describes them; ``api/figures.py`` makes them."""

from __future__ import annotations

from typing import Any

from api.models import EdgeOut, EndOut, Out

__all__ = ["CentralityOut", "ChainsOut", "ChangesOut", "CommunitiesOut"]


class MeaningOut(Out):
    """A figure in one sentence, and the paper that it comes from."""

    meaning: str
    source: str


class _Figures(Out):
    meaning: dict[str, MeaningOut]
    total: int


class HopOut(Out):
    """Who depends on whom, by which edge."""

    edge: str
    relation: str
    on: EndOut
    who: EndOut
    confidence: float


class ChainOut(Out):
    """Who depends, by which edges; the score is the product of their confidences."""

    entity: EndOut
    hops: int
    score: float
    chain: list[HopOut]


class ChainsOut(_Figures):
    """Chains, the shortest first."""

    items: list[ChainOut]


class CentralOut(EndOut):
    """An entity with its figures."""

    degree: float
    pagerank: float
    betweenness: float


class CentralityOut(_Figures):
    """Entities, by one figure."""

    by: str
    items: list[CentralOut]


class CommunityOut(Out):
    """A community with its best connected members."""

    number: int
    size: int
    members: list[EndOut]


class CommunitiesOut(_Figures):
    """Communities, the largest first."""

    modularity: float | None
    items: list[CommunityOut]


class ChangeOut(Out):
    """An edge as it is now, what of it was otherwise, and its claims since."""

    edge: EdgeOut
    new: bool
    before: dict[str, Any]
    claims: list[str]


class ChangesOut(_Figures):
    """Edges that are new or otherwise, the latest spoken of first."""

    items: list[ChangeOut]
