"""Addresses of language models as users give them; what is wrong with one is said without the logins and keys that may stand in it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from api.errors import BadParameter
from ingest.llm.settings import Provider, providers

__all__ = ["checked_address"]

_HOST = re.compile(r"(?:(?!-)[\w-]{1,63}\.)*(?!-)[\w-]{1,63}\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII | re.IGNORECASE)
_FORM = "expected https://host/v1"


def checked_address(endpoint: str) -> tuple[str, Provider | None]:
    """The address, and the provider when it is a known one's; raises BadParameter."""
    if endpoint in providers():
        return providers()[endpoint].url, providers()[endpoint]
    if not endpoint.isprintable() or any(map(str.isspace, endpoint)):
        raise BadParameter(f"the endpoint's address has white space or control characters: {_FORM}")
    if "@" in re.split(r"[/?#\\]", endpoint.partition("://")[2])[0]:
        raise BadParameter("the endpoint's address holds a login: name the server alone, and the key in AIGRAPH_LLM_KEY")
    parts = _split(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadParameter(f"endpoint {_bare(endpoint)!r} is none of {', '.join(providers())}, nor an address as https://host/v1")
    if "?" in endpoint or "#" in endpoint:
        raise BadParameter(f"endpoint {_bare(endpoint)!r} goes on with ? or #: {_FORM} and no more, and the key in AIGRAPH_LLM_KEY")
    if not _HOST.fullmatch(parts.hostname) or "\\" in endpoint:
        raise BadParameter(f"endpoint {endpoint!r} names no host that can be: {_FORM}")
    return endpoint.rstrip("/"), next((one for one in providers().values() if urlsplit(one.url).netloc == parts.netloc), None)


def _split(endpoint: str) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise BadParameter(f"endpoint {_bare(endpoint)!r} is no address ({error}): {_FORM}") from error
    if port == 0:
        raise BadParameter(f"endpoint {_bare(endpoint)!r} has port 0: {_FORM}, or a port from 1 to 65535")
    return parts


def _bare(endpoint: str) -> str:
    """The address without what may be a key."""
    return re.split("[?#]", endpoint)[0][:100]
