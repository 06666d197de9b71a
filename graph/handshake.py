"""Whether a Neo4j listens at an address, asked before the driver is: it would wait a minute for a port that says nothing.

The handshake is that of Bolt: four bytes that name the protocol, four versions offered, and four bytes for the one that is chosen
(https://neo4j.com/docs/bolt/current/bolt/handshake/).
"""

from __future__ import annotations

import socket
import ssl
import time
from urllib.parse import urlsplit

from graph.errors import StoreUnavailable
from graph.versions import OLDEST

__all__ = ["PORT", "require_bolt"]

PORT = 7687
"""Where a Neo4j listens when its address names no port."""

_HELLO = bytes.fromhex("6060b017 000001ff 00080805 00020404 00000003")  # newest, Bolt 5.8 to 5.0, 4.4 to 4.2, 3
_ANSWER = 4
_TLS_ALERT = b"\x15\x03"
_HTTP = b"HTTP"
_NONE_OF_THESE = bytes(_ANSWER)


def require_bolt(uri: str, *, seconds: float, unreachable: str, met: bool = False) -> None:
    """Return when what listens there shakes hands within ``seconds``.

    Raises StoreUnavailable: with the sentence ``unreachable`` (of :mod:`graph.remedies`) when nobody listens, or when nothing is said
    where a Neo4j was ``met`` before (it takes connections for a moment before it speaks), and with what was found when it is no Neo4j.
    """
    parts = urlsplit(uri)
    until = time.monotonic() + seconds
    try:
        door = socket.create_connection((parts.hostname or "", parts.port or PORT), timeout=seconds)
    except OSError as error:
        reason = f"nothing within {seconds:g} s" if isinstance(error, TimeoutError) else error.strerror or str(error)
        raise StoreUnavailable(unreachable.format(uri=uri, line=reason)) from error
    with door:
        answer = _answer(uri, door, until=until, met=met)
    if met and len(answer) < _ANSWER and not answer.startswith(_TLS_ALERT):
        raise StoreUnavailable(unreachable.format(uri=uri, line=f"{_silent(seconds)}, as when it starts or stops"))
    if answer == _NONE_OF_THESE:
        raise StoreUnavailable(f"{uri} speaks Bolt in none of the versions known here: name a Neo4j of {OLDEST} or later")
    if len(answer) < _ANSWER or answer.startswith((_HTTP, _TLS_ALERT)):
        raise StoreUnavailable(f"{uri} takes connections, but is no Neo4j that speaks Bolt: {_found(answer, seconds)}")


def _answer(uri: str, door: socket.socket, *, until: float, met: bool) -> bytes:
    """What it says to a handshake, at most four bytes; None of them when it closes the connection, or lets the time pass.

    Where one was ``met``, TLS that breaks off says nothing of what is spoken there.
    """
    answer = b""
    try:
        door.settimeout(_left(until))
        with _secured(door, uri) as line:
            line.sendall(_HELLO)
            while len(answer) < _ANSWER:
                line.settimeout(_left(until))
                more = line.recv(_ANSWER - len(answer))
                if not more:
                    break
                answer += more
    except ssl.SSLCertVerificationError as error:
        remedy = f"if it is its own, say {_scheme(uri)}+ssc://"
        raise StoreUnavailable(f"{uri} has a certificate that is not trusted ({error.verify_message}): {remedy}") from error
    except ssl.SSLError as error:
        if met and isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return b""
        remedy = f"without, say {_scheme(uri)}://"
        raise StoreUnavailable(f"{uri} asks for TLS, which is not spoken there ({error.reason or error}): {remedy}") from error
    except OSError:
        pass
    return answer


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.001)


def _scheme(uri: str) -> str:
    return urlsplit(uri).scheme.partition("+")[0]


def _secured(door: socket.socket, uri: str) -> socket.socket:
    """The connection, with TLS when the address asks for it: ``+s`` trusts the system's authorities, ``+ssc`` everybody."""
    _, _, security = urlsplit(uri).scheme.partition("+")
    if not security:
        return door
    context = ssl.create_default_context()
    if security == "ssc":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(door, server_hostname=urlsplit(uri).hostname)


def _found(answer: bytes, seconds: float) -> str:
    if answer.startswith(_HTTP):
        return f"it speaks HTTP; Bolt's port is {PORT} as a rule"
    if answer.startswith(_TLS_ALERT):
        return "it speaks TLS; say neo4j+s:// or bolt+s://"
    found = f"it answers {answer!r}" if answer else _silent(seconds)
    return f"{found}; check the port ({PORT} as a rule), and whether it wants TLS (neo4j+s://)"


def _silent(seconds: float) -> str:
    return f"it hung up or said nothing within {seconds:g} s"
