"""The routes of REST: who may come in, which parameters are taken, and a short way for requests that give none.

FastAPI looks for every parameter of a route and of all that it depends on, and checks it, which takes a quarter of what an answer costs
besides its look-up (``bench.doors ways``). A request without a query has none: what it leads to is the same each time but for its path.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from functools import partial
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from api.access import may_query, may_read
from api.filters import only_known_parameters
from api.problems import RESPONSES

__all__ = ["PREFIX", "Route", "operation_id", "rest"]

PREFIX = "/api/v1"
_THREADS = ThreadPoolExecutor(40, "rest")
"""As many as the framework has, whose own way to a thread takes longer."""


class Route(APIRoute):
    """A route that answers a request without a query at once, where all that it takes has a default."""

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        super().__init__(*given, **options)
        whole = self.body_field is None and self.endpoint.__annotations__["return"] in ("Response", Response)
        self.short = _short(self.dependant) if whole else None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that led here."""
        if self.short is None or scope["query_string"] or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        answer: Response = await _called(self.short, Request(scope, receive, send))
        await answer(scope, receive, send)


@dataclass(frozen=True, slots=True)
class _Short:
    """A function, and where what it is called with comes from when no parameter is given."""

    call: Callable[..., Any]
    waits: bool
    named: str | None
    request: str | None
    path: tuple[str, ...]
    defaults: dict[str, Any]
    others: tuple[_Short, ...]


def _short(dependant: Dependant) -> _Short | None:
    """The short way of a function and all that it depends on; None where one of them takes more than path and query, or needs a query."""
    others = [*map(_short, dependant.dependencies)]
    call, more = dependant.call, (dependant.header_params, dependant.cookie_params, dependant.body_params)
    special = (dependant.response_param_name, dependant.background_tasks_param_name, dependant.http_connection_param_name)
    whole = all(other is not None for other in others) and not any(more) and not any(special)
    plain = all(param.field_info.annotation is str and not param.field_info.metadata for param in dependant.path_params)
    free = not any(param.field_info.is_required() for param in dependant.query_params)
    if call is None or not (whole and plain and free) or isgeneratorfunction(call) or isasyncgenfunction(call):
        return None
    return _Short(
        call=call,
        waits=iscoroutinefunction(call),
        named=dependant.name,
        request=dependant.request_param_name,
        path=tuple(param.name for param in dependant.path_params),
        defaults={param.name: param.get_default() for param in dependant.query_params},
        others=tuple(other for other in others if other is not None),
    )


async def _called(short: _Short, request: Request) -> Any:  # noqa: ANN401 - whatever the function gives
    values = {name: copy(default) for name, default in short.defaults.items()}
    for name in short.path:
        values[name] = request.path_params[name]
    if short.request is not None:
        values[short.request] = request
    for other in short.others:
        value = await _called(other, request)
        if other.named is not None:
            values[other.named] = value
    if short.waits:
        return await short.call(**values)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(short.call, **values))


async def _reading(request: Request) -> None:
    """Of the two one dependency, which costs a request less than two."""
    await may_read(request)
    await only_known_parameters(request)


async def _querying(request: Request) -> None:
    await may_query(request)
    await only_known_parameters(request)


def operation_id(route: APIRoute) -> str:
    """The name of its function."""
    return route.name


def rest(tag: str, prefix: str = PREFIX, *, cypher: bool = False) -> APIRouter:
    """A router whose routes let those in who may read, or who may ask in Cypher."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=Route,
        responses=RESPONSES,
        dependencies=[Depends(_querying if cypher else _reading)],
        generate_unique_id_function=operation_id,
    )
