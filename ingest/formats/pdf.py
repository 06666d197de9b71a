"""PDF files: the text of their pages, with paragraphs in one line and without what every page repeats."""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

from ingest.dates import dateline
from ingest.decoding import normalised
from ingest.errors import SourceEmpty, SourceProtected, SourceUnreadable
from ingest.formats.content import Content
from ingest.signed import author

__all__ = ["pdf"]

_FIGURES = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–—\s|]*(?:(?:page|seite|página|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|sur|von|de)\s*\d{1,4})?[-–—\s|]*", re.IGNORECASE)
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]\Z")
_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")
_ITEM = re.compile(r"[-•‣◦▪–—*]\s|\d{1,2}[.)]\s")
_MADE_BY_A_PROGRAM = re.compile(r"microsoft word|untitled|sans titre|\.(?:docx?|odt|indd|tex|pdf|rtf|qxd|pptx?)\Z|^[\w-]+\Z", re.IGNORECASE)
_EDGE = 3
"""So many lines at the top and the bottom of a page may be what every page repeats."""
_FULL = 0.8
_LONGEST_TITLE = 200

_LOCKED = "{} is an encrypted PDF that asks for a password: save it without one"


def pdf(data: bytes, source: str) -> Content:
    """The content of a PDF; raises SourceProtected, SourceEmpty (a scan) or SourceUnreadable (broken)."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        title, signed, pages = _read(data, source)
    text = _article(pages)
    if not any(map(str.isalpha, text)):
        raise SourceEmpty(f"{source} is a PDF of {len(pages)} page(s) without text, a scan perhaps: run OCR on it first")
    return Content(text, title, published=dateline(text), author=signed)


def _read(data: bytes, source: str) -> tuple[str | None, str | None, list[str]]:
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        if not locked:
            return _title(reader), _author(reader), [page.extract_text() for page in reader.pages]
    except (WrongPasswordError, FileNotDecryptedError, DependencyError) as error:
        raise SourceProtected(_LOCKED.format(source)) from error
    except Exception as error:
        found = " ".join(str(error).split())[:120] or type(error).__name__
        raise SourceUnreadable(f"{source} is a broken PDF ({found}): save it anew, or give its text") from error
    raise SourceProtected(_LOCKED.format(source))


def _title(reader: PdfReader) -> str | None:
    """The title that the file gives itself, unless a program gave it."""
    title = reader.metadata.title if reader.metadata is not None else None
    words = " ".join(title.split()) if isinstance(title, str) else ""
    return words if words and len(words) <= _LONGEST_TITLE and not _MADE_BY_A_PROGRAM.search(words) else None


def _author(reader: PdfReader) -> str | None:
    return author(reader.metadata.author) if reader.metadata is not None else None


def _article(pages: Sequence[str]) -> str:
    lines = [[line.rstrip() for line in normalised(page).replace("\f", "\n").replace("\0", "").split("\n")] for page in pages]
    bodies = [_without(page, _repeated(lines)) for page in lines]
    return "\n\n".join(_paragraphs([line for body in bodies for line in body]))


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the top or bottom of most pages, figures aside."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return {key for key, count in seen.items() if count > 1 and count * 2 > len(pages)}


def _edges(page: Sequence[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _key(line: str) -> str:
    return _FIGURES.sub("#", " ".join(line.split()).casefold())


def _without(page: Sequence[str], repeated: set[str]) -> list[str]:
    """A page's lines less its header, footer and number."""
    filled = [place for place, line in enumerate(page) if line.strip()]
    edge = {*filled[:_EDGE], *filled[-_EDGE:]}
    ends = {*filled[:1], *filled[-1:]}
    gone = {place for place in edge if _key(page[place]) in repeated}
    gone |= {place for place in ends if _PAGE_NUMBER.fullmatch(page[place])}
    return [line for place, line in enumerate(page) if place not in gone]


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines joined to paragraphs: a full line goes on, a word cut by a hyphen is made whole."""
    full = _FULL * _usual(lines)
    done: list[str] = []
    last = ""
    for line in (line.strip() for line in lines):
        if not line:
            last = last if last and not _ENDS.search(last) and len(last) >= full else ""
        elif last and _goes_on(last, line, full):
            done[-1] = _joined(done[-1], line)
            last = line
        else:
            done.append(line)
            last = line
    return done


def _usual(lines: Sequence[str]) -> int:
    """The width of the text: nine lines of ten are no longer."""
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    return widths[len(widths) * 9 // 10] if widths else 0


def _goes_on(line: str, after: str, full: float) -> bool:
    if _ITEM.match(after):
        return False
    if _HYPHEN.search(line) or after[0].islower():
        return True
    return len(line) >= full


def _joined(line: str, after: str) -> str:
    """``Halb-`` and ``leiter`` are one word; before a capital or a figure the hyphen is the word's own."""
    if _HYPHEN.search(line):
        return line[:-1] + after if after[0].islower() else line + after
    return f"{line} {after}"
