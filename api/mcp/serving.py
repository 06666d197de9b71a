"""The server over HTTP on loopback: by the tokens of ``aigraph token``, with the limits of the REST door."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Access
from api.mcp.server import mcp_server
from api.problems import problem_of
from api.shield import LARGEST_BODY, LOOPBACK, Shield
from graph.store import Store
from ontology.errors import AigraphError

__all__ = ["http_app"]

PATH = "/mcp"


def http_app(store: Store, door: socket.socket, access: Access, *, cypher: bool = False) -> ASGIApp:
    """The server as an app for the address of this socket; with ``cypher`` tokens of that scope are offered the tool for it."""
    port = door.getsockname()[1]
    reading = _app(mcp_server(store), port)
    querying = _app(mcp_server(store, cypher=True), port) if cypher else reading

    @asynccontextmanager
    async def both(_: Starlette) -> AsyncIterator[None]:
        async with reading.router.lifespan_context(reading):
            if querying is reading:
                yield
                return
            async with querying.router.lifespan_context(querying):
                yield

    return Shield(Starlette(routes=[Mount("/", _Guarded(access, reading, querying))], lifespan=both))


def _app(server: MCPServer[object], port: int) -> Starlette:
    """A server that pages from elsewhere, which name themselves in Origin, cannot ask."""
    hosts = [f"{name}:{port}" for name in LOOPBACK]
    return server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]),
        max_request_body_size=LARGEST_BODY,
    )


class _Guarded:
    """Lets those in whose token may read, and those to the tool for Cypher whose token may ask in it."""

    def __init__(self, access: Access, reading: ASGIApp, querying: ASGIApp) -> None:
        self._access, self._reading, self._querying = access, reading, querying

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            token = self._access.enter(Request(scope), "read")
        except AigraphError as error:
            await problem_of(error)(scope, receive, send)
            return
        app = self._querying if token is not None and token.may("cypher") else self._reading
        await app(scope, receive, send)
