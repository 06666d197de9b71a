"""What routes do alike: pages with a link to the next one, and what to say of an id that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, NoReturn, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request, Response

from api.errors import Gone, NotFound
from api.filters import Cursor, Limit
from api.shapes import page_json
from graph import lookup
from graph.lookup import Page
from graph.store import Store
from ontology.records import Json

__all__ = ["PagingDep", "known", "not_there"]

FoundT = TypeVar("FoundT")
ItemT = TypeVar("ItemT")


def known(store: Store, kind: str, id_: str, found: FoundT | None) -> FoundT:
    """What was found; raises Gone when it was retracted, NotFound when nobody ever knew it."""
    if found is None:
        not_there(store, kind, id_)
    return found


def not_there(store: Store, kind: str, id_: str) -> NoReturn:
    """Say whether it is gone or never was."""
    retraction = lookup.retraction(store, id_)
    if retraction is not None:
        raise Gone(f"{kind} {id_!r} is gone: {retraction.reason}")
    raise NotFound(f"there is no {kind} {id_[:100]!r}: search for names at /api/v1/entities?q=…")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is asked for."""

    request: Request
    response: Response
    cursor: str | None
    limit: int

    def answer(self, page: Page[ItemT], shape: Callable[[ItemT], Json]) -> Json:
        """The page as JSON, its follower also as a ``Link`` header."""
        if page.next is not None:
            asked = [(name, value) for name, value in self.request.query_params.multi_items() if name != "cursor"]
            follower = f"{self.request.url.path}?{urlencode([*asked, ('cursor', page.next)])}"
            self.response.headers["Link"] = f'<{follower}>; rel="next"'
        return page_json(page, shape)


def _paging(request: Request, response: Response, *, cursor: Cursor = None, limit: Limit = 50) -> Paging:
    return Paging(request, response, cursor, limit)


PagingDep = Annotated[Paging, Depends(_paging)]
