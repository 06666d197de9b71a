"""A short way for requests that give no parameters, ahead of FastAPI.

FastAPI looks for every parameter of a route and of all that it depends on, and checks it, behind half a dozen layers of its own: most of
what an answer costs besides its look-up (``bench.doors ways``). A request without a query has no parameters: what it leads to is the same
each time but for its path. It is answered here, within the app's own middleware and with its own answers to errors; every other request
is FastAPI's. What looks up one thing by its id does so in the loop; all else that blocks has a thread, one for the whole request.
"""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from functools import partial
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.awaited import Awaited, soon

__all__ = ["LIGHT", "Ahead"]

ResultT = TypeVar("ResultT")
LIGHT = frozenset({"entity", "edge", "claim", "article"})
"""Routes that look up one thing by its id: nothing that they do would keep others waiting."""
_THREADS = ThreadPoolExecutor(40, "rest")
"""As many as the framework has."""
_SECONDS_TO_LEAVE = 2.0


class Ahead:
    """ASGI app around an app whose routes and middleware are all there already; ``awaited`` is its store for ``LIGHT`` routes."""

    def __init__(self, app: FastAPI, awaited: Awaited | None = None) -> None:
        self.app, self.awaited = app, awaited
        self.ways = [(one, _short_of(one)) for one in app.router.routes if isinstance(one, Route | Mount)]
        self._around: ASGIApp = self._answer
        for middleware, given, options in reversed(app.user_middleware):
            self._around = middleware(self._around, *given, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or live as long as the server does."""
        if scope["type"] == "lifespan":
            send = self._leaving(send)
        await (self._around if self._led(scope) else self.app)(scope, receive, send)

    def _leaving(self, send: Send) -> Send:
        """The same, but the store is left before the server hears that all is over: then it ends."""

        async def told(message: Message) -> None:
            if message["type"].startswith("lifespan.shutdown.") and self.awaited is not None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_SECONDS_TO_LEAVE):
                        await self.awaited.leave()
            await send(message)

        return told

    def _led(self, scope: Scope) -> bool:
        """Whether a request goes a short way; its scope is told of it."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"] or scope.get("root_path"):
            return False
        for route, short in self.ways:
            if match := route.path_regex.match(scope["path"]):
                if short is not None:
                    scope["led"] = route, short, match.groupdict()
                return short is not None
        return False

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        route, short, params = scope["led"]
        scope.update(app=self.app, router=self.app.router, route=route, path_params=params)
        if self.awaited is not None and route.name in LIGHT:
            scope["store"] = self.awaited
        request, known = Request(scope, receive, send), dict[int, Any]()
        try:
            await _wait(short, request, known)
            by = soon if "store" in scope or short.waits else _in_thread
            answer: Response = await by(partial(_made, short, request, known))
        except Exception as error:
            handlers: Mapping[Any, Any] = self.app.exception_handlers
            handler = next((handlers[kind] for kind in type(error).__mro__ if kind in handlers), None)
            if handler is None:
                raise
            answer = await handler(request, error)
        await answer(scope, receive, send)


@dataclass(frozen=True, slots=True)
class _Short:
    """A function, and where what it is called with comes from when no parameter is given."""

    call: Callable[..., Any]
    waits: bool
    named: str | None
    request: str | None
    path: tuple[str, ...]
    defaults: Mapping[str, Any]
    others: tuple[_Short, ...]


def _short_of(route: Route | Mount) -> _Short | None:
    """The short way of a route that answers GET with a response of its own making; None where there is none."""
    if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()) or route.body_field is not None:
        return None
    return _short(route.dependant) if route.endpoint.__annotations__.get("return") in ("Response", Response) else None


def _short(dependant: Dependant) -> _Short | None:
    """That of a function and all that it depends on; None where one of them takes more than path and query, or needs a query."""
    others = [*map(_short, dependant.dependencies)]
    call, more = dependant.call, (dependant.header_params, dependant.cookie_params, dependant.body_params)
    special = (dependant.response_param_name, dependant.background_tasks_param_name, dependant.http_connection_param_name)
    whole = all(other is not None for other in others) and not any(more) and not any(special)
    plain = all(param.field_info.annotation is str and not param.field_info.metadata for param in dependant.path_params)
    free = not any(param.field_info.is_required() for param in dependant.query_params)
    waits, after_a_thread = iscoroutinefunction(call), any(other is not None and not other.waits for other in others)
    if (
        call is None
        or not (whole and plain and free)
        or isgeneratorfunction(call)
        or isasyncgenfunction(call)
        or (waits and after_a_thread)
    ):
        return None
    return _Short(
        call=call,
        waits=waits,
        named=dependant.name,
        request=dependant.request_param_name,
        path=tuple(param.name for param in dependant.path_params),
        defaults={param.name: param.get_default() for param in dependant.query_params},
        others=tuple(other for other in others if other is not None),
    )


async def _wait(short: _Short, request: Request, known: dict[int, Any]) -> None:
    """Call all that is awaited, and keep what it gives."""
    for other in short.others:
        await _wait(other, request, known)
    if short.waits:
        known[id(short)] = await short.call(**_values(short, request, known))


def _made(short: _Short, request: Request, known: dict[int, Any]) -> Any:  # noqa: ANN401 - whatever the function gives
    return known[id(short)] if short.waits else short.call(**_values(short, request, known))


def _values(short: _Short, request: Request, known: dict[int, Any]) -> dict[str, Any]:
    """What a function is called with."""
    values = {name: copy(default) for name, default in short.defaults.items()}
    for name in short.path:
        values[name] = request.path_params[name]
    if short.request is not None:
        values[short.request] = request
    for other in short.others:
        value = _made(other, request, known)
        if other.named is not None:
            values[other.named] = value
    return values


async def _in_thread(call: Callable[[], ResultT]) -> ResultT:
    """What it gives; the framework's own way to a thread takes longer."""
    loop = asyncio.get_running_loop()
    done: Future[ResultT] = loop.create_future()
    _THREADS.submit(_work, call, loop, done)
    return await done


def _work(call: Callable[[], ResultT], loop: AbstractEventLoop, done: Future[ResultT]) -> None:
    """Call it in a thread, and tell what waits for it in the loop's."""
    try:
        result = call()
    except StopIteration as error:  # no future can hold one
        loop.call_soon_threadsafe(_told, done, done.set_exception, RuntimeError(f"it raised {error!r}"))
    except BaseException as error:  # noqa: BLE001 - raised where it is waited for
        loop.call_soon_threadsafe(_told, done, done.set_exception, error)
    else:
        loop.call_soon_threadsafe(_told, done, done.set_result, result)


def _told(done: Future[ResultT], tell: Callable[[Any], None], what: object) -> None:
    if not done.done():  # it may have been given up: the server ends
        tell(what)
