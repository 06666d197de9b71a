"""Remembers every query that the program itself sends, with who sent it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import neo4j
from neo4j import Query

__all__ = ["Sent", "recording"]

ROOT = Path(__file__).parents[2]
PROGRAM = tuple(f"{ROOT / folder}/" for folder in ("graph", "ingest", "api"))
DRIVER = f"{Path(neo4j.__file__).parent}/"
_CARRIERS = {"ask", "stream", "read", "twice", "_write", "<lambda>"}
"""The store's functions that carry another's query."""


@dataclass(frozen=True)
class Sent:
    """A query with the parameters of its first time, and the function that it comes from: ``graph/lookup/edges.py edge``."""

    cypher: str
    parameters: Mapping[str, Any]
    sender: str


@contextmanager
def recording() -> Iterator[dict[str, Sent]]:
    """Within it, the queries that the program sends, by text."""
    sent: dict[str, Sent] = {}
    kinds = (neo4j.Session, neo4j.Transaction, neo4j.ManagedTransaction)
    before = [(kind, kind.run) for kind in kinds]
    for kind in kinds:
        kind.run = _noting(kind.run, sent)  # type: ignore[method-assign]  # every session is listened to  # the driver's own still runs
    try:
        yield sent
    finally:
        for kind, run in before:
            kind.run = run  # type: ignore[method-assign]  # every session is listened to


def _noting(run: Callable[..., Any], sent: dict[str, Sent]) -> Callable[..., Any]:
    def noted(self: Any, query: str | Query, parameters: Mapping[str, Any] | None = None, **more: Any) -> Any:  # noqa: ANN401 - as it is
        cypher = query.text if isinstance(query, Query) else query
        sender = _sender(sys._getframe(1))
        if sender and cypher not in sent:
            sent[cypher] = Sent(cypher, {**(parameters or {}), **more}, sender)
        return run(self, query, parameters, **more)

    return noted


def _sender(frame: FrameType | None) -> str | None:
    """The function of the program whose query it is; None when a test or a user wrote it."""
    while frame is not None and (frame.f_code.co_filename.startswith(DRIVER) or _carries(frame)):
        frame = frame.f_back
    if frame is None or not frame.f_code.co_filename.startswith(PROGRAM):
        return None
    return f"{Path(frame.f_code.co_filename).relative_to(ROOT)} {frame.f_code.co_name}"


def _carries(frame: FrameType) -> bool:
    path = frame.f_code.co_filename
    if path.endswith("graph/link.py"):
        return True
    return path.endswith("graph/store.py") and frame.f_code.co_name in _CARRIERS
