"""The filters that all questions about edges share: AND across fields, OR inside a field."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EdgeFilter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFilter:
    """Which edges are wanted; an empty field wants all.

    ``direction`` is "out" (the entity asked about is the subject) or "in"; edges of symmetric relations pass either.
    ``type`` is of the entity at the other end. ``publisher``, ``since`` and ``until`` want one claim of the edge whose article is of one
    of these publishers and published between the two dates (EDTF: ``until="2025"`` includes all of 2025; undated articles do
    not pass). ``as_of`` is another question: the edge as it stood when only what was published by that date was known.
    """

    relation: tuple[str, ...] = ()
    direction: str | None = None
    type: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    min_confidence: float | None = None
    min_sources: int | None = None
    publisher: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None


EVERYTHING = EdgeFilter()
