"""What the server tells of itself: a line of JSON for each request, and figures for Prometheus."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.heartbeat import Heard

__all__ = ["Figures", "Hear", "Watch", "log_as_json"]

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
Hear = Callable[[], Sequence[Heard]]
"""What is known of the sources that are watched, when it is asked."""
_log = logging.getLogger("aigraph.api")


class Figures:
    """The figures of one app; labels are routes, never paths, so that there are few of them."""

    def __init__(self, heard: Hear = list) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Sources(heard))
        self.requests = Counter("aigraph_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "aigraph_request_seconds", "From a request to the end of its answer.", ("route",), buckets=_BUCKETS, registry=self.registry
        )
        self.running = 0
        Gauge("aigraph_requests_running", "Requests being answered.", registry=self.registry).set_function(lambda: self.running)

    def text(self) -> bytes:
        """All of them in Prometheus's text format."""
        return generate_latest(self.registry)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The figures of the sources that are watched, as they are when somebody asks."""

    heard: Hear

    def collect(self) -> Iterable[Metric]:
        """Gauges, one of each kind a source; ages are in seconds, and of what never was there is none."""
        found, now = self.heard(), time.time()
        told: dict[str, Callable[[Heard], float | None]] = {
            "article_age_seconds|Since the last new article came.": lambda one: one.arrived and now - one.arrived,
            "success_age_seconds|Since the source last answered.": lambda one: one.succeeded and now - one.succeeded,
            "silent|1 when no article came for longer than is usual.": lambda one: float(one.is_silent(now)),
            "articles|New articles that came since it is watched.": lambda one: float(one.articles),
            "watch_age_seconds|Since the program that watches it last gave a sign of life.": lambda one: one.beat and now - one.beat,
        }
        for words, value in told.items():
            name, _, meaning = words.partition("|")
            gauge = GaugeMetricFamily(f"aigraph_source_{name}", meaning, labels=("source",))
            for one in found:
                if (figure := value(one)) is not None:
                    gauge.add_metric((one.name,), figure)
            yield gauge


class Watch:
    """ASGI middleware that gives each request an id, the asker's own if it has one, measures it, and tells of it in the log."""

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self.app, self.figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        id_ = asked if _ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = id_
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = dict(message) | {"headers": [*message["headers"], (b"x-request-id", id_.encode())]}
            await send(message)

        started = time.perf_counter()
        self.figures.running += 1
        try:
            await self.app(scope, receive, send_with_id)
        finally:  # told when the answer is on its way: what is written is sent at the end of the loop's turn
            self.figures.running -= 1
            asyncio.get_running_loop().call_soon(self._tell, scope, id_, status, time.perf_counter() - started)

    def _tell(self, scope: Scope, id_: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "other"
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
        self.figures.requests.labels(method, route, str(status)).inc()
        self.figures.seconds.labels(route).observe(seconds)
        if _log.isEnabledFor(logging.INFO):
            told = {"method": scope["method"], "path": scope["path"], "route": route, "ms": round(seconds * 1000, 1)}
            _log.info("request", extra={"told": {"request": id_, "status": status} | told})


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
