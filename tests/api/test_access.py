"""Doors that lock: tokens, their scopes, how often one may ask, and how many queries run at once."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.access import QUERIES_AT_ONCE, Access, Pace
from api.app import create_app
from api.errors import BadParameter, BadSetting, NotFound
from api.tokens import Tokens
from graph.store import Store
from tests.api.doors import Client, Ran

ASKED = {"statement": "RETURN 1"}
ASK = "ASK { :nvidia aig:supplies :tesla }"
OTHER_DOORS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/sparql", {"params": {"query": ASK}}),
    ("POST", "/sparql", {"data": {"query": ASK}}),
    ("GET", "/api/v1/analysis/communities", {}),
    ("GET", "/api/v1/analysis/exposure", {"params": {"entity": "nvidia"}}),
]
"""What reads, by GET or not."""


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_a_token_is_kept_as_a_hash_that_its_owner_alone_reads(tokens: Tokens, tmp_path: Path) -> None:
    secret = tokens.create("ann", ["read", "cypher"])
    file = tmp_path / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret not in file.read_text(encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))[0].keys() == {"name", "scopes", "sha256"}
    found = Tokens(tmp_path).known(secret)
    assert found is not None
    assert (found.name, found.scopes) == ("ann", ("read", "cypher"))
    assert tokens.create("bob", ["read"]) != secret
    assert tokens.known(secret[:-1]) is tokens.known("") is None


def test_a_revocation_holds_at_once_in_a_server_that_runs(tokens: Tokens, tmp_path: Path) -> None:
    secret, running = tokens.create("ann", ["read"]), Tokens(tmp_path)
    assert running.known(secret)
    tokens.revoke("ann")
    assert running.known(secret) is None
    with pytest.raises(NotFound, match="no token 'ann'"):
        tokens.revoke("ann")


@pytest.mark.parametrize(("name", "scopes"), [("x", ["write"]), ("x", []), ("", ["read"]), ("a\nb", ["read"]), (" x", ["read"])])
def test_what_is_no_token_is_refused(tokens: Tokens, name: str, scopes: list[str]) -> None:
    with pytest.raises(BadParameter, match="expected"):
        tokens.create(name, scopes)


def test_two_tokens_of_one_name_are_refused_and_a_broken_file_is_named(tokens: Tokens, tmp_path: Path) -> None:
    tokens.create("ann", ["read"])
    with pytest.raises(BadParameter, match="there is a token 'ann' already"):
        tokens.create("ann", ["read"])
    (tmp_path / "tokens.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"tokens\.json cannot be read"):
        tokens.all()


def test_a_locked_server_answers_to_tokens_alone(told: Store, tokens: Tokens) -> None:
    reader, asker, admin = (tokens.create(scope, [scope]) for scope in ("read", "cypher", "admin"))
    client = Client(create_app(told, access=Access(tokens, open=False)))
    for url in ("/api/v1/entities/nvidia", "/metrics", "/api/v1/edges/e_0", "/docs", "/api/v1/openapi.json"):
        refused = client.get(url)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert refused.json()["type"] == "urn:aigraph:error:no-token"
        assert client.send("GET", url, headers=bearer("aig_wrong")).status_code == 401
        assert client.send("GET", url, headers={"authorization": f"Basic {reader}"}).status_code == 401
    assert [client.get(url).status_code for url in ("/healthz", "/readyz", "/", "/static/main.js")] == [200] * 4
    assert [client.send("GET", url, headers=bearer(reader)).status_code for url in ("/docs", "/api/v1/openapi.json")] == [200] * 2
    assert client.send("GET", "/api/v1/entities/nvidia", headers=bearer(reader)).status_code == 200
    assert client.send("GET", "/api/v1/entities/nvidia", headers=bearer(asker)).status_code == 403
    assert client.send("GET", "/api/v1/entities/nvidia", headers=bearer(admin)).status_code == 200
    for method, url, options in OTHER_DOORS:
        assert client.send(method, url, **options).status_code == 401
        assert client.send(method, url, **options, headers=bearer(asker)).status_code == 403
        assert client.send(method, url, **options, headers=bearer(reader)).status_code == 200
    assert client.send("POST", "/api/v1/cypher", json=ASKED).status_code == 401
    assert client.send("POST", "/api/v1/cypher", json=ASKED, headers=bearer(reader)).status_code == 403
    assert client.send("POST", "/api/v1/cypher", json=ASKED, headers=bearer(asker)).status_code == 200
    assert client.send("GET", f"/api/v1/entities/nvidia?token={reader}").status_code == 401


def test_an_open_server_refuses_a_wrong_token_all_the_same(told: Store, tokens: Tokens) -> None:
    client = Client(create_app(told, access=Access(tokens)))
    assert client.get("/api/v1/stats").status_code == 200
    assert client.send("GET", "/api/v1/stats", headers=bearer("aig_wrong")).status_code == 401


def test_who_asks_too_often_is_told_when_to_come_back(told: Store, tokens: Tokens) -> None:
    client = Client(create_app(told, access=Access(tokens, pace=Pace(3))))
    mine = bearer(tokens.create("ann", ["read"]))
    assert [client.send("GET", "/api/v1/schema", headers=mine).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.send("GET", "/api/v1/schema", headers=mine)
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert refused.json()["detail"].startswith("more than 3 requests in a minute")
    assert client.send("GET", "/sparql", params={"query": ASK}, headers=mine).status_code == 429
    assert client.send("GET", "/api/v1/analysis/communities", headers=mine).status_code == 429
    assert client.get("/api/v1/schema").status_code == 200


def test_so_many_queries_run_at_once_and_no_more(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access._SECONDS_FOR_A_TURN", 0.05)
    access = Access()
    client = Client(create_app(told, access=access))
    for _ in range(QUERIES_AT_ONCE):
        access.turns.acquire()
    refused = client.send("POST", "/api/v1/cypher", json=ASKED)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    access.turns.release()
    assert client.send("POST", "/api/v1/cypher", json=ASKED).status_code == 200
    assert client.send("POST", "/api/v1/cypher", json={"statement": "CREATE (n)"}).status_code == 400
    assert client.send("POST", "/api/v1/cypher", json=ASKED).status_code == 200


def test_tokens_are_made_listed_and_revoked_on_the_command_line(run: Callable[..., Ran]) -> None:
    made = run("token", "create", "ann", "--scope", "read", "--scope", "cypher")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("aig_")
    listed = run("token", "list").out
    assert "ann" in listed
    assert "read, cypher" in listed
    assert made.out.strip() not in listed
    assert run("token", "revoke", "ann").code == 0
    assert run("token", "revoke", "ann").code == 1
    assert run("token", "create", "x", "--scope", "write").code == 2
