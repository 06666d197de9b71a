"""Which of the forms on offer a client would rather have (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["preferred"]

_LONGEST = 1000


def preferred(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """The name of the form whose media type the header likes best, the first of equals; None when it takes none of them."""
    ranges = [_range(part) for part in (accept or "*/*")[:_LONGEST].split(",") if part.strip()]
    likings = {name: _liking(media_type, ranges) for name, media_type in offered.items()}
    best = max(likings, key=lambda name: likings[name], default=None)
    return best if best is not None and likings[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return media_type, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media_type, 0.0


def _liking(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """By the range that says most of it: the type itself, its family, anything."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
