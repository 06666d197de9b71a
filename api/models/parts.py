"""Parts of the graph: for drawing, paths, dates."""

from __future__ import annotations

from api.models.things import EdgeOut, EndOut, Out

__all__ = ["DatesOut", "ExpandedOut", "GraphOut", "PathsOut"]


class GraphOut(Out):
    """A part of the graph; ``left_out`` says of whom how many edges are not shown, ``missing`` which ids nobody knows."""

    entities: list[EndOut]
    edges: list[EdgeOut]
    left_out: dict[str, int]
    capped: bool
    missing: list[str]


class ClaimDatesOut(Out):
    """The dates of a claim of an edge: of what it says, and of its article; ``denied``: it says that this does not hold."""

    edge: str
    denied: bool
    valid_from: str | None
    valid_to: str | None
    published: str | None


class DatesOut(Out):
    """Dates of claims, in order of their edges."""

    items: list[ClaimDatesOut]


class ExpandedOut(GraphOut):
    """A part of the graph that has grown, with the dates of the claims in it."""

    dates: list[ClaimDatesOut]


class PathHopOut(Out):
    """One step of a path, with the ids of all edges between the two."""

    start: str
    end: str
    edges: list[str]


class PathOut(Out):
    """A path without loops."""

    entities: list[EndOut]
    hops: list[PathHopOut]
    edges: list[EdgeOut]


class PathsOut(Out):
    """The shortest paths first."""

    paths: list[PathOut]
