"""From bytes to text: UTF-8, UTF-16 with a mark, else Western 8-bit (cp1252) when that gives sane words; or a clear error."""

from __future__ import annotations

import codecs
import re

from ingest.errors import SourceEmpty, SourceUnreadable

__all__ = ["decoded", "looks_binary", "normalised"]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHARE_OF_CONTROLS = 0.02
_SAMPLE = 65_536
_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŸ«»“”„‘’‚‹›–—…€£°§·•©®™²½ªº¿¡×\xa0\xad")
_SANE_SHARE = 0.9
_DENSEST = 0.25
_UTF8_READ_AS_CP1252 = re.compile(r"[ÃÂ][\xa0-\xbf©¨ª«´]|â€")


def decoded(data: bytes, source: str, *, declared: str | None = None) -> str:
    """The text of these bytes, without a mark and with one kind of line end; raises SourceEmpty or SourceUnreadable.

    ``declared`` is the encoding that the bytes name themselves (HTML), tried after UTF-8.
    """
    text = _text(data, source, declared)
    if not text.strip(" \t\r\n\x0b\x0c\xa0\ufeff\u200b"):
        raise SourceEmpty(f"{source} is empty: an article has at least one sentence")
    return normalised(text)


def normalised(text: str) -> str:
    """Without a byte order mark, and with one kind of line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def looks_binary(data: bytes) -> bool:
    """Whether bytes hold what no text holds."""
    sample = data[:_SAMPLE]
    return b"\0" in data or len(_CONTROL.findall(sample)) > _SHARE_OF_CONTROLS * len(sample)


def _text(data: bytes, source: str, declared: str | None) -> str:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strict(data, marked, source)
    if looks_binary(data):
        raise SourceUnreadable(f"{source} is binary, not text: give a text, Markdown, HTML or PDF file")
    for encoding in ("utf-8", _meant(declared)):
        if (text := _tried(data, encoding)) is not None:
            return text
    return _eight_bit(data, source)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{source} starts as {error.encoding} but breaks at byte {error.start}: save it as UTF-8") from error


def _meant(declared: str | None) -> str | None:
    """What browsers read for this name (WHATWG, Encoding): pages that name Latin-1 hold the quotation marks of cp1252."""
    try:
        return "cp1252" if declared and codecs.lookup(declared).name in {"iso8859-1", "ascii"} else declared
    except LookupError:
        return None


def _tried(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _eight_bit(data: bytes, source: str) -> str:
    text = _tried(data, "cp1252")
    if text is None or not _is_western(text):
        place = _first_fault(data)
        raise SourceUnreadable(f"{source} is not UTF-8 (byte {place} is wrong), and cp1252 gives no words: save it as UTF-8")
    return text


def _is_western(text: str) -> bool:
    """Whether what is not ASCII are the letters and signs of Western Europe, as thinly spread as they are in words."""
    text = text[:_SAMPLE]
    foreign = [char for char in text if char > "\x7f"]
    sane = sum(char in _WESTERN for char in foreign)
    letters = sum(char.isalpha() for char in text)
    thin = sum(char.isalpha() for char in foreign) <= _DENSEST * letters
    return thin and sane >= _SANE_SHARE * len(foreign) and not _UTF8_READ_AS_CP1252.search(text)


def _first_fault(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
