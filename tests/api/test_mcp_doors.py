"""The server as clients start it: a process that speaks over its pipes, and one behind a token on loopback."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client as McpClient
from mcp import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from api.tokens import Tokens
from tests.api.doors import process_environment
from tests.api.test_mcp import READING, content, text

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"]
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
PING: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


async def told_by(client: McpClient) -> tuple[list[str], CallToolResult]:
    tools = [tool.name for tool in (await client.list_tools()).tools]
    return tools, await client.call_tool("get_edges", {"entity": "Tesla", "relation": ["supplies"], "direction": "in"})


def check(tools: list[str], answer: CallToolResult, *more: str) -> None:
    assert tools == [*READING, *more]
    (edge,) = content(answer)["edges"]
    assert (edge["said"], edge["evidence"]["publisher"], edge["evidence"]["published"]) == ("Nvidia supplies Tesla", "Daily", "2025-01-10")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_standard_input_and_output(environment: dict[str, str], mode: str) -> None:
    command, *arguments = PROGRAM
    server = StdioServerParameters(command=command, args=[*arguments, "mcp", "--cypher"], env=environment, cwd=ROOT)

    async def asked() -> tuple[list[str], CallToolResult]:
        async with McpClient(server, mode=mode) as client:
            return await told_by(client)

    check(*asyncio.run(asked()), "run_cypher")


class Served:
    """A server over HTTP, with a token that may read and one that may ask in Cypher too."""

    def __init__(self, url: str, tokens: Tokens) -> None:
        self.url, self.tokens = url, tokens
        self.token, self.both = tokens.create("ann", ["read"]), tokens.create("bob", ["read", "cypher"])

    @asynccontextmanager
    async def client(self, token: str) -> AsyncIterator[McpClient]:
        """One of the protocol's own, with this token."""
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http,
            McpClient(streamable_http_client(self.url, http_client=http)) as client,
        ):
            yield client

    def post(self, *, body: object = PING, **headers: str) -> httpx.Response:
        sent = {name: value.encode("latin-1") for name, value in (JSON | headers).items()}
        return httpx.post(self.url, json=body, headers=sent, timeout=60)  # type: ignore[arg-type]  # names of text, values of bytes


@pytest.fixture(scope="module")
def served(told: object, login: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ANN401, ARG001 - the store's; filled
    home = tmp_path_factory.mktemp("mcp")
    tokens = Tokens(home)
    tokens.create("first", ["read"])
    settings = {"AIGRAPH_STORE": login.uri, "AIGRAPH_USER": login.user, "AIGRAPH_PASSWORD": login.password, "AIGRAPH_HOME": str(home)}
    command = [*PROGRAM, "mcp", "--http", "--port", "0", "--cypher", "--rate", "60"]
    with subprocess.Popen(command, env=process_environment(settings), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"MCP at (http://127\.0\.0\.1:\d+/mcp), for tokens", line)
        assert found, line
        yield Served(found[1], tokens)
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize("more", [(), ("run_cypher",)], ids=["read", "cypher"])
def test_over_http_with_a_token_and_what_it_may(served: Served, more: tuple[str, ...]) -> None:
    async def asked() -> tuple[list[str], CallToolResult]:
        async with served.client(served.both if more else served.token) as client:
            return await told_by(client)

    check(*asyncio.run(asked()), *more)


def test_a_token_that_may_only_read_asks_nothing_in_cypher(served: Served) -> None:
    async def asked(token: str) -> CallToolResult:
        async with served.client(token) as client:
            return await client.call_tool("run_cypher", {"statement": "RETURN 1 AS one"})

    assert content(asyncio.run(asked(served.both)))["rows"] == [[1]]
    refused = asyncio.run(asked(served.token))
    assert refused.is_error
    assert "Unknown tool" in text(refused)


def test_without_a_token_that_may_read_nobody_is_let_in(served: Served) -> None:
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {served.token}"}, {"Authorization": "Bearer \u00e9"}):
        answer = served.post(**header)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"] == "Bearer"
    asker = served.tokens.create("asker", ["cypher"])
    assert served.post(Authorization=f"Bearer {asker}").status_code == 403
    gone = served.tokens.create("gone", ["read"])
    assert served.post(Authorization=f"Bearer {gone}").status_code == 200
    served.tokens.revoke("gone")
    assert served.post(Authorization=f"Bearer {gone}").status_code == 401


def test_the_limits_are_those_of_rest(served: Served) -> None:
    eager = f"Bearer {served.tokens.create('eager', ['read'])}"
    answer = served.post(body=PING | {"params": {"_meta": {"x": "x" * 1_000_000}}}, Authorization=eager)
    assert answer.status_code == 413
    statuses = [served.post(Authorization=eager).status_code for _ in range(60)]
    assert statuses[:50] == [200] * 50
    refused = served.post(Authorization=eager)
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:aigraph:error:too-many")
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert served.post(Authorization=f"Bearer {served.token}").status_code == 200


def test_without_any_token_it_does_not_start(tmp_path: Path) -> None:
    settings = process_environment({"AIGRAPH_HOME": str(tmp_path)})
    ran = subprocess.run([*PROGRAM, "mcp", "--http"], env=settings, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "there is none: 'aigraph token create NAME' makes one" in ran.stderr


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:8001"}, 421),
    ],
)
def test_a_page_from_elsewhere_is_not_let_in(served: Served, headers: dict[str, str], status: int) -> None:
    answer = served.post(Authorization=f"Bearer {served.token}", **headers)
    assert answer.status_code == status


def test_a_page_of_this_address_is_let_in(served: Served) -> None:
    origin = served.url.removesuffix("/mcp")
    assert served.post(Authorization=f"Bearer {served.token}", Origin=origin).status_code == 200
