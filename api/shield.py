"""What stands around every answer: Host check, limit of bodies, security headers, HEAD, the last resort for errors that nobody expected."""

from __future__ import annotations

import logging
from collections.abc import Collection
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BadHost
from api.problems import problem, problem_of

__all__ = ["LARGEST_BODY", "LOOPBACK", "Shield"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names of this machine to itself. Another name in a request is a page from elsewhere that had its own name point here."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
_RAW = {name.lower().encode(): (name.lower().encode(), value.encode()) for name, value in _HEADERS.items()}
"""As ASGI has them, made once, by name."""
LARGEST_BODY = 1_000_000
_log = logging.getLogger("aigraph.api")


class Shield:
    """ASGI middleware around the whole app; ``hosts`` are the names by which it may be called, ports aside."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, method, asked = False, scope["method"], scope
        if method == "HEAD":  # what GET answers, without its body
            scope = dict(scope) | {"method": "GET"}

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                given = [name for name, _ in message["headers"]]
                ours = _RAW if _RAW.keys().isdisjoint(given) else {name: one for name, one in _RAW.items() if name not in given}
                message = dict(message) | {"headers": [*message["headers"], *ours.values()]}
            elif method == "HEAD" and message["type"] == "http.response.body":
                message = dict(message) | {"body": b""}
            await send(message)

        try:
            await self._answer(scope, _limited(receive), send_with_headers)
        except Exception:
            _log.exception("%s %s failed", method, scope["path"])
            if started:
                raise
            words = "the server failed at this request; its log says why"
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, words)(scope, receive, send_with_headers)
        finally:
            asked["route"] = scope.get("route")  # of HEAD too, for those who count

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "")
        if _without_port(host) in self.hosts:
            await self.app(scope, receive, send)
        else:
            wrong = BadHost(f"the request is for host {host[:100]!r}: this server is {', '.join(sorted(self.hosts))}")
            await problem_of(wrong)(scope, receive, send)


def _limited(receive: Receive) -> Receive:
    """The same request, of which no more is read than a body may have, whatever its length is said to be."""
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body has more than {LARGEST_BODY} bytes: send less at once")
        return message

    return receive_some


def _without_port(host: str) -> str:
    """``127.0.0.1:8000`` → ``127.0.0.1``, ``[::1]:8000`` → ``[::1]``."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
