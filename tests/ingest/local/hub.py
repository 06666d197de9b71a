"""A Hugging Face hub on loopback with one model, that of a folder."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

__all__ = ["COMMIT", "Hub", "serving"]

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """The server; ``asked`` has the paths that came."""

    daemon_threads = True

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.name = folder, name
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path, hub = self.path.partition("?")[0], self.server
        hub.asked.append(path)
        names = sorted(one.name for one in hub.folder.iterdir())
        if path in {f"/api/models/{hub.name}", *(f"/api/models/{hub.name}/revision/{rev}" for rev in ("main", "v1", COMMIT))}:
            siblings = [{"rfilename": name} for name in names]
            self._send(json.dumps({"id": hub.name, "sha": COMMIT, "siblings": siblings}).encode(), with_body=with_body)
        elif path.startswith(f"/api/models/{hub.name}/tree/"):
            files = [
                {"type": "file", "path": name, "size": (hub.folder / name).stat().st_size, "oid": _oid(hub.folder / name)} for name in names
            ]
            self._send(json.dumps(files).encode(), with_body=with_body)
        elif path.startswith(f"/{hub.name}/resolve/") and path.rpartition("/")[2] in names:
            file = hub.folder / path.rpartition("/")[2]
            self._send(file.read_bytes(), with_body=with_body, etag=f'"{_oid(file)}"')
        else:
            self._send(b'{"error": "no"}', status=404, with_body=with_body)

    def _send(self, body: bytes, *, with_body: bool, status: int = 200, etag: str = '"x"') -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), ("ETag", etag), ("X-Repo-Commit", COMMIT)):
            self.send_header(name, value)
        if status == 404:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _oid(file: Path) -> str:
    data = file.read_bytes()
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


@contextmanager
def serving(folder: Path, name: str) -> Iterator[Hub]:
    """A hub that has the folder's model under this name."""
    hub = Hub(folder, name)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()
