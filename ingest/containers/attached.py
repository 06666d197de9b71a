"""Articles attached to an e-mail: a letter goes with them where it has words of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from ingest.dates import published_on
from ingest.media import suffix_of
from ingest.raw import Raw

__all__ = ["letters"]

_ATTACHED = (".pdf", ".docx", ".html", ".htm")
_MULTIPART = b"multipart/"
_HEAD = 65_536


def letters(raw: Raw) -> Iterator[Raw]:
    """The e-mail and the articles attached to it, each under its name; without text of its own it is left out where there are some."""
    if _MULTIPART not in raw.data[:_HEAD].lower():
        yield raw
        return
    message = message_from_bytes(raw.data.lstrip(), policy=policy.default)
    attached = list(_attached(message, raw))
    if not attached or _has_words(message):
        yield raw
    yield from attached


def _has_words(message: EmailMessage) -> bool:
    body = message.get_body(("html", "plain"))
    data = body.get_payload(decode=True) if body is not None else None
    return isinstance(data, bytes) and bool(data.strip())


def _attached(message: EmailMessage, raw: Raw) -> Iterator[Raw]:
    """They say for themselves what they are; where they do not, the letter's sender and date count."""
    names: set[str] = set()
    for number, part in enumerate(message.walk(), start=1):
        name = _name(part)
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in _ATTACHED and name:
            suffix = suffix_of(part.get_content_type()) or ""
        data = part.get_payload(decode=True) if suffix in _ATTACHED and not part.is_multipart() else None
        if isinstance(data, bytes) and data.strip():
            name = f"{number}-{name}" if name in names else name
            names.add(name)
            yield replace(raw, source=f"{raw.source}!/{name}", data=data, suffix=suffix, said={}, guess=_guess(message), asked="")


def _name(part: Message) -> str:
    """The file's name, without folders; nothing for what is part of the letter."""
    try:
        return PurePosixPath(str(part.get_filename() or "").replace("\\", "/")).name
    except (ValueError, LookupError):
        return ""


def _guess(message: EmailMessage) -> dict[str, str]:
    try:
        name, address = parseaddr(str(message.get("From") or ""))
        day = published_on(parsedate_to_datetime(str(message.get("Date") or ""))) or ""
    except (ValueError, TypeError, OverflowError, AttributeError, RecursionError):  # the last for brackets in brackets
        return {}
    found = {"publisher": name or address.rpartition("@")[2], "published": day}
    return {field: value for field, value in found.items() if value}
