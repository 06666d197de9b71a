"""Ports of this machine that do as they are told: say a few bytes, or pass on to a Neo4j what comes, changed on the way or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

__all__ = ["listening", "relayed", "says"]


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port where each connection is given to ``answer``, in a thread of its own, and closed once it returns."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def one(line: socket.socket) -> None:
            with line, suppress(OSError):
                answer(line)

        def serve() -> None:
            with suppress(OSError):  # the port is closed
                while True:
                    threading.Thread(target=one, args=(door.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def says(words: bytes) -> Callable[[socket.socket], None]:
    """Says this, whatever it is told."""

    def answer(line: socket.socket) -> None:
        line.recv(100)
        line.sendall(words)

    return answer


def relayed(line: socket.socket, uri: str, changed: Callable[[bytes], bytes] = bytes) -> None:
    """Pass what comes on to the Neo4j at ``uri``, and its answers, ``changed``, back."""
    parts = urlsplit(uri)
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as inner:
        back = threading.Thread(target=_pass_on, args=(inner, line, changed), daemon=True)
        back.start()
        _pass_on(line, inner, bytes)
        back.join(5)


def _pass_on(here: socket.socket, there: socket.socket, changed: Callable[[bytes], bytes]) -> None:
    with suppress(OSError):
        while piece := here.recv(1 << 16):
            there.sendall(changed(piece))
    with suppress(OSError):
        there.shutdown(socket.SHUT_WR)
