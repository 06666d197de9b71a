"""The command that serves the graph to language models."""

from __future__ import annotations

from socket import socket

from api.access import Access
from api.cli.output import complain
from api.mcp import mcp_server
from graph.store import Store

__all__ = ["over_http", "over_pipes"]


def over_pipes(store: Store, *, cypher: bool) -> None:
    """Serve over standard input and output, until ended."""
    mcp_server(store, cypher=cypher).run("stdio")


def over_http(store: Store, door: socket, access: Access, *, cypher: bool) -> None:
    """Serve over HTTP on this socket, until ended."""
    from api.mcp.serving import PATH, http_app  # noqa: PLC0415 - only HTTP needs it
    from api.serving import address_of, serve_on  # noqa: PLC0415 - the same

    complain(f"MCP at {address_of(door)}{PATH}, for tokens of 'aigraph token create' (Ctrl-C ends it)")
    serve_on(door, http_app(store, door, access, cypher=cypher))
