"""Addresses of the web that others give for their pages: they are shown as links, and never fetched."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from ontology.errors import RecordError

__all__ = ["require_web_address", "web_address"]

_LONGEST = 2000
_SHOWN = 80
_UNSAFE = frozenset('<>"\\^`{|}')
_NO_SIGNS = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


def web_address(value: object) -> str | None:
    """The address as it is given, where it is an absolute one of http or https; None for all else.

    One with a user's name is none: ``https://bank.example@evil.example/`` leads to another host than it seems to.
    """
    found = value.strip() if isinstance(value, str) else ""
    if len(found) > _LONGEST or any(c in _UNSAFE or unicodedata.category(c) in _NO_SIGNS for c in found):
        return None
    try:
        parts = urlsplit(found)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return found if named and parts.scheme in {"http", "https"} and "@" not in parts.netloc else None


def require_web_address(value: str, of: str) -> None:
    """Raise RecordError for a text that is no such address; ``of`` names what has it."""
    if web_address(value) != value:
        raise RecordError(f"{of} has the canonical {value[:_SHOWN]!r}: expected an absolute address of http or https")
