"""What is new since a date, by the dates of the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.lookup.filters import published_between
from ontology.edges import Edge, edges_of
from ontology.records import Claim

__all__ = ["Change", "changes"]

_FIELDS = ("certainty", "phase", "contradicted")


@dataclass(frozen=True, slots=True)
class Change:
    """An edge as it is now, and what of it was otherwise: empty for one that is new. ``claims`` are those published since."""

    edge: Edge
    new: bool
    before: Mapping[str, object]
    claims: tuple[str, ...]


def changes(parts: Iterable[Iterable[Claim]], since: str) -> list[Change]:
    """What changed after this date (``2025``: after the end of 2025), the latest spoken of first, then by id.

    The claims come in parts, so that few are in memory at once; an edge's are all in one.
    """
    found = sorted((change for claims in parts for change in _changed(claims, since)), key=lambda change: change.edge.id)
    return sorted(found, key=lambda change: change.edge.last_seen or "", reverse=True)


def _changed(claims: Iterable[Claim], since: str) -> Iterator[Change]:
    dated = [claim for claim in claims if claim.article.published]
    then = [claim for claim in dated if published_between(claim.article.published, until=since)]
    known, fresh = {edge.id: edge for edge in edges_of(then)}, {claim.id for claim in dated} - {claim.id for claim in then}
    for edge in edges_of(dated):
        before = known.get(edge.id)
        was = {name: getattr(before, name) for name in _FIELDS if before and getattr(before, name) != getattr(edge, name)}
        if before is None or was:
            yield Change(edge, before is None, was, tuple(id_ for id_ in edge.claims if id_ in fresh))
