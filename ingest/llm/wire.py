"""The wire to an endpoint: one deadline and one limit of bytes for each call, whatever the server does and however it fails.

The HTTP client's own time-outs are for each read, so that a server which sends a byte now and then is never late; and it reads the body of
a failure whole. Here both are bounded below it: each read from the network gets what is left of the call's time and bytes.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2 as core
import httpx2 as httpx

from ingest.deadline import Deadline, TimedStream
from ingest.llm.errors import Again, BadAnswer, ModelError, ModelRefused
from ingest.llm.settings import is_loopback

__all__ = ["MOST_BYTES", "Wire"]

MOST_BYTES = 4_000_000
"""Of an answer, packed and unpacked, with its headers."""
_MOST_OF_A_FAILURE = 64_000
_PIECE = 16_384
_KEPT_ALIVE = 30.0
_NOT_SENT = (core.ConnectError, core.ConnectTimeout, core.UnsupportedProtocol, core.ProxyError, core.LocalProtocolError)
_PACKING = frozenset(("content-encoding", "content-length", "transfer-encoding"))


class Wire(httpx.BaseTransport):
    """Sends a request and reads its response whole; raises Again, BadAnswer or ModelError.

    Of a response that tells of a failure no more is read than 64 KB, and what there is of it counts when the time is over.
    No proxy is used for this machine.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self._url, self._timeout = url, timeout
        self._call = _Call()
        self._pool = core.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            proxy=_proxy(url),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=_KEPT_ALIVE,
            network_backend=_Network(self._call),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The response with its body, unpacked."""
        self._call.begin(self._timeout)
        try:
            with closing(self._sent(request)) as response:
                headers = [(name, value) for name, value in response.headers.items() if name not in _PACKING]
                return httpx.Response(response.status_code, headers=headers, content=self._read(response), request=request)
        except _TooLongError as error:
            raise BadAnswer(f"the answer of {self._url} is longer than {MOST_BYTES} bytes") from error

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _sent(self, request: httpx.Request) -> httpx.Response:
        target = core.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        sent = core.Request(request.method, target, headers=request.headers.raw, content=request.stream, extensions=request.extensions)
        try:
            found = self._pool.handle_request(sent)
        except core.TimeoutException as error:
            reached = not isinstance(error, core.ConnectTimeout)
            happened = "did not answer" if reached else "cannot be reached"
            raise Again(f"{self._url} {happened} within {self._timeout:g} seconds", paid=reached) from error
        except _NOT_SENT as error:
            raise Again(f"{self._url} cannot be reached ({_words(error)})") from error
        except (core.NetworkError, core.ProtocolError) as error:
            raise Again(f"{self._url} dropped the connection ({_words(error)})", paid=True) from error
        except ImportError as error:
            raise ModelRefused(f"{self._url} is behind a SOCKS proxy, for which a package is missing: {_words(error)}") from error
        return httpx.Response(found.status, headers=found.headers, stream=_Body(found), request=request)

    def _read(self, response: httpx.Response) -> bytes:
        failed = not response.is_success
        most = _MOST_OF_A_FAILURE if failed else MOST_BYTES
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > most:
                    break
                self._call.left(None)
        except (_TooLongError, core.TimeoutException, core.NetworkError, core.ProtocolError, httpx.HTTPError) as error:
            if not failed:
                raise self._broken(error) from error
        if len(body) > most and not failed:
            raise _TooLongError
        return bytes(body[:most])

    def _broken(self, error: Exception) -> Exception:
        if isinstance(error, _TooLongError):
            return error
        if isinstance(error, core.TimeoutException):
            return Again(f"{self._url} did not end its answer within {self._timeout:g} seconds", paid=True)
        return Again(f"{self._url} broke off its answer ({_words(error)})", paid=True)


class _TooLongError(Exception):
    """More bytes came than an answer may have."""


class _Call(Deadline, threading.local):
    """What is left to the call that this thread makes."""

    bytes = 0

    def begin(self, seconds: float) -> None:
        super().begin(seconds)
        self.bytes = MOST_BYTES + _MOST_OF_A_FAILURE

    def count(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise _TooLongError


class _Stream(TimedStream):
    """A connection that knows the bytes left too."""

    def __init__(self, inner: core.NetworkStream, call: _Call) -> None:
        super().__init__(inner, call)
        self._call = call

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = super().read(max_bytes, timeout)
        self._call.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for at in range(0, len(buffer), _PIECE):
            super().write(buffer[at : at + _PIECE], timeout)

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(super().start_tls(ssl_context, server_hostname, timeout).inner, self._call)


class _Network(core.NetworkBackend):
    """Makes such connections."""

    def __init__(self, call: _Call) -> None:
        self._inner, self._call = core.SyncBackend(), call

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[core.SOCKET_OPTION] | None = None,
    ) -> _Stream:
        left = self._call.left(timeout, core.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options), self._call)


class _Body(httpx.SyncByteStream):
    """The body as it arrives."""

    def __init__(self, response: core.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        with suppress(core.NetworkError):
            self._response.close()


def _proxy(url: str) -> core.Proxy | None:
    """The system's proxy for this address."""
    parts, known = urlsplit(url), getproxies()
    address = known.get(parts.scheme) or known.get("all")
    if not address or is_loopback(url) or proxy_bypass(parts.hostname or ""):
        return None
    try:
        found = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, httpx.InvalidURL) as error:
        raise ModelError(f"the proxy that the environment names for {url} is no address as http://host:port") from error
    target = core.URL(scheme=found.url.raw_scheme, host=found.url.raw_host, port=found.url.port, target=found.url.raw_path)
    return core.Proxy(target, auth=found.raw_auth, headers=found.headers.raw, ssl_context=found.ssl_context)


def _words(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split())[:100] or type(error).__name__
