"""What the store answers when it is written to, or asked in Cypher; all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from ontology.records import Json, Rejection

__all__ = ["Added", "Retracted", "Retraction", "Rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What storing one article did; the counts are of claims.

    ``new`` were stored, ``known`` had been stored before, ``replaced`` were of an older reading by the same extractor and are gone.
    ``rejections`` are the claims that the extraction or the store's own check refused.
    """

    article: str
    source: str
    new_article: bool
    new: int
    known: int
    replaced: int
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retracted:
    """What a retraction took away: ids of articles that are gone, and how much else."""

    articles: tuple[str, ...] = ()
    versions: int = 0
    claims: int = 0
    edges: int = 0
    entities: int = 0

    def __bool__(self) -> bool:
        """Whether there was anything to retract."""
        return self.versions > 0


@dataclass(frozen=True, slots=True)
class Retraction:
    """What is left of something that was retracted: its id, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An answer to a query in Cypher, as JSON values.

    ``values`` has one tuple a row, in the order of ``fields``. ``truncated`` says that rows were left out because of the row
    or size limit. ``elapsed`` is in seconds. ``nodes`` and ``edges`` are those found anywhere in the values, once each, for
    drawing: ``{"id", "labels", "properties"}`` and ``{"id", "type", "source", "target", "properties"}``.
    """

    fields: tuple[str, ...]
    values: tuple[tuple[object, ...], ...]
    truncated: bool
    elapsed: float
    nodes: tuple[Json, ...] = field(default=())
    edges: tuple[Json, ...] = field(default=())
