from __future__ import annotations

import pytest

from ingest.formats.content import Content
from ingest.formats.web import web
from ingest.prose import blocks

FIRST = "Le groupe Ardoise a signé lundi avec la société Brume un contrat de trois ans pour ses usines de Dresde."
NEXT = "Kelvin, son rival de toujours, a perdu depuis le mois de mars la moitié de ses clients en Allemagne."
LAST = "Voltar, qui fournit les deux groupes, n’a pas souhaité dire ce que cette perte changeait pour ses ventes."
BODY = f"<p>{FIRST}</p><p>{NEXT}</p><p>{LAST}</p>"
FOREIGN = "Trois conseils pour bien choisir un grille-pain, et deux pour le rendre."


def read(body: str, *, title: str = "Ardoise signe avec Brume pour trois ans", head: str = "") -> Content:
    page = f"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    return web(page.encode(), "a.html")


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(read(body).text)]


@pytest.mark.parametrize(
    "mark",
    [
        *('class="share-bar"', 'class="NewsletterInline_box__T4"', 'id="onetrust-banner"', 'class="article__read-next"', "hidden"),
        *('class="paywall__content"', 'class="ob-comments"', 'style="display: none"', 'class="author-bio__text"'),
    ],
)
def test_what_is_marked_as_furniture_goes(mark: str) -> None:
    assert texts(f"<article><p>{FIRST}</p><div {mark}><p>{FOREIGN}</p></div><p>{NEXT}</p><p>{LAST}</p></article>") == [FIRST, NEXT, LAST]


@pytest.mark.parametrize("mark", ["newsletter-post", "paywall", "promo", "subscription"])
def test_a_mark_on_the_article_itself_takes_nothing_away(mark: str) -> None:
    assert texts(f'<div class="{mark}">{BODY}</div><div class=foot>Mentions</div>') == [FIRST, NEXT, LAST]


def test_a_link_whose_class_is_a_word_of_furniture_stays_in_its_sentence() -> None:
    linked = FIRST.replace("Brume", '<a class="related social" href="/b">Brume</a>')
    assert texts(f"<article><p>{linked}</p><p>{NEXT}</p><p>{LAST}</p></article>") == [FIRST, NEXT, LAST]


def test_a_table_that_only_lays_out_is_no_table() -> None:
    menu = "<a href=/a>Nos essais</a> <a href=/b>En kiosque</a> <a href=/c>Concours</a>"
    figures = "<table><tr><th>Langue</th><th>Mots</th></tr><tr><td>Anglais</td><td>28 000</td></tr></table>"
    article = f"<p>{FIRST}<p>{NEXT}{figures}<p>{LAST}"
    body = f"<table><tr><td>{menu}</td></tr></table><table><tr><td>{menu}</td><td>{article}</td></tr></table>"
    assert texts(body) == [FIRST, NEXT, "Langue | Mots", "Anglais | 28 000", LAST]


SECOND = f"<h1>Un grille-pain</h1><time>5 mai</time><p>{FOREIGN}</p><p>{FOREIGN} {FOREIGN}</p>"


def test_the_article_that_follows_on_an_endless_page_is_another_one() -> None:
    first = f"<h1>Ardoise signe avec Brume pour trois ans</h1><time>6 mai</time>{BODY}"
    body = f"<main><section class=post>{first}</section><section class=post>{SECOND}</section></main>"
    assert texts(body)[-3:] == [FIRST, NEXT, LAST]


def test_headings_of_the_first_rank_within_an_article_stay() -> None:
    body = (
        f"<article><h1>Ardoise signe avec Brume pour trois ans</h1><p>{FIRST}</p><section><h1>Et Kelvin ?</h1><p>{NEXT}</p></section>{LAST}"
    )
    found = texts(body)
    assert FIRST in found
    assert NEXT in found


@pytest.mark.parametrize("mark", ["ArticlePage_standfirst__8k", "article__desc", "chapo", "post-subtitle"])
def test_the_standfirst_stands_before_the_text(mark: str) -> None:
    first = "Le contrat porte sur trois usines et leurs mille deux cents salariés"
    body = f'<main><h1>Ardoise signe avec Brume pour trois ans</h1><div class="{mark}">{first}</div><div class=x>{BODY}</div></main>'
    found = texts(body)
    assert found.count(first) == 1
    assert found.index(first) < found.index(FIRST)


def test_items_that_the_search_left_out_come_back_where_they_stood() -> None:
    items = ["Orix a nommé Ada Lin à la tête de son bureau de Lyon.", "Nordlys a fermé lundi ses deux ateliers de Bergen."]
    box = "<div><div><div>{}</div></div></div>"
    lists = box.format(f"<h2>Et aussi cette semaine</h2><ul>{''.join(f'<li><b>{item[:4]}</b>{item[4:]}</li>' for item in items)}</ul>")
    found = texts(f"<div>{box.format(f'<p>{FIRST}</p><p>{NEXT}</p>')}{lists}{box.format(f'<p>{LAST}</p><p>{FIRST} {LAST}</p>')}</div>")
    assert found == [FIRST, NEXT, "Et aussi cette semaine", *items, LAST, f"{FIRST} {LAST}"]


@pytest.mark.parametrize(
    "between", [f"<p><a href=/g>{FOREIGN}</a></p>", f"<aside><p>{FOREIGN}</p></aside>", f"<figure><p>{FOREIGN}</p></figure>"]
)
def test_what_is_a_link_or_stands_aside_does_not_come_back(between: str) -> None:
    box = "<div><div>{}</div></div>"
    assert FOREIGN not in read(f"{box.format(f'<p>{FIRST}</p><p>{NEXT}</p>')}<div>{between}</div>{box.format(f'<p>{LAST}</p>' * 2)}").text


OLD = f"<font size=5><b>Ardoise signe avec Brume</b></font><br><font size=2>18 juin 2001</font><br><br>{BODY}"


@pytest.mark.parametrize("title", ["Micro & Cie - Ardoise signe avec Brume", "Ardoise signe avec Brume | Micro & Cie"])
def test_a_page_without_marks_has_its_headline_outlet_and_day_in_its_lines(title: str) -> None:
    found = read(OLD, title=title.replace("&", "&amp;"))
    assert (found.title, found.publisher, found.published) == ("Ardoise signe avec Brume", "Micro & Cie", "2001-06-18")


def test_latin_1_means_what_browsers_take_it_for() -> None:
    page = (
        f'<html><head><meta charset="iso-8859-1"><title>x</title></head><body><article><p>“Non”, dit-il.</p>{BODY}</article></body></html>'
    )
    assert "“Non”" in web(page.encode("cp1252"), "a.html").text
    assert "n’a pas" in web(page.encode("cp1252"), "a.html").text
