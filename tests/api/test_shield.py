"""What stands around every answer."""

from __future__ import annotations

import pytest

from tests.api.doors import Client


@pytest.mark.parametrize("url", ["/healthz", "/api/v1/stats", "/api/v1/nowhere", "/api/v1/openapi.json"])
def test_every_answer_has_the_security_headers(client: Client, url: str) -> None:
    headers = client.get(url).headers
    policy = headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert {"script-src 'self'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"} <= set(policy)
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
def test_this_machine_may_be_called_by_its_own_names(client: Client, host: str) -> None:
    assert client.send("GET", "/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "localhost:x", "::1"])
def test_another_name_is_refused(client: Client, host: str) -> None:
    response = client.send("GET", "/healthz", headers={"host": host})
    assert response.status_code == 421
    assert response.json()["type"] == "urn:aigraph:error:bad-host"
