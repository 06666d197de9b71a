"""Media types of the web, and the endings of files that say the same."""

from __future__ import annotations

__all__ = ["suffix_of"]

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
    "application/epub+zip": ".epub",
}


def suffix_of(media: str) -> str | None:
    """The ending of files of this type, ``text/html; charset=utf-8``; None for what holds no article."""
    return _SUFFIXES.get(media.partition(";")[0].strip().lower())
