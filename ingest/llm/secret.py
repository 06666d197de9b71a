"""A key that a server echoes goes no further: not into an error, not into an answer that is kept."""

from __future__ import annotations

import json
import re

__all__ = ["without_key"]

_LEAST = 8
"""Characters of a key that is worth hiding in an answer; shorter ones ("none", "ollama") are no secret, and may be words of the article."""
_ESCAPE = re.compile(r"\\(?:u00([2-7][0-9a-fA-F])|(.))", re.DOTALL)


def without_key(text: str, key: str, *, least: int = _LEAST) -> str:
    """The text with an ellipsis wherever the key stands in it, plainly or in escapes of JSON; any other text as it is."""
    if not key or len(key) < least:
        return text
    for known in dict.fromkeys((key, json.dumps(key)[1:-1])):
        text = text.replace(known, "…")
    if "\\" in text:
        plain = _ESCAPE.sub(_unescaped, text)
        if key in plain:
            return plain.replace(key, "…")
    return text


def _unescaped(match: re.Match[str]) -> str:
    r"""``\u0041`` as A and ``\/`` as /; what JSON needs escaped stays so."""
    if match[1]:
        character = chr(int(match[1], 16))
        return match[0] if character in '"\\\x7f' else character
    return "/" if match[2] == "/" else match[0]
