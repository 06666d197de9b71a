"""What a format gives: the text, and what the file says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Content"]


@dataclass(frozen=True, slots=True)
class Content:
    """The text that offsets refer to, and what the file itself says of its article."""

    text: str = field(repr=False)
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    lang: str | None = None
    author: str | None = None
    canonical: str | None = None
