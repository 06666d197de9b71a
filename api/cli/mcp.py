"""The command that serves the graph to language models."""

from __future__ import annotations

from pathlib import Path

from api.cli.output import complain
from api.mcp import mcp_server
from graph.store import Store

__all__ = ["mcp"]


def mcp(store: Store, *, cypher: bool, http: bool, port: int, home: Path) -> None:
    """Serve over standard input and output, or over HTTP on loopback, until ended."""
    server = mcp_server(store, cypher=cypher)
    if not http:
        server.run("stdio")
        return
    from api.mcp.serving import PATH, http_app, token_in  # noqa: PLC0415 - only HTTP needs it
    from api.serving import address_of, bind, serve_on  # noqa: PLC0415 - the same

    path = home / "mcp.token"
    door = bind("127.0.0.1", port)
    token = token_in(path)
    complain(f"MCP at {address_of(door)}{PATH}, the token is in {path} (Ctrl-C ends it)")
    serve_on(door, http_app(server, door, token))
