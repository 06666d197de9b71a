"""One request and its answer, unpacked within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpcore2 as core
import httpx2 as httpx

from ingest.containers.packed import RATIO, is_bomb
from ingest.deadline import Deadline
from ingest.errors import SourceAway, SourceRefused, SourceTooLarge, SourceUnreadable
from ingest.web.network import NotPublicError, PublicNetwork

__all__ = ["Answer", "Web"]

_FREE_OF_GZIP = frozenset(("", "identity"))
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; the names of headers are in lower case."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    data: bytes = field(default=b"", repr=False)


class Web:
    """Sends single requests; follows no redirect, and reads no more than ``most`` bytes for no longer than ``seconds``."""

    def __init__(self, *, agent: str, seconds: float, most: int, private: frozenset[str]) -> None:
        self._agent, self._seconds, self._most = agent, seconds, most
        self._deadline = Deadline()
        self._pool = core.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=PublicNetwork(self._deadline, private), keepalive_expiry=30.0
        )

    def get(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """The answer, with its body when it went well; raises SourceError."""
        self._deadline.begin(self._seconds)
        target = core.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": self._agent, "Accept-Encoding": "gzip", **headers}
        try:
            with self._pool.stream("GET", target, headers=list(sent.items())) as response:
                found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                well = response.status == httpx.codes.OK
                return Answer(url, response.status, found, self._body(url, found, response.iter_stream()) if well else b"")
        except NotPublicError as error:
            raise SourceRefused(f"{url} leads to {error}, which is no public address: name {_at(url)} in AIGRAPH_PRIVATE_HOSTS") from error
        except core.TimeoutException as error:
            raise SourceAway(f"{url} did not answer within {self._seconds:g} seconds: try again later") from error
        except (core.NetworkError, core.ProtocolError, OSError) as error:
            raise SourceAway(f"{url} cannot be reached ({_words(error)}): see whether it opens in a browser, and try again") from error

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _body(self, url: httpx.URL, headers: Mapping[str, str], stream: Iterator[bytes]) -> bytes:
        coding = headers.get("content-encoding", "").strip().lower()
        if coding not in _FREE_OF_GZIP | {"gzip", "x-gzip"}:
            raise SourceUnreadable(f"{url} is packed as {coding!r}, which was not asked for: save the page and give the file")
        if headers.get("content-length", "").isdecimal() and int(headers["content-length"]) > self._most:
            raise self._too_large(url)
        out = bytearray()
        try:
            for piece in stream if coding in _FREE_OF_GZIP else _unpacked(stream, url):
                out += piece
                if len(out) > self._most:
                    raise self._too_large(url)
        except zlib.error as error:
            raise SourceUnreadable(f"{url} is packed wrongly ({error}): save the page and give the file") from error
        return bytes(out)

    def _too_large(self, url: httpx.URL) -> SourceTooLarge:
        return SourceTooLarge(f"{url} is larger than {self._most // 1024**2} MB: save it and give its articles one by one")


def _unpacked(stream: Iterator[bytes], url: httpx.URL) -> Iterator[bytes]:
    """What gzip packed, in pieces that are small however much a byte unpacks to."""
    unpack = zlib.decompressobj(wbits=31)
    came = went = 0
    for packed in stream:
        came += len(packed)
        rest = packed
        while rest and not unpack.eof:
            piece = unpack.decompress(rest, _PIECE)
            rest = unpack.unconsumed_tail
            went += len(piece)
            if is_bomb(went, came):
                raise SourceTooLarge(f"{url} unpacks to more than {RATIO} times its size: it is no page")
            yield piece
    yield unpack.flush()
    if not unpack.eof:
        raise zlib.error("it ends too early")


def _at(url: httpx.URL) -> str:
    return f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"


def _words(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split())[:100] or type(error).__name__
