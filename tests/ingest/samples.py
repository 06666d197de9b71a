"""Small files of each format, made in memory."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter

PAGE = """<!DOCTYPE html>
<html lang="fr-FR"><head><title>Ardoise rachète Brume | Le Fil</title><meta charset="{charset}">
<meta property="og:site_name" content="Le Fil"><meta property="article:published_time" content="2031-07-01T10:00:00+02:00"></head>
<body><nav><a href="/">Accueil</a><a href="/eco">Économie</a></nav>
<article><h1>Ardoise rachète Brume</h1>
<p>Le groupe Ardoise a annoncé lundi le rachat de <b>Brume</b>, une jeune pousse de Lyon spécialisée dans les puces photoniques.</p>
<p>Le montant de l’opération atteint trois milliards d’euros, selon un communiqué publié ce matin par les deux entreprises.</p>
<h2>Un marché tendu</h2>
<ul><li>Kelvin a reculé de 3 % dans la séance de mardi.</li><li>Voltar gagne du terrain face à ses rivaux.</li></ul>
<table><tr><th>Société</th><th>Ventes</th></tr><tr><td>Ardoise</td><td>30</td></tr></table>
<p>Lire aussi : <a href="/x">Kelvin cherche un associé</a></p></article>
<footer>© 2031 Le Fil. Tous droits réservés.</footer></body></html>"""


def pdf_file(*pages: list[str], title: str = "", password: str = "") -> bytes:
    """A PDF of these lines; locked when there is a password."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, lines in enumerate(pages):
        shown = b"".join(b"(" + _escaped(line) + b") Tj 0 -14 Td\n" for line in lines)
        stream = b"BT /F1 11 Tf 50 780 Td\n" + shown + b"ET"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * place} 0 R>>"
        objects += [page.encode(), b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)]
    return _finished(_written(objects), title, password)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _written(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))


def _finished(data: bytes, title: str, password: str) -> bytes:
    if not title and not password:
        return data
    writer = PdfWriter(clone_from=BytesIO(data))
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
