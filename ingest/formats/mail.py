"""E-mails and pages saved as one file (.eml, .mhtml): both are MIME, and hold an article as HTML or as text."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime

from ingest.dates import published_on
from ingest.errors import SourceEmpty, SourceProtected, SourceUnreadable
from ingest.formats.content import Content
from ingest.formats.markup import text_of
from ingest.formats.plain import plain
from ingest.formats.web import web
from ingest.frontmatter import outlet
from ingest.prose import blocks

__all__ = ["mail", "saved_page"]

_HEADERS = ("From", "Subject", "Date")
_FEW = 0.5
"""Of the words of an e-mail; when the page's reader finds fewer, the letter has no page around its text, and all of it counts."""


def mail(data: bytes, source: str) -> Content:
    """The content of an e-mail, dated and signed by its head; raises SourceProtected, SourceUnreadable or SourceEmpty."""
    message = _message(data)
    if not any(_header(message, name) for name in _HEADERS):
        raise SourceUnreadable(
            f"{source} is no e-mail, it has neither {', '.join(_HEADERS[:-1])} nor {_HEADERS[-1]}: save the whole message"
        )
    if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime"}:
        raise SourceProtected(f"{source} is an encrypted e-mail: save its text")
    content = _content(message, source)
    name, address = parseaddr(_header(message, "From"))
    title = " ".join(_header(message, "Subject").split()) or content.title
    sender = name or address.rpartition("@")[2] or None
    return replace(content, title=title, publisher=sender, published=_date(message) or content.published)


def saved_page(data: bytes, source: str) -> Content:
    """The content of a page that a browser saved as one file; raises SourceUnreadable or SourceEmpty."""
    message = _message(data)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise SourceUnreadable(f"{source} is no page saved as MHTML, it has no part of type text/html: save the page anew")
    found = web(_bytes(page), source)
    at = _header(message, "Snapshot-Content-Location") or str(page.get("Content-Location") or "")
    return replace(found, publisher=found.publisher or (outlet(at) if "://" in at else None))


def _message(data: bytes) -> EmailMessage:
    return message_from_bytes(data.lstrip(), policy=policy.default)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except Exception:  # noqa: BLE001 - the library stumbles over some malformed heads
        return ""


def _date(message: EmailMessage) -> str | None:
    try:
        return published_on(parsedate_to_datetime(_header(message, "Date")))
    except (ValueError, TypeError, OverflowError):
        return None


def _content(message: EmailMessage, source: str) -> Content:
    letter = message.get_body(("html", "plain"))
    if letter is None:
        raise SourceEmpty(f"{source} is an e-mail without text (of type {message.get_content_type()}): save what is attached")
    data = _bytes(letter)
    if letter.get_content_type() == "text/html":
        return _of_html(data, source)
    return plain(data, source)


def _of_html(data: bytes, source: str) -> Content:
    whole = text_of(data.decode(errors="replace"))
    if not blocks(whole):
        raise SourceEmpty(f"{source} is an e-mail without text: an article has at least one sentence")
    try:
        found = web(data, source)
    except SourceEmpty:
        return Content(whole)
    return found if len(found.text.split()) >= _FEW * len(whole.split()) else Content(whole, lang=found.lang)


def _bytes(part: MIMEPart) -> bytes:
    """What a part holds, in UTF-8 where it names its encoding."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    try:
        return data.decode(part.get_content_charset() or "").encode()
    except (LookupError, UnicodeError):
        return data
