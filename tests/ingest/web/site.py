"""A news site on loopback: pages, feeds, redirects, and servers that are slow, busy or broken; it counts what it is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Reply", "Site", "atom", "rss", "site", "sitemap"]


@dataclass(frozen=True)
class Reply:
    """An answer: ``drip`` seconds pass after each byte, ``cut`` closes the connection after so many bytes of the body."""

    body: bytes = b""
    media: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    cut: int | None = None


@dataclass
class Site:
    """What it answers, path → reply, or several in turn, of which the last stays; and what it was asked."""

    host: str
    replies: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.asked.append((path, headers))
        found = self.replies.get(path, Reply(b"nothing here", status=404))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        etag = found.headers.get("ETag")
        if found.status == 200 and etag is not None and headers.get("If-None-Match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        reply = self.site.reply(self.path, dict(self.headers.items()))
        self.send_response(reply.status)
        for name, value in ({"Content-Type": reply.media, "Content-Length": str(len(reply.body))} | dict(reply.headers)).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        try:
            self._send(reply)
        except OSError:
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.cut is not None:
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = True
        elif reply.drip:
            for place in range(len(reply.body)):
                self.wfile.write(reply.body[place : place + 1])
                self.wfile.flush()
                time.sleep(reply.drip)
        else:
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away, perhaps killed, is no error."""


@contextmanager
def site() -> Iterator[Site]:
    server = _Server(("127.0.0.1", 0), _Handler)
    found = Site(f"127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": found})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rss(site: Site, *paths: str, more: str = "", author: str = "") -> Reply:
    entries = "".join(
        f"<item><title>Entry {path}</title><link>{site.at(path)}</link><pubDate>Tue, 01 Jul 2031 00:30:00 +0200</pubDate>{author}</item>"
        for path in paths
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fil</title><link>/</link>{entries}{more}</channel></rss>'
    return Reply(text.encode(), "application/rss+xml", headers={"ETag": f'"{abs(hash(text))}"'})


def atom(*paths: str) -> Reply:
    entries = "".join(
        f'<entry><title>Entry</title><id>{path}</id><link href="{path}"/><updated>2031-07-02T00:00:00Z</updated></entry>' for path in paths
    )
    return Reply(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil</title>{entries}</feed>'.encode(), "text/xml")


def sitemap(*addresses: str, index: bool = False) -> Reply:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(f"<{inner}><loc>{address}</loc></{inner}>" for address in addresses)
    return Reply(f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{outer}>'.encode(), "application/xml")
