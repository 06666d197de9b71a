"""The server over standard input and output, and over HTTP on loopback behind a token."""

from __future__ import annotations

import hmac
import os
import secrets
import socket
from http import HTTPStatus
from pathlib import Path

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem

__all__ = ["Guarded", "http_app", "token_in"]

PATH = "/mcp"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_LARGEST_BODY = 1_000_000


def http_app(server: MCPServer[object], door: socket.socket, token: str) -> ASGIApp:
    """The server as an app for the address of this socket: named rightly, asked by no page from elsewhere, and with the token."""
    port = door.getsockname()[1]
    hosts = [f"{name}:{port}" for name in _NAMES]
    security = TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts])
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=security,
        max_request_body_size=_LARGEST_BODY,
    )
    return Guarded(app, token)


class Guarded:
    """ASGI middleware that lets only those in who show the token: ``Authorization: Bearer …``."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not self._knows(Headers(scope=scope).get("authorization", "")):
            words = "this needs the header 'Authorization: Bearer …' with the token that 'aigraph mcp --http' names the file of"
            await problem(HTTPStatus.UNAUTHORIZED, words, headers={"WWW-Authenticate": "Bearer"})(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, header: str) -> bool:
        scheme, _, shown = header.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), self._token)


def token_in(path: Path) -> str:
    """The token of this file, which is made, for the user alone, when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token := secrets.token_urlsafe(32))
    return token
