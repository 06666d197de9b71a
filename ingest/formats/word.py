"""Word files (.docx): mammoth gives their markup, tracked changes taken as accepted."""

from __future__ import annotations

import zipfile
from io import BytesIO

import mammoth
from lxml import etree

from ingest.containers.packed import check_sizes
from ingest.dates import dateline, published_on
from ingest.errors import SourceEmpty, SourceError, SourceProtected, SourceUnreadable
from ingest.formats.content import Content
from ingest.formats.markup import text_of
from ingest.language import language_code
from ingest.signed import author

__all__ = ["word"]

_OLD = b"\xd0\xcf\x11\xe0"
"""How files of Word 97, and locked ones, begin."""
_CORE = "docProps/core.xml"
_TITLE, _LANG = "{http://purl.org/dc/elements/1.1/}title", "{http://purl.org/dc/elements/1.1/}language"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CREATED = "{http://purl.org/dc/terms/}created"


def word(data: bytes, source: str) -> Content:
    """The content of a Word file; raises SourceProtected, SourceUnreadable, SourceTooLarge or SourceEmpty."""
    if data.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SourceProtected(f"{source} is a Word file that asks for a password: save it without one")
        raise SourceUnreadable(f"{source} is a file of Word 97: save it as .docx")
    try:
        properties = _properties(data, source)
        # a picture is no text, and would come along as one of base64
        markup = mammoth.convert_to_html(BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {})).value
    except SourceError:
        raise
    except Exception as error:
        found = " ".join(str(error).split())[:120] or type(error).__name__
        raise SourceUnreadable(f"{source} is a broken Word file ({found}): save it anew, or give its text") from error
    text = text_of(markup)
    if not any(map(str.isalpha, text)):
        raise SourceEmpty(f"{source} is a Word file without text: an article has at least one sentence")
    title = " ".join((properties.get(_TITLE) or "").split())
    return Content(
        text,
        title or None,
        published=dateline(text) or published_on(properties.get(_CREATED)),
        lang=language_code(properties.get(_LANG)),
        author=author((properties.get(_CREATOR) or "").split(";")),
    )


def _properties(data: bytes, source: str) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        check_sizes(archive.infolist(), len(data), source)
        if _CORE not in archive.namelist():
            return {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.read(_CORE), parser)
    return {node.tag: node.text or "" for node in root if isinstance(node.tag, str)}
