"""The server as clients start it: a process that speaks over its pipes, and one behind a token on loopback."""

from __future__ import annotations

import asyncio
import re
import stat
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

from api.mcp.serving import token_in
from tests.api.doors import process_environment
from tests.api.test_mcp import READING, content

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
    """A server over HTTP."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    @asynccontextmanager
    async def client(self) -> AsyncIterator[McpClient]:
        """One of the protocol's own, with the token."""
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {self.token}"}, timeout=60) as http,
            McpClient(streamable_http_client(self.url, http_client=http)) as client,
        ):
            yield client

    def post(self, **headers: str) -> httpx.Response:
        sent = {name: value.encode("latin-1") for name, value in (JSON | headers).items()}
        return httpx.post(self.url, json=PING, headers=sent, timeout=60)  # type: ignore[arg-type]  # names of text, values of bytes


@pytest.fixture(scope="module")
def served(told: object, login: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ANN401, ARG001 - the store's; filled
    home = tmp_path_factory.mktemp("mcp")
    settings = {"AIGRAPH_STORE": login.uri, "AIGRAPH_USER": login.user, "AIGRAPH_PASSWORD": login.password, "AIGRAPH_HOME": str(home)}
    command = [*PROGRAM, "mcp", "--http", "--port", "0"]
    with subprocess.Popen(command, env=process_environment(settings), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"MCP at (http://127\.0\.0\.1:\d+/mcp), the token is in (\S+) ", line)
        assert found, line
        path = Path(found[2])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        yield Served(found[1], path.read_text(encoding="ascii"))
        process.terminate()
        process.wait(30)


def test_over_http_with_the_token(served: Served) -> None:
    async def asked() -> tuple[list[str], CallToolResult]:
        async with served.client() as client:
            return await told_by(client)

    check(*asyncio.run(asked()))


def test_without_the_token_nobody_is_let_in(served: Served) -> None:
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {served.token}"}, {"Authorization": "Bearer \u00e9"}):
        answer = served.post(**header)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"] == "Bearer"


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


def test_the_token_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mcp.token"
    token = token_in(path)
    assert len(token) >= 40
    assert token_in(path) == token
