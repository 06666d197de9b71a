"""Plain text and Markdown: the text as it stands, less its front matter."""

from __future__ import annotations

from ingest.dates import dateline
from ingest.decoding import decoded
from ingest.errors import SourceEmpty
from ingest.formats.content import Content
from ingest.frontmatter import front_matter

__all__ = ["plain"]


def plain(data: bytes, source: str) -> Content:
    """The content of a text; raises SourceEmpty or SourceUnreadable."""
    text = decoded(data, source)
    front = front_matter(text)
    body = text[front.body :].strip("\n")
    if not body.strip():
        raise SourceEmpty(f"{source} has a front matter and nothing behind it: an article has at least one sentence")
    published = front.published or dateline(body)
    return Content(body, front.title, front.publisher, published, front.lang, front.author, front.canonical)
