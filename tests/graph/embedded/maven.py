"""A Maven repository on loopback that can be told to misbehave."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from graph.embedded.lock import Jar

Answer = tuple[int, bytes, int]
"""The status, the octets sent, and the length promised."""


def jar(name: str, content: bytes) -> Jar:
    """The jar that a lock would name for this content."""
    return Jar("org.example", name, "1.0", "", hashlib.sha256(content).hexdigest(), len(content))


@dataclass
class Repository:
    """What it holds, by path; what it was asked for; how it answers the n-th time, if not well."""

    files: dict[str, bytes]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    misbehave: Callable[[str, int, bytes], Answer | None] = lambda *_: None

    def answer(self, path: str) -> Answer:
        """What to send for this path, this time."""
        self.asked.append(path)
        content = self.files.get(path)
        if content is None:
            return 404, b"not here", 8
        wrong = self.misbehave(path, self.asked.count(path), content)
        return wrong or (200, content, len(content))


@contextmanager
def served(files: dict[Jar, bytes]) -> Iterator[Repository]:
    """A repository of these jars, as long as the block lasts."""
    repository = Repository({jar.path: content for jar, content in files.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content, length = repository.answer(self.path.removeprefix("/maven2/"))
            self.send_response(status)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        repository.url = f"http://127.0.0.1:{server.server_port}/maven2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield repository
        finally:
            server.shutdown()
            thread.join()
