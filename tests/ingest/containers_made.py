"""Archives, mailboxes, books and the like, made in memory."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

__all__ = ["book", "mail", "mailbox", "page", "saved", "tarred", "warc", "word", "zipped"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def page(title: str, *paragraphs: str, site: str = "Le Fil", date: str = "2031-07-01") -> bytes:
    """A page with furniture around its article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title} | {site}</title><meta charset="utf-8">
<meta property="og:site_name" content="{site}"><meta property="article:published_time" content="{date}T10:00:00Z"></head>
<body><nav><a href="/">Home</a><a href="/chips">Chips</a></nav><article><h1>{title}</h1>{body}</article>
<footer>© {site}. All rights reserved.</footer></body></html>""".encode()


def zipped(members: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], *, mode: Any = "w", links: Mapping[str, str] | None = None) -> bytes:  # noqa: ANN401 - w:gz…
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return out.getvalue()


def mail(
    subject: str, text: str, *, html: str = "", sender: str = "Le Fil <news@fil.example>", attached: Sequence[tuple[str, bytes]] = ()
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ada@example.org", subject
    message["Date"] = "Tue, 01 Jul 2031 10:00:00 +0200"
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def mailbox(*messages: bytes) -> bytes:
    quoted = [message.replace(b"\nFrom ", b"\n>From ") for message in messages]
    return b"\n\n".join(b"From news@fil.example Tue Jul  1 10:00:00 2031\n" + message for message in quoted) + b"\n"


def saved(data: bytes, at: str = "https://www.fil.example/chips/1.html") -> bytes:
    """A page as Chromium saves it."""
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {at}\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\nContent-Type: text/html\r\n'
    tail = f"Content-Transfer-Encoding: binary\r\nContent-Location: {at}\r\n\r\n"
    return (head + kind + tail).encode() + data + b"\r\n----b--\r\n"


def word(*paragraphs: str, title: str = "", author: str = "", more: str = "") -> bytes:
    """A Word file; a paragraph that starts with ``# `` is a heading, ``more`` is markup of Word's own behind them."""

    def made(text: str) -> str:
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if text.startswith("# ") else ""
        return f"<w:p>{style}<w:r><w:t xml:space='preserve'>{text.removeprefix('# ')}</w:t></w:r></w:p>"

    body = "".join(map(made, paragraphs)) + more
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    )
    styles = (
        f'<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dcterms:created>2031-07-01T08:00:00Z</dcterms:created></c:coreProperties>"
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'.encode(),
            "_rels/.rels": _relation("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
            "word/styles.xml": styles.encode(),
            "docProps/core.xml": core.encode(),
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode(),
        }
    )


def _relation(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{one}</Relationships>'.encode()


def book(chapters: Mapping[str, str], *, locked: bool = False, more: str = "") -> bytes:
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Week</dc:title>'
        f"<dc:date>2031-07-01</dc:date><dc:language>en-GB</dc:language>{more}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles>'
        "</container>"
    )
    members = {"mimetype": b"application/epub+zip", "META-INF/container.xml": container.encode(), "OEBPS/c.opf": package.encode()}
    if locked:
        members["META-INF/encryption.xml"] = b"<encryption><EncryptedKey/></encryption>"
    pages = {
        f"OEBPS/{name}.xhtml": f"<html><head><title>x</title></head><body>{text}</body></html>".encode() for name, text in chapters.items()
    }
    return zipped(members | pages, packing=zipfile.ZIP_STORED)


def warc(pages: Mapping[str, tuple[str, str, bytes]], *, packed: bool = True) -> bytes:
    """An archive of answers: address → status, type, body."""
    records = [_record("warcinfo", "", "application/warc-fields", b"software: test\r\n")]
    for address, (status, media, body) in pages.items():
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body
        records.append(_record("response", address, "application/http; msgtype=response", answer))
    return b"".join(map(gzip.compress, records) if packed else records)


def _record(kind: str, address: str, media: str, body: bytes) -> bytes:
    at = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{at}WARC-Date: 2031-07-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{kind}>\r\n"
    return f"{head}Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"
