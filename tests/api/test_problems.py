"""Errors over HTTP: one table, complete, and problem+json for every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.problems import STATUS
from graph.store import Store
from ontology.errors import AigraphError
from tests.api.doors import Client

ROOT = Path(__file__).parent.parent.parent


def tree(kind: type[AigraphError] = AigraphError) -> Iterator[type[AigraphError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


def told(response: httpx.Response, status: int) -> str:
    """The detail of a problem, whose form is checked."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem.keys() == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    detail: str = problem["detail"]
    assert "\n" not in detail
    return detail


def test_the_table_has_every_error_of_the_tree() -> None:
    for path in ROOT.glob("*/errors.py"):
        import_module(f"{path.parent.name}.errors")
    assert {kind for kind in tree() if kind.__module__.endswith("errors")} == STATUS.keys()


def test_every_error_is_defined_where_errors_are() -> None:
    assert all(kind.__module__.endswith(".errors") for kind in tree())


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/nowhere", 404, "there is nothing at /nowhere"),
        ("/api/v1/nowhere", 404, "there is nothing at /api/v1/nowhere"),
        ("/api/v1/entities/nobody", 404, "there is no entity 'nobody'"),
        (f"/api/v1/entities/{'a' * 3000}", 404, "there is no entity 'aaa"),
        (f"/api/v1/entities/{'a' * 3000}/edges", 404, "there is no entity 'aaa"),
        (f"/api/v1/suggest?q={'a' * 201}", 422, "q: string should have at most 200 characters"),
        (f"/api/v1/entities?q={'a' * 201}", 422, "q: string should have at most 200 characters"),
        ("/api/v1/edges/e_0", 404, "there is no edge 'e_0'"),
        ("/api/v1/edges/e_0/claims", 404, "there is no edge"),
        ("/api/v1/claims/c_0", 404, "there is no claim"),
        ("/api/v1/articles/a_0", 404, "there is no article"),
        ("/api/v1/articles/a_0/claims", 404, "there is no article"),
        ("/api/v1/entities/nobody/edges", 404, "there is no entity"),
        ("/api/v1/entities/nobody/neighbors/summary", 404, "there is no entity"),
        ("/api/v1/paths?from=nvidia&to=nobody", 404, "there is no entity 'nobody'"),
        ("/api/v1/paths?from=nvidia", 422, "to: field required"),
        ("/api/v1/entities?limit=900", 422, "limit: input should be less than or equal to 500, found '900'"),
        ("/api/v1/entities?limit=x", 422, "limit"),
        ("/api/v1/entities?cursor=x", 400, "cursor 'x'"),
        (
            "/api/v1/entities?kind=Company",
            400,
            "of /api/v1/entities: it takes q, type, format, cursor, limit, stream",
        ),
        ("/api/v1/schema?x=1", 400, "it takes format"),
        ("/api/v1/entities?type=Firm", 400, "type 'Firm' is not one of Company"),
        ("/api/v1/entities/nvidia/edges?relation=sells", 400, "relation 'sells' is not one of acquires"),
        ("/api/v1/entities/nvidia/edges?direction=up", 400, "direction 'up' is not one of out, in"),
        ("/api/v1/entities/nvidia/edges?certainty=sure", 400, "certainty 'sure' is not one of asserted"),
        ("/api/v1/entities/nvidia/edges?phase=soon", 400, "phase 'soon' is not one of"),
        ("/api/v1/entities/nvidia/edges?as_of=yesterday", 400, "as_of is 'yesterday', no date"),
        ("/api/v1/entities/nvidia/edges?min_confidence=2", 422, "min_confidence"),
        ("/api/v1/edges?as_of=2025-02-31", 400, "as_of is '2025-02-31', no date: expected 2024, 2024-07 or 2024-07-27"),
        ("/api/v1/edges?as_of=2023-02-29~", 400, "as_of is '2023-02-29~', no date"),
        ("/api/v1/claims?from=2024-09-31", 400, "from is '2024-09-31', no date"),
        ("/api/v1/claims?from=2025-13", 400, "from is '2025-13', no date"),
        ("/api/v1/articles?to=2025-00", 400, "to is '2025-00', no date"),
        ("/api/v1/paths?from=nvidia&to=tesla&since=x", 400, "since is 'x', no date"),
        ("/api/v1/graph?ids=,", 422, "ids: string should match"),
        ("/api/v1/graph?ids=nvidia&hops=9", 422, "hops"),
        ("/api/v1/edges?direction=out", 400, "unknown parameter 'direction'"),
        ("/api/v1/claims?min_sources=2", 400, "unknown parameter 'min_sources'"),
        ("/api/v1/entities?token=x", 400, "unknown parameter 'token'"),
        ("/api/v1/edges?format=xml", 400, "format 'xml' is not one of json, csv"),
        ("/api/v1/claims?format=graphml", 406, "there is json (application/json), csv (text/csv)"),
        ("/api/v1/schema?format=csv", 406, "there is json (application/json)"),
        ("/api/v1/edges?stream=json", 422, "stream: input should be"),
        ("/api/v1/claims?stream=csv&format=xml", 400, "format 'xml' is not one of json, csv"),
        ("/api/v1/graph?ids=%C2%85", 422, "ids: string should match pattern"),
        ("/api/v1/graph?ids=%1F", 422, "ids: string should match pattern"),
    ],
)
def test_what_is_wrong_with_a_request_is_named(client: Client, url: str, status: int, words: str) -> None:
    assert words in told(client.get(url), status)


