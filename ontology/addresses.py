"""Addresses of the web that others give for their pages: they are shown as links, and never fetched."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

__all__ = ["web_address"]

_LONGEST = 2000
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
