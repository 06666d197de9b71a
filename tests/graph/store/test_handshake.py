"""What listens at an address and is no Neo4j is named within seconds; the driver alone would wait a minute."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from graph.handshake import require_bolt
from graph.limits import Limits
from graph.link import Link, Login
from graph.remedies import SERVER
from graph.store import Store
from tests.graph.relay import listening, relayed, says

OPENSSL = shutil.which("openssl")
BOLT = bytes.fromhex("00000505")


def silent(line: socket.socket) -> None:
    while line.recv(100):
        pass


def asked(uri: str, *, seconds: float = 5.0) -> str:
    with pytest.raises(StoreUnavailable) as error:
        require_bolt(uri, seconds=seconds, unreachable=SERVER.unreachable)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(uri)
    return str(error.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_what_shakes_hands_is_a_neo4j(scheme: str) -> None:
    with listening(says(BOLT)) as port:
        require_bolt(f"{scheme}://127.0.0.1:{port}", seconds=5, unreachable=SERVER.unreachable)


def test_a_neo4j_is_one(login: Login) -> None:
    require_bolt(login.uri, seconds=5, unreachable=SERVER.unreachable)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP; Bolt's port is 7687 as a rule"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "it speaks TLS; say neo4j+s:// or bolt+s://"),
        (b"", "it hung up or said nothing"),
        (b"220", "it answers b'220'"),
    ],
)
def test_what_is_no_neo4j_is_named_by_what_it_says(words: bytes, found: str) -> None:
    with listening(says(words)) as port:
        assert f"takes connections, but is no Neo4j that speaks Bolt: {found}" in asked(f"bolt://127.0.0.1:{port}")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s", "bolt+ssc"])
@pytest.mark.parametrize("says_nothing", [silent, says(b""), says(b"\0\0")], ids=["silent", "hangs up", "breaks off"])
def test_a_neo4j_that_answered_before_and_says_nothing_starts_or_stops(says_nothing: Callable[[socket.socket], None], scheme: str) -> None:
    if scheme.endswith(("+s", "+ssc")) and says_nothing is not silent:
        says_nothing = says(b"")
    told = r"does not answer: start the Neo4j there.*\(it hung up or said nothing within 0\.5 s, as when it starts or stops\)"
    with listening(says_nothing) as port, pytest.raises(StoreUnavailable, match=told):
        require_bolt(f"{scheme}://127.0.0.1:{port}", seconds=0.5, unreachable=SERVER.unreachable, met=True)


def test_a_link_knows_whom_it_has_met(login: Login) -> None:
    link = Link(login, limits=Limits(connect=0.5))
    with link.session() as session:
        assert session.run("RETURN 1").single() is not None
    link._answers = False  # as after a failure
    with listening(says(b"")) as port:
        link.address = f"bolt://127.0.0.1:{port}"
        with pytest.raises(StoreUnavailable, match="as when it starts or stops"):
            link.session()
    link.close()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s", "bolt+ssc"])
def test_a_port_that_says_nothing_is_given_up_in_time(scheme: str) -> None:
    started = time.monotonic()
    with listening(silent) as port:
        assert "it hung up or said nothing within 0.5 s" in asked(f"{scheme}://127.0.0.1:{port}", seconds=0.5)
    assert time.monotonic() - started < 3


def test_a_neo4j_that_speaks_no_bolt_of_today_is_too_old() -> None:
    with listening(says(bytes(4))) as port:
        assert "speaks Bolt in none of the versions known here: name a Neo4j of 5.26 or later" in asked(f"bolt://127.0.0.1:{port}")


def test_a_port_that_drips_is_given_up_in_time_too() -> None:
    def drips(line: socket.socket) -> None:
        for _ in range(3):
            line.sendall(b"x")
            time.sleep(0.2)

    with listening(drips) as port:
        assert "it answers b'xx" in asked(f"bolt://127.0.0.1:{port}", seconds=0.5)


def test_nobody_there_is_said_with_the_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        assert asked(uri) == f"{uri} does not answer: start the Neo4j there, or check the address (Connection refused)"


def test_a_name_that_nobody_has_is_said() -> None:
    assert "does not answer" in asked("neo4j://nobody.invalid")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_the_store_names_a_port_that_says_nothing_within_seconds(scheme: str) -> None:
    started = time.monotonic()
    with (
        listening(silent) as port,
        Store.connect(f"{scheme}://127.0.0.1:{port}", user="a", password="b", limits=Limits(connect=1.0)) as store,  # noqa: S106 - nobody's
    ):
        for ask in (store.ping, store.prepare, lambda: store.read("RETURN 1")):
            with pytest.raises(StoreUnavailable, match="is no Neo4j that speaks Bolt: it hung up or said nothing within 1 s"):
                ask()
    assert time.monotonic() - started < 8


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate that it signed itself."""
    if OPENSSL is None:
        pytest.skip("no openssl, which makes the certificate: apt-get install openssl brings it")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, chain = folder / "key.pem", folder / "cert.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([OPENSSL, "req", *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


def test_tls_is_spoken_where_the_address_asks_for_it(certificate: ssl.SSLContext, login: Login) -> None:
    def answer(line: socket.socket) -> None:
        with certificate.wrap_socket(line, server_side=True) as secured:
            relayed(secured, login.uri)

    with listening(answer) as port:
        with Store.connect(f"bolt+ssc://127.0.0.1:{port}", user=login.user, password=login.password) as store:
            assert store.version().startswith(("5.", "20"))
        require_bolt(f"bolt+ssc://127.0.0.1:{port}", seconds=5, unreachable=SERVER.unreachable)
        words = asked(f"neo4j+s://127.0.0.1:{port}")
        assert "has a certificate that is not trusted (self-signed certificate): if it is its own, say neo4j+ssc://" in words


def test_tls_that_is_not_spoken_is_said() -> None:
    with listening(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        assert "asks for TLS, which is not spoken there (" in asked(f"bolt+s://127.0.0.1:{port}")
