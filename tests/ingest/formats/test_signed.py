"""Who signs an article and which address it gives itself, as each format says it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.formats.pdf import pdf
from ingest.formats.web import web
from ingest.sources import read_articles
from ontology.records import Article
from tests.ingest.containers_made import book, mail, saved, word
from tests.ingest.samples import pdf_file

ENGLISH = (
    "Ardoise has bought Brume, a young firm from Lyon that makes photonic chips, for three billion euros.",
    "Kelvin, its old rival, has lost half of its customers in Germany since the month of March.",
)
FRENCH = (
    "Le groupe Ardoise a annoncé lundi le rachat de Brume, une jeune pousse de Lyon spécialisée dans les puces photoniques.",
    "Le montant de l’opération atteint trois milliards d’euros, selon un communiqué publié ce matin par les deux entreprises.",
)
AT = "https://lefil.example/puces/ardoise-brume"
LD = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "author": %s}</script>'


def page(head: str, *, lang: str = "en", before: str = "", after: str = "") -> bytes:
    title, lines = ("Ardoise buys Brume", ENGLISH) if lang == "en" else ("Ardoise rachète Brume", FRENCH)
    body = f"<article><h1>{title}</h1>{before}{''.join(f'<p>{line}</p>' for line in lines)}</article>{after}"
    return (
        f"<!DOCTYPE html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="author" content="Lise Aubrac-Morin">', "Lise Aubrac-Morin"),
        (LD % '[{"@type": "Person", "name": "Ada Lin"}, {"@type": "Person", "name": "Bo Chen"}]', "Ada Lin, Bo Chen"),
        (LD % '"Ada Lin"', "Ada Lin"),
        ('<meta name="author" content="redaction@lefil.example">', "redaction@lefil.example"),
        ('<meta name="author" content=" ">', None),
        ("", None),
    ],
)
def test_a_page_says_who_signs_it(head: str, expected: str | None, lang: str) -> None:
    assert web(page(head, lang=lang), "a.html").author == expected


def test_a_byline_of_the_page_counts_where_the_head_has_none() -> None:
    assert web(page("", before='<p class="byline">By Ada Lin</p>'), "a.html").author == "Ada Lin"
    assert web(page("", lang="fr", before='<p class="author">Par Lise Aubrac-Morin</p>'), "a.html").author == "Par Lise Aubrac-Morin"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f'<link rel="canonical" href="{AT}">', AT),
        (f'<link href="{AT}" rel="Canonical nofollow">', AT),
        (f'<meta property="og:url" content="{AT}">', AT),
        (f'<meta property="og:url" content="https://other.example/"><link rel=canonical href="{AT}">', AT),
        (f'<link rel=canonical href="/puces/ardoise-brume"><meta property="og:url" content="{AT}">', AT),
        ('<link rel=canonical href="/puces/ardoise-brume">', None),
        (f'<base href="{AT}"><link rel="alternate" hreflang="x-default" href="{AT}">', None),
        (f'<link rel="not-canonical" href="{AT}">', None),
    ],
)
def test_a_page_gives_itself_an_address(head: str, expected: str | None) -> None:
    assert web(page(head), "a.html").canonical == expected


HOSTILE = [
    '<link rel=canonical href="javascript:alert(1)"><meta name=author content="&lt;script&gt;alert(1)&lt;/script&gt;">',
    '<link rel=canonical href="https://bank.example@evil.example/"><meta name=author content="&#x202e;nil adA&#8203;&#0;">',
    f'<link rel=canonical href="https://a.example/{"a" * 5000}"><meta name=author content="{"Ada Lin, " * 600}">',
    f'<link rel=canonical href="data:text/html,x"><meta name=author content="{"A" * 5000}">',
    LD % '{"@type": ["Person", 5], "name": {"name": {"name": 5}}}' + '<link rel=canonical href="http://[">',
    LD % f"[{', '.join(['[]', 'null', '5'] * 500)}]" + "<link rel=canonical>",
    LD % ("[" * 5000) + '<link rel=canonical href="//evil.example/a">',
]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("head", HOSTILE)
def test_a_hostile_head_gives_a_short_line_and_no_address(head: str, lang: str) -> None:
    found, plain = web(page(head, lang=lang), "a.html"), web(page("", lang=lang), "a.html")
    assert found.canonical is None
    assert len(found.author or "") <= 300
    assert not set(found.author or "") & set("\u202e\u200b\x00\n")
    assert (found.text, found.title) == (plain.text, plain.title)


def test_what_readers_wrote_below_the_article_gives_it_no_address() -> None:
    after = f'<div class=comments><link rel=canonical href="{AT}"><meta property="og:url" content="{AT}"></div>'
    assert web(page("", after=after), "a.html").canonical is None


def one(folder: Path, name: str, data: bytes) -> Article:
    (folder / name).write_bytes(data)
    found = list(read_articles([folder / name]))
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


FRONT = f"---\ntitle: Ardoise\nauthors: [Ada Lin, {{name: Bo Chen}}]\ncanonical_url: {AT}\n---\n{ENGLISH[0]}\n"
JSON_LINE = (
    f'{{"text": "{ENGLISH[0]}", "author": [{{"name": "Ada Lin"}}, "Bo Chen"], "url": "https://mirror.example/1", "canonical": "{AT}"}}'
)
LETTER = page(f'<meta name=author content="Ada Lin, Bo Chen"><link rel=canonical href="{AT}">').decode()


def test_every_format_says_what_it_knows(tmp_path: Path) -> None:
    kept = [
        one(tmp_path, name, data)
        for name, data in {
            "a.md": FRONT.encode(),
            "a.html": LETTER.encode(),
            "a.mhtml": saved(LETTER.encode()),
            "a.eml": mail("Ardoise buys Brume", "", html=LETTER),
            "a.jsonl": JSON_LINE.encode(),
            "a.csv": f'text,author,canonical\n"{ENGLISH[0]}","Ada Lin, Bo Chen",{AT}\n'.encode(),
        }.items()
    ]
    assert {(article.author, article.canonical) for article in kept} == {("Ada Lin, Bo Chen", AT)}
    assert [article.publisher for article in kept[2:5]] == ["lefil.example", "Le Fil", "mirror.example"]
    assert kept[4].source == "https://mirror.example/1"
    assert kept[5].source == AT


def test_books_and_files_of_word_name_their_authors(tmp_path: Path) -> None:
    more = "<dc:creator>Ada Lin</dc:creator><dc:creator> Bo\nChen </dc:creator>"
    text = "".join(f"<p>{line}</p>" for line in ENGLISH * 3)
    assert one(tmp_path, "a.epub", book({"one": text}, more=more)).author == "Ada Lin, Bo Chen"
    assert one(tmp_path, "b.epub", book({"one": text})).author is None
    assert one(tmp_path, "a.docx", word(*ENGLISH, author="Ada Lin; Bo Chen")).author == "Ada Lin, Bo Chen"
    assert one(tmp_path, "b.docx", word(*ENGLISH)).author is None


def test_a_pdf_names_its_author() -> None:
    writer, out = PdfWriter(clone_from=BytesIO(pdf_file([ENGLISH[0]]))), BytesIO()
    assert pdf(pdf_file([ENGLISH[0]]), "a.pdf").author is None
    writer.add_metadata({"/Author": "Ada\tLin\u202e"})
    writer.write(out)
    assert pdf(out.getvalue(), "a.pdf").author == "Ada Lin"


def test_columns_may_be_mapped_to_both(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,who,at\n"{ENGLISH[0]}",Ada Lin,{AT}\n"{ENGLISH[1]}",,javascript:alert(1)\n', encoding="utf-8")
    first, second = read_articles([tmp_path / "a.csv"], columns={"author": "who", "canonical": "at"})
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.author, first.canonical, second.author, second.canonical) == ("Ada Lin", AT, None, None)
