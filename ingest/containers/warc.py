"""WARC archives of the web: the pages that were answered, as they were sent."""

from __future__ import annotations

import gzip
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from ingest.containers.packed import Unpacked
from ingest.errors import SourceError, SourceUnreadable
from ingest.media import suffix_of
from ingest.raw import LARGEST, Raw, Source, Unread, Whole

__all__ = ["warc"]

_KINDS = frozenset(("response", "resource"))
_WELL = "200"
_GZIP = b"\x1f\x8b"


def warc(whole: Whole) -> Source:
    """The pages, texts and PDF files in a WARC or ARC archive, packed or not; what else was fetched is passed over."""
    stream = _stream(whole)
    try:
        for record in ArchiveIterator(stream):
            if (one := _article(record, whole)) is not None:
                yield one
        stream.read(1)  # the library takes a fault for the end
    except SourceError:
        raise
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        found = " ".join(str(error).split())[:120]
        raise SourceUnreadable(
            f"{whole.source} is a broken WARC archive ({found}): what stands before was read; fetch the file anew"
        ) from error


def _stream(whole: Whole) -> BinaryIO:
    """The archive unpacked, within bounds."""
    packed = whole.file.read(2) == _GZIP
    whole.file.seek(0)
    if not packed:
        return whole.file
    return cast("BinaryIO", Unpacked(gzip.open(whole.file), whole.file, whole.source))


def _article(record: ArcWarcRecord, whole: Whole) -> Raw | Unread | None:
    headers = record.http_headers
    if record.rec_type not in _KINDS or (headers is not None and headers.get_statuscode() != _WELL):
        return None
    media = (headers if headers is not None else record.rec_headers).get_header("Content-Type")
    suffix = suffix_of(media or "")
    if suffix is None:
        return None
    source = record.rec_headers.get_header("WARC-Target-URI") or whole.within(str(record.rec_headers.get_header("WARC-Record-ID")))
    data = record.content_stream().read(LARGEST + 1)
    if len(data) > LARGEST:
        return Unread(source, f"{source} is larger than {LARGEST // 1024**2} MB: give one article a page")
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        return Unread(source, f"{source} breaks off in {whole.source}: fetch the file anew")
    return Raw(source, data, suffix)
