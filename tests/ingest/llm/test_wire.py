"""Whatever a server sends, and however slowly: a call takes no more than its time and a few megabytes, in success and in failure."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from ingest.llm.asking import Request
from ingest.llm.endpoint import Endpoint
from ingest.llm.errors import Again, BadAnswer, ModelError, ModelRefused
from tests.ingest.llm.endpoint import Turn, completion, serving

REQUEST = Request("tiny", ({"role": "user", "content": "Alpha supplies Beta."},), {"type": "object"})
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
MEGABYTE = b"x" * 1_000_000


def failed(turn: Turn, *, timeout: float = 120.0) -> tuple[Exception, int, float]:
    """The failure, how many bytes the server got rid of, and the seconds that it took."""
    with serving(turn) as server, closing(Endpoint(server.url, "sk-secret-0123456789", timeout)) as endpoint:
        start = time.monotonic()
        with pytest.raises((ModelError, Again)) as caught:
            endpoint(REQUEST)
        return caught.value, server.sent, time.monotonic() - start


def raw(start: bytes, pieces: Callable[[], Iterator[bytes]]) -> Turn:
    return Turn(raw=lambda: itertools.chain([start], pieces()))


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (b"200 OK", BadAnswer, "longer than 4000000 bytes"),
        (b"500 Oops", Again, "fails (500)"),
        (b"401 No", ModelRefused, "does not accept the key (401)"),
        (b"418 Teapot", ModelError, "turns the request down (418)"),
    ],
)
def test_a_body_of_600_megabytes_is_not_read(status: bytes, kind: type[Exception], words: str) -> None:
    start = b"HTTP/1.1 " + status + b"\r\nContent-Length: 600000000\r\n\r\n"
    found, sent, _ = failed(raw(start, lambda: itertools.repeat(MEGABYTE, 600)))
    assert type(found) is kind
    assert words in str(found)
    assert sent < 30_000_000  # of which most is in the buffers of the connection


@pytest.mark.parametrize("status", [200, 500])
def test_a_bomb_is_not_unpacked(status: int) -> None:
    packed = gzip.compress(b"\0" * 50_000_000, 1)
    found, _, _ = failed(Turn(packed, status, {"Content-Encoding": "gzip"}))
    assert ("longer than 4000000 bytes" if status == 200 else "fails (500)") in str(found)


def test_a_packed_answer_is_unpacked() -> None:
    plain = completion("{}")
    with (
        serving(Turn(gzip.compress(plain.body), 200, {"Content-Encoding": "gzip"})) as server,
        closing(Endpoint(server.url)) as endpoint,
    ):
        assert endpoint(REQUEST).text == "{}"


def test_what_is_said_to_be_packed_and_is_not_is_told() -> None:
    found, _, _ = failed(Turn(b"{}", 200, {"Content-Encoding": "gzip"}))
    assert "broke off its answer" in str(found)


def test_an_answer_of_ten_megabytes_in_pieces_without_a_length_is_not_read() -> None:
    start = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    found, sent, _ = failed(raw(start, lambda: itertools.repeat(b"64\r\n" + b"x" * 100 + b"\r\n", 100_000)))
    assert "longer than 4000000 bytes" in str(found)
    assert sent < 30_000_000


def slowly(text: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        for byte in itertools.cycle(text):
            yield bytes([byte])
            time.sleep(0.02)

    return pieces


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (raw(b"HTTP/1.1 200 OK\r\n", slowly(b"X-Wait: a\r\n")), "did not answer within 0.5 seconds"),
        (raw(b"", slowly(b"HTTP/1.1 100 Continue\r\n\r\n")), "did not answer within 0.5 seconds"),
        (raw(OK + b"Content-Length: 9999\r\n\r\n", slowly(b" ")), "did not end its answer within 0.5 seconds"),
        (raw(b"HTTP/1.1 401 No\r\nContent-Length: 9999\r\n\r\n", slowly(b"n")), "does not accept the key (401)"),
        (raw(b"HTTP/1.1 503 No\r\nContent-Length: 9999\r\n\r\n", slowly(b"n")), "fails (503): "),
    ],
    ids=["headers", "interim", "body", "refusal", "failure"],
)
def test_a_server_that_sends_a_byte_now_and_then_is_late_all_the_same(turn: Turn, words: str) -> None:
    found, _, seconds = failed(turn, timeout=0.5)
    assert words in str(found)
    assert seconds < 60.0  # and not for ever


def test_a_second_call_has_its_own_time_and_bytes() -> None:
    answer = json.loads(completion("{}").body) | {"more": "x" * 3_000_000}
    with serving(Turn(json.dumps(answer).encode())) as server, closing(Endpoint(server.url)) as endpoint:
        assert [endpoint(REQUEST).text for _ in range(3)] == ["{}"] * 3


def test_headers_without_an_end_are_not_read() -> None:
    for line in (b"X-More: " + b"a" * 1000 + b"\r\n", b"a" * 1000):
        found, sent, _ = failed(raw(OK, lambda line=line: itertools.repeat(line, 100_000)))  # type: ignore[misc]  # a lambda with a default
        assert isinstance(found, Again)
        assert "dropped the connection" in str(found)
        assert sent < 30_000_000


def test_interim_responses_without_an_end_are_not_read() -> None:
    found, sent, _ = failed(raw(b"", lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\nX-More: " + b"a" * 9000 + b"\r\n\r\n", 10_000)))
    assert "longer than 4000000 bytes" in str(found)
    assert sent < 30_000_000


def test_a_proxy_that_is_no_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://x")
    with closing(Endpoint("https://models.example.org/v1")) as endpoint, pytest.raises(ModelError, match="the proxy that the environment"):
        endpoint(REQUEST)


def test_no_proxy_is_used_for_this_machine_and_one_is_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(completion("{}")) as server, serving(Turn(b"", 502)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
        monkeypatch.delenv("no_proxy", raising=False)
        with closing(Endpoint(server.url)) as endpoint:
            assert endpoint(REQUEST).text == "{}"
        assert proxy.calls == []
        with closing(Endpoint("http://models.example.org/v1")) as endpoint, pytest.raises(Again, match=r"fails \(502\)"):
            endpoint(REQUEST)
        assert len(proxy.calls) == 1