def test_a_method_that_a_path_does_not_take_is_told(client: Client) -> None:
    response = client.send("DELETE", "/api/v1/stats")
    assert told(response, 405) == "/api/v1/stats does not take DELETE"
    assert response.headers["allow"] == "GET, HEAD"
    assert client.send("OPTIONS", "/sparql").headers["allow"] == "GET, HEAD, POST"
    assert client.send("DELETE", "/api/v1/cypher").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("statement", "status", "words"),
    [
        ("CREATE (n)", 400, "and here queries only read: they are made of MATCH"),
        ("UNWIND [1] AS x CALL (x) { RETURN x AS y } IN TRANSACTIONS RETURN y", 400, "IN TRANSACTIONS"),
        ("MATCH (n", 400, "no Cypher at line 1"),
        ("RETURN n", 400, "the store refuses the query"),
        ("RETURN $x", 400, "the store refuses the query: Expected parameter(s): x"),
        ("RETURN 1 AS a, 2 AS a", 400, "the store refuses the query"),
        ("UNWIND range(1, 10000000) AS a UNWIND range(1, 10000000) AS b WITH a, b WHERE a = -b RETURN count(*)", 504, "longer than it may"),
        ("", 422, "statement"),
    ],
)
def test_what_is_wrong_with_a_query_is_named(client: Client, statement: str, status: int, words: str) -> None:
    asked = {"statement": statement, "timeout_ms": 300}
    said = told(client.send("POST", "/api/v1/cypher", json=asked), status)
    assert words in said
    assert "://" not in said


def test_a_name_that_grows_when_it_is_folded_is_found_nowhere(client: Client) -> None:
    assert client.get("/api/v1/suggest?q=" + "\ufdfa" * 200).json() == {"items": []}


@pytest.mark.parametrize("body", ['{"statement": "RETURN 1", "rows": 3}', "{", "[]", '{"statement": "RETURN 1", "limit": 100000}'])
def test_a_body_of_another_form_is_refused(client: Client, body: str) -> None:
    told(client.send("POST", "/api/v1/cypher", content=body, headers={"content-type": "application/json"}), 422)


def test_a_body_that_a_page_from_elsewhere_may_send_is_refused(client: Client) -> None:
    told(client.send("POST", "/api/v1/cypher", content='{"statement": "RETURN 1"}', headers={"content-type": "text/plain"}), 422)


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    body = '{"statement": "RETURN 1", "parameters": {"x": "' + "x" * 1_000_000 + '"}}'
    told(client.send("POST", "/api/v1/cypher", content=body, headers={"content-type": "application/json"}), 413)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (r'"\ud800"', "has half a character"),
        (r'{"\udfff": 1}', "has half a character"),
        (str(2**63), "a whole number of 65 bits"),
        (f"[[{-(2**63) - 1}]]", "a whole number of 65 bits"),
    ],
)
def test_parameters_that_cannot_be_sent_are_refused_by_name(client: Client, value: str, why: str) -> None:
    asked = f'{{"statement": "RETURN $x AS x", "parameters": {{"y": 1, "x": {value}}}}}'
    said = told(client.send("POST", "/api/v1/cypher", content=asked, headers={"content-type": "application/json"}), 400)
    assert said.startswith("parameter 'x' ")
    assert why in said


@pytest.mark.parametrize("value", [2**63 - 1, -(2**63), 1e300, True, "😀", None, {"a": [1]}])
def test_all_else_is_sent_as_it_is(client: Client, value: object) -> None:
    answer = client.send("POST", "/api/v1/cypher", json={"statement": "RETURN $x AS x", "parameters": {"x": value}})
    assert answer.json()["values"] == [[value]], answer.text


def test_a_store_that_is_down_is_a_503() -> None:
    with Store.connect("bolt://127.0.0.1:1", user="neo4j", password="x") as store:  # noqa: S106 - nobody's
        client = Client(create_app(store))
        for url in ("/readyz", "/api/v1/stats", "/api/v1/entities/nvidia"):
            assert told(client.get(url), 503).startswith("the store does not answer: start the Neo4j there")
        assert client.get("/healthz").json() == {"status": "alive"}


def test_an_error_that_nobody_expected_is_a_500_with_the_headers_and_a_log(told_wrong: Client, caplog: pytest.LogCaptureFixture) -> None:
    response = told_wrong.get("/api/v1/stats")
    assert "its log says why" in told(response, 500)
    assert response.headers["content-security-policy"]
    assert "GET /api/v1/stats failed" in caplog.text
    assert "secret" not in response.text


@pytest.fixture
def told_wrong() -> Client:
    """An app whose store is none."""
    return Client(create_app("secret"))  # type: ignore[arg-type]  # wrong on purpose
