"""The description of the API: checked in, current, complete; and what the server tells of itself."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest

from api.app import create_app
from api.described import FILE, as_text
from api.errors import BadParameter
from api.values import checked_date
from api.watch import log_as_json
from graph.store import Store
from tests.api.doors import Client


def test_the_file_is_the_description(client: Client) -> None:
    assert FILE.read_text(encoding="utf-8") == as_text(client.get("/api/v1/openapi.json").json()), "run python -m api.described"


def operations(described: dict[str, Any]) -> dict[str, Any]:
    return {f"{method} {path}": one for path, methods in described["paths"].items() for method, one in methods.items()}


def test_every_operation_is_told_whole(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    known = {tag["name"] for tag in described["tags"]}
    for name, one in operations(described).items():
        assert one["operationId"], name
        assert one["summary"], name
        assert set(one["tags"]) <= known, name
        assert one["responses"]["200"]["content"], name
        for media, told in one["responses"]["200"]["content"].items():
            assert not (media.endswith(("/json", "+json")) and told["schema"].get("type") == "string"), (name, media)
        for parameter in one.get("parameters", ()):
            assert parameter.get("description") or parameter["in"] == "path", (name, parameter["name"])
    assert "Problem" in described["components"]["schemas"]


def test_a_request_has_an_id_of_its_own_or_the_askers(client: Client) -> None:
    ids = {client.get("/healthz").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    assert client.send("GET", "/api/v1/nowhere", headers={"x-request-id": "mine-1"}).headers["x-request-id"] == "mine-1"
    forged = client.send("GET", "/healthz", headers={"x-request-id": 'x" evil'}).headers["x-request-id"]
    assert "evil" not in forged


def test_each_request_is_a_line_of_json(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("aigraph.api")
    kept = log.handlers, log.level, log.propagate
    try:
        log_as_json()
        client.send("GET", "/api/v1/entities/nobody?format=json", headers={"x-request-id": "mine-2"})
    finally:
        log.handlers, log.level, log.propagate = kept
    [line] = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told | {"time": 0, "ms": 0} == {
        "time": 0,
        "level": "info",
        "message": "request",
        "request": "mine-2",
        "status": 404,
        "method": "GET",
        "path": "/api/v1/entities/nobody",
        "route": "/api/v1/entities/{id}",
        "ms": 0,
    }


def test_prometheus_reads_the_figures(told: Store) -> None:
    client = Client(create_app(told))
    for path in ("/api/v1/entities/nvidia", "/api/v1/entities/tesla", "/nowhere"):
        client.get(path)
    client.send("HEAD", "/api/v1/entities/nvidia")
    text = client.get("/metrics").text
    assert 'aigraph_requests_total{method="GET",route="/api/v1/entities/{id}",status="200"} 2.0' in text
    assert 'aigraph_requests_total{method="HEAD",route="/api/v1/entities/{id}",status="200"} 1.0' in text
    assert 'aigraph_requests_total{method="GET",route="other",status="404"} 1.0' in text
    assert 'aigraph_request_seconds_count{route="/api/v1/entities/{id}"} 3.0' in text
    assert "nvidia" not in text


def test_the_page_of_the_api_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    described = client.get("/api/v1/openapi.json").json()
    for path in described["paths"]:
        assert path in page.text
    assert "://" not in page.text.replace("http://127.0.0.1:8000", "")
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_dates_are_described_as_they_are_taken(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    [as_of] = [one["schema"] for one in described["paths"]["/api/v1/claims"]["get"]["parameters"] if one["name"] == "as_of"]
    months = [f"{year}-{month:02}" for year in ("0000", "1900", "2000", "2023", "2024") for month in range(14)]
    given = ["2024", "0000", "24", "2024-1", "2024~", "2024-07%", *months, *(f"{month}-{day:02}?" for month in months for day in range(33))]
    for date in given:
        try:
            taken = checked_date("as_of", date) == date
        except BadParameter:
            taken = False
        assert bool(re.search(as_of["pattern"], date)) == taken, date
