"""What routes do alike: the form of an answer, pages with a link to the next one, and what to say of an id that nobody knows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Annotated, NoReturn, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse

from api.errors import Gone, NotFound, Renamed
from api.filters import MOST_ITEMS, Cursor, Form, Limit, StoreDep, Stream
from api.forms.asked import FORMS, form_asked
from api.forms.kinds import EDGE, Kind, Table
from api.forms.written import drawn, lines, listed, written
from api.shapes import page_json
from graph import lookup
from graph.lookup import FoundEdge, Page
from graph.store import Store
from ontology.edges import Edge
from ontology.records import Entity, Json

__all__ = ["EntityDep", "PagingDep", "ReplyDep", "elsewhere", "known", "not_there"]

FoundT = TypeVar("FoundT")
ItemT = TypeVar("ItemT")
_STREAMED = ("csv", "ndjson")
_LINES = 100
"""Of a stream, sent at once."""


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


def elsewhere(request: Request, store: Store, id_: str) -> NoReturn:
    """Say of an entity that nobody knows by this id: where it is, when this is a name of one entity alone; else that it is not there."""
    other = lookup.called(store, id_) if lookup.retraction(store, id_) is None else None
    if other is None:
        not_there(store, "entity", id_)
    above, rest = request.scope["route"].path.split("{id}")
    start = request.url.path.partition(above)[0] + above
    asked = f"?{request.url.query}" if request.url.query else ""
    raise Renamed(f"{id_[:100]!r} is a name of entity {other.id!r}", at=f"{start}{quote(other.id, safe='')}{rest}{asked}")


def _entity(request: Request, store: StoreDep, id: str) -> Entity:
    """The entity that the path names."""
    return lookup.entities_by_id(store, [id]).get(id) or elsewhere(request, store, id)


EntityDep = Annotated[Entity, Depends(_entity)]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request, in the form that it asks for."""

    request: Request
    form: str | None

    def json(self, content: Json) -> Response:
        """An answer that has no other form than JSON."""
        self._form(("json",))
        return self._whole("json", _dumped(content))

    def table(self, content: Json, table: Table) -> Response:
        """An answer with items that are rows of a table."""
        form = self._form(table.forms)
        return self._whole(form, _dumped(content) if form == "json" else listed(form, content["items"], table))

    def one(self, found: ItemT, kind: Kind[ItemT]) -> Response:
        """One thing."""
        form = self._form(kind.forms)
        return self._whole(form, _dumped(kind.shape(found)) if form == "json" else written(form, [found], kind))

    def items(self, found: Iterable[ItemT], kind: Kind[ItemT]) -> Response:
        """A list that has no pages."""
        form = self._form(kind.forms)
        return self._whole(form, _dumped({"items": [*map(kind.shape, found)]}) if form == "json" else written(form, found, kind))

    def part(self, content: Json, entities: Iterable[Entity], edges: Iterable[Edge]) -> Response:
        """A part of the graph; as CSV and NDJSON its edges."""
        form, ends = self._form(EDGE.forms), {entity.id: entity for entity in entities}
        if form == "json":
            return self._whole(form, _dumped(content))
        if form not in _STREAMED:
            return self._whole(form, drawn(form, ends.values(), edges))
        once = {edge.id: FoundEdge(edge=edge, subject=ends[edge.subject], object=ends[edge.object]) for edge in edges}
        return self._whole(form, written(form, once.values(), EDGE))

    def _form(self, offered: Iterable[str]) -> str:
        return form_asked(self.form, self.request.headers.get("accept", ""), offered)

    def _whole(self, form: str, text: str, headers: dict[str, str] | None = None) -> Response:
        """The answer, or that it is what the asker has already (RFC 9110, 13.1.2)."""
        body = text.encode()
        tag = f'"{hashlib.sha256(form.encode() + body).hexdigest()[:32]}"'
        said = {"ETag": tag, "Vary": "Accept, Accept-Language"} | (headers or {})
        has = [one.strip().removeprefix("W/") for one in self.request.headers.get("if-none-match", "").split(",")]
        if tag in has or "*" in has:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
        return Response(body, media_type=FORMS[form], headers=said)


@dataclass(frozen=True, slots=True)
class Paging(Reply):
    """The same for a list in pages: which of them is asked for."""

    cursor: str | None
    limit: int
    stream: str | None

    def answer(self, look_up: Callable[[str | None, int], Page[ItemT]], kind: Kind[ItemT]) -> Response:
        """The page that ``look_up(cursor, limit)`` gives, its follower also as a ``Link`` header; or all pages, streamed."""
        if self.stream is not None:
            if self.form is not None:  # it does not count, but it must be one
                self._form(kind.forms)
            return self._streamed(self.stream, look_up, kind)
        form = self._form(kind.forms)
        page = look_up(self.cursor, self.limit)
        text = _dumped(page_json(page, kind.shape)) if form == "json" else written(form, page.items, kind)
        return self._whole(form, text, self._link(page.next))

    def _link(self, follower: str | None) -> dict[str, str]:
        if follower is None:
            return {}
        asked = [(name, value) for name, value in self.request.query_params.multi_items() if name != "cursor"]
        return {"Link": f'<{self.request.url.path}?{urlencode([*asked, ("cursor", follower)])}>; rel="next"'}

    def _streamed(self, form: str, look_up: Callable[[str | None, int], Page[ItemT]], kind: Kind[ItemT]) -> Response:
        first = look_up(self.cursor, MOST_ITEMS)  # what is wrong shows before anything is sent

        def items() -> Iterator[ItemT]:
            page = first
            yield from page.items
            while page.next is not None:
                page = look_up(page.next, MOST_ITEMS)
                yield from page.items

        return StreamingResponse(_parts(lines(form, items(), kind)), media_type=FORMS[form], headers={"Vary": "Accept, Accept-Language"})


def _parts(some: Iterator[str]) -> Iterator[str]:
    """Many lines at once: each part that is sent is fetched in a thread."""
    while part := "".join(islice(some, _LINES)):
        yield part


_dumped = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


async def _reply(request: Request, form: Form = None) -> Reply:
    return Reply(request, form)


async def _paging(request: Request, *, form: Form = None, cursor: Cursor = None, limit: Limit = 50, stream: Stream = None) -> Paging:
    return Paging(request, form, cursor, limit, stream)


ReplyDep = Annotated[Reply, Depends(_reply)]
PagingDep = Annotated[Paging, Depends(_paging)]
