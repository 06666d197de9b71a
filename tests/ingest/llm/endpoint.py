"""A server on loopback that speaks enough of OpenAI's protocol to answer well, late, wrongly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ontology.records import Json

__all__ = ["Call", "Endpoint", "Turn", "completion", "serving"]


@dataclass(frozen=True)
class Call:
    """What arrived: the path, the headers in small letters, the body."""

    path: str
    headers: Mapping[str, str]
    body: Json


@dataclass(frozen=True)
class Turn:
    """What to do with one call: a status with a body, after a while; ``drop`` closes the connection after so many bytes of it.

    ``raw`` are the bytes of the whole response instead; the server's ``sent`` counts those that were taken.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0
    drop: int | None = None
    drip: float = 0.0
    raw: Callable[[], Iterator[bytes]] | None = None


def completion(text: str | None, *, read: int = 100, written: int = 20, finish: str = "stop") -> Turn:
    """A good answer with this text."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return Turn(
        json.dumps({"id": "x", "object": "chat.completion", "model": "m", "created": 0, "choices": [choice], "usage": usage}).encode()
    )


def error(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Turn:
    """A failure as OpenAI tells of it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Turn(json.dumps({"error": {"message": message, "code": code, "type": "x"}}).encode(), status, named)


class Endpoint(ThreadingHTTPServer):
    """The server: ``turns`` says what each call gets; ``calls`` has all that came, ``most`` how many were there at once."""

    daemon_threads = True

    def __init__(self, turns: Callable[[Call], Turn]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.turns = turns
        self.calls: list[Call] = []
        self.here = self.most = self.sent = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        call = Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with self.server.lock:
            self.server.calls.append(call)
            self.server.here += 1
            self.server.most = max(self.server.most, self.server.here)
            turn = self.server.turns(call)
        try:
            time.sleep(turn.after)
            self._send(turn)
        except OSError:
            self.close_connection = True
        finally:
            with self.server.lock:
                self.server.here -= 1

    def _send(self, turn: Turn) -> None:
        if turn.raw is not None:
            self.close_connection = True
            for piece in turn.raw():
                self.wfile.write(piece)
                self.server.sent += len(piece)
            return
        self.send_response(turn.status)
        for name, value in ({"Content-Type": "application/json"} | dict(turn.headers)).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(turn.body)))
        self.end_headers()
        if turn.drip:
            for at in range(len(turn.body)):
                self.wfile.write(turn.body[at : at + 1])
                time.sleep(turn.drip)
            return
        self.wfile.write(turn.body if turn.drop is None else turn.body[: turn.drop])
        if turn.drop is not None:
            self.wfile.flush()
            self.connection.close()
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def serving(*turns: Turn | Callable[[Call], Turn]) -> Iterator[Endpoint]:
    """A server that gives these turns one after the other, and the last one from then on; or what a function says."""
    left = list(turns)

    def following(call: Call) -> Turn:
        turn = left.pop(0) if len(left) > 1 else left[0]
        return turn if isinstance(turn, Turn) else turn(call)

    server = Endpoint(following)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
