from __future__ import annotations

import pytest

from ingest.errors import SourceEmpty
from ingest.formats.web import web
from ingest.prose import blocks
from tests.ingest.samples import PAGE


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    content = web(PAGE.format(charset="utf-8").encode(), "a.html")
    assert (content.title, content.publisher, content.published, content.lang) == ("Ardoise rachète Brume", "Le Fil", "2031-07-01", "fr")
    assert [(block.kind, block.text[:34]) for block in blocks(content.text)] == [
        ("heading", "Ardoise rachète Brume"),
        ("paragraph", "Le groupe Ardoise a annoncé lundi "),
        ("paragraph", "Le montant de l’opération atteint "),
        ("heading", "Un marché tendu"),
        ("item", "Kelvin a reculé de 3 % dans la séa"),
        ("item", "Voltar gagne du terrain face à ses"),
        ("row", "Société | Ventes"),
        ("row", "Ardoise | 30"),
    ]


def test_a_page_may_declare_its_encoding() -> None:
    page = PAGE.format(charset="windows-1252")
    assert web(page.encode("cp1252"), "a.html").text == web(page.encode(), "a.html").text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p>", "<!doctype html><title>x</title>", "<nav><a href=/>Home</a></nav>", "&nbsp;", "<" * 500]
)
def test_a_page_without_article_is_refused(page: str) -> None:
    with pytest.raises(SourceEmpty, match=r"^a.html is a page without the text of an article: give the page of one article, or its text$"):
        web(page.encode(), "a.html")
