"""The command line: ``aigraph``."""

from __future__ import annotations

from api.cli.program import main

__all__ = ["main"]
