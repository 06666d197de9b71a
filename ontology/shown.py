"""How texts that others wrote are shown: in one line, and with nothing in them that is no words but changes how words look."""

from __future__ import annotations

import json
import unicodedata

__all__ = ["json_line", "visible"]

_HIDDEN = ("Cc", "Cf", "Cs")
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def visible(text: str) -> str:
    """The text in one line, without control, bidi and unpaired surrogate characters."""
    return "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c) not in _HIDDEN)


def json_line(value: object) -> str:
    """A value as JSON in what every reader takes for one line: some end lines at U+0085, U+2028 and U+2029 too."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)
