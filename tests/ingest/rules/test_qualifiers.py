"""What a claim adds to its relation."""

from __future__ import annotations

import re

import pytest

from ingest.rules.frames import instances
from ingest.rules.grammar import LANGUAGES, grammar
from ingest.rules.lexicon import lexicon
from ingest.rules.money import monies
from ingest.rules.qualifiers import qualifiers
from ontology.records import Json
from ontology.vocabulary import ontology
from tests.ingest.rules.marked import pair, sentence


def given(
    marked: str,
    lang: str,
    relation: str,
    ends: tuple[str, str] = ("Nvidia", "Arm"),
    *,
    phase: str = "current",
    published: str | None = None,
) -> Json:
    one, words = sentence(marked, lang), grammar(lang)
    found = tuple(instances(one, words))
    return qualifiers(relation, pair(one, *ends), one, found, words, phase=phase, published=published)


def amounts(text: str, lang: str) -> list[tuple[float, str]]:
    return [(money.amount, money.currency) for money in monies(text, lang)]


# amounts


@pytest.mark.parametrize(
    ("lang", "text", "amount", "currency"),
    [
        ("fr", "2 milliards de dollars", 2e9, "USD"),
        ("fr", "1,7 milliard d’euros", 1.7e9, "EUR"),
        ("fr", "1,5 Md€", 1.5e9, "EUR"),
        ("fr", "1.5 Md€", 1.5e9, "EUR"),
        ("fr", "1.500 millions d'euros", 1.5e9, "EUR"),
        ("fr", "60\u00a0M€", 6e7, "EUR"),
        ("fr", "250\u202f000 euros", 250_000, "EUR"),
        ("fr", "2 500,50 euros", 2500.5, "EUR"),
        ("fr", "un chèque de 12 000 000 $", 1.2e7, "USD"),
        ("fr", "20 k€", 20_000, "EUR"),
        ("fr", "3 billions de yens", 3e12, "JPY"),
        ("en", "$1.5 billion", 1.5e9, "USD"),
        ("en", "$1,234.5 million", 1_234_500_000, "USD"),
        ("en", "a $40-billion deal", 4e10, "USD"),
        ("en", "$4.9B in cash", 4.9e9, "USD"),
        ("en", "US$ 5 million", 5e6, "USD"),
        ("en", "NT$3 billion", 3e9, "TWD"),
        ("en", "£3m", 3e6, "GBP"),
        ("en", "€2,000,000", 2e6, "EUR"),
        ("en", "500 million euros", 5e8, "EUR"),
        ("en", "1.2 trillion won", 1.2e12, "KRW"),
        ("en", "in 2024 for $5bn", 5e9, "USD"),
    ],
)
def test_amounts_are_read(lang: str, text: str, amount: float, currency: str) -> None:
    assert amounts(text, lang) == [(amount, currency)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "3 milliards de paramètres"),
        ("fr", "entre 80 et 90 millions d’euros"),
        ("fr", "de 2 à 3 milliards de dollars"),
        ("fr", "20 euros par mois"),
        ("fr", "0 euro"),
        ("en", "between $80 and $90 million"),
        ("en", "a 5-6 billion dollar deal"),
        ("en", "Nvidia won 12 million customers"),
        ("en", "in 2012 won the contract"),
        ("en", "S$5 million"),  # of Singapore, which has no entry
        ("en", "$0"),
        ("en", ""),
    ],
)
def test_what_is_no_amount_or_no_single_one_is_left(lang: str, text: str) -> None:
    assert amounts(text, lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_currency_and_multiplier_of_the_lexicon_is_read(lang: str) -> None:
    table = lexicon(lang).amount
    assert all(re.fullmatch("[A-Z]{3}", code) for code in table["currencies"].values())
    for word, code in table["currencies"].items():
        assert amounts(f"de 5 000 000 {word}".replace(" ", "\u00a0" if lang == "fr" else " "), lang)[:1] == [(5e6, code)], word
    for word, factor in table["multipliers"].items():
        assert amounts(f"5000 {word} €", lang) == [(5000 * factor, "EUR")], word


def test_an_amount_goes_to_its_relation() -> None:
    assert given("[Nvidia|C] investit 2 milliards de dollars dans [Arm|C].", "fr", "invests-in") == {"amount": 2e9, "currency": "USD"}
    assert given("[Nvidia|C] bought [Arm|C] for $1.5 billion.", "en", "acquires") == {"amount": 1.5e9, "currency": "USD"}


def test_an_amount_that_several_share_goes_nowhere() -> None:
    marked = "[Nvidia|C], [Meta|C] et [Intel|C] investissent 2 milliards de dollars dans [Arm|C]."
    assert given(marked, "fr", "invests-in") == {}


def test_of_two_amounts_none_is_taken() -> None:
    assert given("[Nvidia|C], qui pèse 3 000 milliards de dollars, investit 1 million d’euros dans [Arm|C].", "fr", "invests-in") == {}


def test_an_amount_far_away_is_not_taken() -> None:
    marked = f"[Nvidia|C] investit dans [Arm|C], {'ce que beaucoup disent, ' * 5}et 2 milliards de dollars manquent."
    assert given(marked, "fr", "invests-in") == {}


def test_a_division_has_no_price() -> None:
    assert given("[Nvidia|C], filiale de [Arm|C], paie une amende de 2 millions d’euros.", "fr", "subsidiary-of") == {}


# posts, products


@pytest.mark.parametrize(
    ("lang", "marked", "role"),
    [
        ("fr", "[Nvidia|P], directeur général de [Arm|C], proteste.", "directeur général"),
        ("fr", "[Nvidia|P], directrice technique de [Arm|C], proteste.", "directrice technique"),
        ("fr", "[Nvidia|P], analyste chez [Arm|C], proteste.", "analyste"),
        ("fr", "[Nvidia|P], ancien patron de [Arm|C], proteste.", "patron"),
        ("en", "[Nvidia|P], an analyst at [Arm|C], protested.", "analyst"),
        ("en", "[Nvidia|P], former head of [Arm|C], protested.", "head"),
        ("en", "[Nvidia|P], vice president of [Arm|C], protested.", "president"),
    ],
)
def test_a_post_is_told_without_what_was(lang: str, marked: str, role: str) -> None:
    assert given(marked, lang, "works-for").get("role") == role


def test_former_is_no_post() -> None:
    assert "role" not in given("[Nvidia|P], un ancien de [Arm|C], proteste.", "fr", "works-for")


@pytest.mark.parametrize(
    ("lang", "marked", "product"),
    [
        ("fr", "[Nvidia|C] fournit des processeurs graphiques à [Arm|C].", "processeurs graphiques"),
        ("fr", "[Nvidia|C] fournit une partie des processeurs à [Arm|C].", "processeurs"),
        ("fr", "[Nvidia|C] vend la puce [H100|M] à [Arm|C].", "puce"),
        ("en", "[Nvidia|C] supplies [Arm|C] with chips.", None),
        ("en", "[Nvidia|C] sells chips to [Arm|C].", "chips"),
        ("en", "[Nvidia|C] sells thousands of chips to [Arm|C].", "chips"),
        ("en", "[Nvidia|C] sells [H100|M] to [Arm|C].", "H100"),
    ],
)
def test_what_is_supplied_is_told(lang: str, marked: str, product: str | None) -> None:
    assert given(marked, lang, "supplies").get("product") == product


# events


@pytest.mark.parametrize(
    ("lang", "marked", "relation", "event"),
    [
        ("fr", "L’affaire, vite surnommée « BumpGate », brouille [Nvidia|C] et [Arm|C].", "disputes-with", "BumpGate"),
        ("fr", "Le dieselgate oppose [Nvidia|C] à [Arm|C].", "disputes-with", None),
        ("fr", "Le Dieselgate oppose [Nvidia|C] à [Arm|C].", "disputes-with", "Dieselgate"),
        ("fr", "[Nvidia|C] participe à la série C de [Arm|C].", "invests-in", "série C"),
        ("en", "[Nvidia|C] joined the Series B of [Arm|C].", "invests-in", "Series B"),
        ("en", "With Stargate, [Nvidia|C] and [Arm|C] are partners.", "partners-with", "Stargate"),
        ("en", "[Nvidia|C] and [Arm|C] are partners of [Seagate|C].", "partners-with", None),
        ("en", "The gate of [Nvidia|C] stays shut to [Arm|C].", "disputes-with", None),
        ("fr", "[Nvidia|P] dirige [Arm|C] depuis le BumpGate.", "works-for", None),
    ],
)
def test_affairs_rounds_and_deals_are_named(lang: str, marked: str, relation: str, event: str | None) -> None:
    assert given(marked, lang, relation).get("event") == event


def test_an_end_is_no_event_of_its_own() -> None:
    assert "event" not in given("[Nvidia|C] invests in [Stargate|M].", "en", "invests-in", ("Nvidia", "Stargate"))


# dates, speakers


@pytest.mark.parametrize(
    ("lang", "marked", "dates"),
    [
        ("fr", "[Nvidia|C] fournit [Arm|C] depuis 2019.", {"valid_from": "2019"}),
        ("fr", "[Nvidia|C] fournit [Arm|C] jusqu’en 2027.", {"valid_to": "2027"}),
        ("fr", "[Nvidia|C] fournit [Arm|C] jusqu'en 2027.", {"valid_to": "2027"}),
        ("en", "[Nvidia|C] has supplied [Arm|C] since 2019.", {"valid_from": "2019"}),
        ("en", "[Nvidia|C] will supply [Arm|C] until 2027.", {"valid_to": "2027"}),
        ("fr", "[Nvidia|C] fournit [Arm|C] depuis 2019 et livrera jusqu'en 2027.", {}),
        ("fr", "En 2019, [Nvidia|C] fournit [Arm|C].", {}),
        ("fr", "[Nvidia|C] fournit 2 019 puces à [Arm|C] depuis mars.", {}),
    ],
)
def test_years_that_begin_or_end_something_are_kept(lang: str, marked: str, dates: Json) -> None:
    found = given(marked, lang, "supplies")
    assert {name: value for name, value in found.items() if name.startswith("valid")} == dates


@pytest.mark.parametrize(
    ("lang", "marked", "relation", "dates"),
    [
        ("fr", "[Nvidia|C] a racheté [Arm|C] l’an dernier.", "acquires", {"valid_from": "2023"}),
        ("fr", "[Nvidia|C] a racheté [Arm|C] en mars.", "acquires", {"valid_from": "2024-03"}),
        ("fr", "[Nvidia|C] a racheté [Arm|C] en 2019.", "acquires", {"valid_from": "2019"}),
        ("fr", "[Nvidia|C] fournit [Arm|C] depuis octobre.", "supplies", {"valid_from": "2023-10"}),
        ("fr", "[Nvidia|C] fournit [Arm|C] jusqu’en octobre.", "supplies", {"valid_to": "2024-10"}),
        ("fr", "[Nvidia|P] a fondé [Arm|C], a-t-il dit le mois dernier.", "founded", {}),
        ("en", "[Nvidia|C] bought [Arm|C] two years ago.", "acquires", {"valid_from": "2022"}),
        ("en", "[Nvidia|C] has supplied [Arm|C] since last year.", "supplies", {"valid_from": "2023"}),
        ("en", "[Nvidia|C] bought [Arm|C], it said on Monday.", "acquires", {}),
        ("en", "[Nvidia|C] supplied [Arm|C] last year.", "supplies", {}),
    ],
)
def test_dates_count_from_the_articles(lang: str, marked: str, relation: str, dates: Json) -> None:
    found = given(marked, lang, relation, published="2024-06-18")
    assert {name: value for name, value in found.items() if name.startswith("valid")} == dates


def test_without_the_articles_date_relative_ones_are_left() -> None:
    assert given("[Nvidia|C] a racheté [Arm|C] l’an dernier.", "fr", "acquires") == {}


@pytest.mark.parametrize(
    ("lang", "marked", "speaker"),
    [
        ("fr", "Selon [Bloomberg|C], [Nvidia|C] rachète [Arm|C].", "Bloomberg"),
        ("fr", "D’après le [Financial Times|C], [Nvidia|C] rachète [Arm|C].", "Financial Times"),
        ("fr", "Selon deux sources proches, [Nvidia|C] rachète [Arm|C].", "deux sources proches"),
        ("fr", "Selon [Nvidia|C], son rival rachète [Arm|C].", None),
        ("fr", "[Nvidia|C] rachète [Arm|C].", None),
        ("fr", "Un banquier selon lequel [Nvidia|C] rachète [Arm|C] se tait.", None),
        ("fr", "Selon la difficulté, [Nvidia|C] rachète [Arm|C] vite ou non.", None),
        ("fr", "[Nvidia|C] rachète [Arm|C], selon deux personnes informées.", "deux personnes informées"),
        ("en", "According to plan, [Nvidia|C] acquires [Arm|C] today.", None),
        ("en", "[Nvidia|C] is buying [Arm|C], per [Reuters|C].", "Reuters"),
        ("en", "[Nvidia|C] is buying [Arm|C], according to [Reuters|C].", "Reuters"),
        ("en", "According to people familiar with the matter, [Nvidia|C] buys [Arm|C].", "people familiar with the matter"),
        ("en", "[Nvidia|C] buys one percent per share of [Arm|C].", None),
    ],
)
def test_whom_the_article_takes_it_from_is_kept(lang: str, marked: str, speaker: str | None) -> None:
    assert given(marked, lang, "acquires").get("said_by") == speaker


@pytest.mark.parametrize("relation", ["subsidiary-of", "founded", "works-for", "regulates", "uses", "competes-with"])
def test_a_relation_gets_only_qualifiers_that_the_ontology_has_for_it(relation: str) -> None:
    marked = "Selon [Reuters|C], le BumpGate coûte depuis 2019 à [Nvidia|C], patron et client de [Arm|C], 2 milliards de dollars de puces."
    found = given(marked, "fr", relation)
    assert set(found) <= ontology().relations[relation].qualifiers
    assert ("amount" in found) == ("currency" in found)
