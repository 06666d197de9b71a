"""The root of every error this program raises on purpose."""

from __future__ import annotations


class AigraphError(Exception):
    """Something a user can act on; its message is one line."""
