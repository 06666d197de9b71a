"""The graph for language models, by the Model Context Protocol: tools that only read, each answer with quotes and within a budget."""

from __future__ import annotations

from api.mcp.server import mcp_server

__all__ = ["mcp_server"]
