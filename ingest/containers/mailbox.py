"""Mailboxes: a file of e-mails, each behind a line that starts with ``From `` (RFC 4155)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.errors import SourceUnreadable
from ingest.raw import LARGEST, Raw, Source, Unread, Whole

__all__ = ["mbox"]

_LONGEST_LINE = 1_000_000


def mbox(whole: Whole) -> Source:
    """The e-mails of a mailbox, numbered from 1."""
    lines = iter(lambda: whole.file.readline(_LONGEST_LINE), b"")
    if not next(lines, b"").startswith(b"From "):
        raise SourceUnreadable(f"{whole.source} is no mailbox, whose first line starts with 'From ': export it as mbox")
    for number, data in enumerate(_messages(lines), start=1):
        source = whole.within(str(number))
        if data is None:
            yield Unread(source, f"{source} is larger than {LARGEST // 1024**2} MB: save its text alone")
        else:
            yield Raw(source, data, ".eml")


def _messages(lines: Iterable[bytes]) -> Iterator[bytes | None]:
    """The messages; None for one that is too large."""
    parts, size, blank = list[bytes](), 0, False
    for line in lines:
        if blank and line.startswith(b"From "):
            yield b"".join(parts) if size <= LARGEST else None
            parts, size, blank = [], 0, False
            continue
        size += len(line)
        if size <= LARGEST:
            parts.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
        blank = not line.strip()
    yield b"".join(parts) if size <= LARGEST else None
