"""What the server tells of itself: a line of JSON for each request, and figures for Prometheus."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Figures", "Watch", "log_as_json"]

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_log = logging.getLogger("aigraph.api")


class Figures:
    """The figures of one app; labels are routes, never paths, so that there are few of them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("aigraph_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "aigraph_request_seconds", "From a request to the end of its answer.", ("route",), buckets=_BUCKETS, registry=self.registry
        )
        self.running = Gauge("aigraph_requests_running", "Requests being answered.", registry=self.registry)

    def text(self) -> bytes:
        """All of them in Prometheus's text format."""
        return generate_latest(self.registry)


class Watch:
    """ASGI middleware that gives each request an id, the asker's own if it has one, measures it, and tells of it in the log."""

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self.app, self.figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        seen = {"id": asked if _ID.fullmatch(asked) else secrets.token_hex(8), "status": 500}
        scope.setdefault("state", {})["request_id"] = seen["id"]

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = str(seen["id"])
            await send(message)

        started = time.perf_counter()
        try:
            with self.figures.running.track_inprogress():
                await self.app(scope, receive, send_with_id)
        finally:
            self._tell(scope, seen, time.perf_counter() - started)

    def _tell(self, scope: Scope, seen: dict[str, object], seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "other"
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
        self.figures.requests.labels(method, route, str(seen["status"])).inc()
        self.figures.seconds.labels(route).observe(seconds)
        told = {"method": scope["method"], "path": scope["path"], "route": route, "ms": round(seconds * 1000, 1)}
        _log.info("request", extra={"told": {"request": seen["id"], "status": seen["status"]} | told})


class _Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        told |= {"message": record.getMessage()} | getattr(record, "told", {})
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True, default=str)


def log_as_json() -> None:
    """Let the server's log go to standard error as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    _log.handlers = [handler]
    _log.setLevel(logging.INFO)
    _log.propagate = False
