"""Qualifiers without a parse: German, Spanish, and pairs in two sentences."""

from __future__ import annotations

import pytest

from ingest.rules.lexicon import LEXICONS, lexicon
from ingest.rules.money import monies
from ingest.rules.plain import Stretch, plain_qualifiers
from ingest.rules.windows import Couple, Piece
from ingest.sentences import sentences_of
from ontology.records import Json
from ontology.vocabulary import ontology
from tests.ingest.rules.marked import unmarked

FIRMS, POST = ("Nordwerk", "Kesselin"), ("Jana Holt", "Nordwerk")


def given(
    marked: str, lang: str, relation: str, ends: tuple[str, str] = FIRMS, *, phase: str = "current", published: str | None = "2025-04-09"
) -> Json:
    text, found = unmarked(marked)
    spans = sentences_of(text, lang)
    pieces = [Piece(0, a, b, text[a:b], tuple(m for m in found if a <= m.start and m.end <= b)) for a, b in spans]
    placed = [(number, mention) for number, piece in enumerate(pieces) for mention in piece.mentions]
    one = next(place for place in placed if place[1].name == ends[0])
    other = next(place for place in placed if place[1].name == ends[1])
    (first, a), (second, b) = sorted((one, other), key=lambda place: place[1].start)
    stretch = Stretch.of(Couple(a, b, first, second, (0, 0)), pieces)
    assert stretch.text[stretch.first.start : stretch.first.end] == a.text
    assert stretch.text[stretch.second.start : stretch.second.end] == b.text
    return plain_qualifiers(relation, stretch, lang, phase, published=published)


def money(amount: float, currency: str) -> Json:
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("lang", "text", "amount", "currency"),
    [
        ("de", "10 Milliarden Dollar", 1e10, "USD"),
        ("de", "3,5 Mrd. Euro", 3.5e9, "EUR"),
        ("de", "420 Mio. Franken", 4.2e8, "CHF"),
        ("de", "1,2 Milliarden US-Dollar", 1.2e9, "USD"),
        ("de", "15 M€", 1.5e7, "EUR"),
        ("de", "250.000 Euro", 250_000, "EUR"),
        ("de", "elf Milliarden Euro", 1.1e10, "EUR"),
        ("de", "eine Milliarde Euro", 1e9, "EUR"),
        ("de", "der 6,9-Milliarden-Dollar-Kauf", 6.9e9, "USD"),
        ("es", "2.000 millones de euros", 2e9, "EUR"),
        ("es", "1,2 mil\u00a0millones de dólares", 1.2e9, "USD"),
        ("es", "15 M€", 1.5e7, "EUR"),
        ("es", "dos millones de euros", 2e6, "EUR"),
        ("es", "700 millones de dólares taiwaneses", 7e8, "TWD"),
        ("es", "200.000 euros", 200_000, "EUR"),
        ("fr", "deux milliards d’euros", 2e9, "EUR"),
        ("en", "two billion dollars", 2e9, "USD"),
    ],
)
def test_amounts_of_all_languages_are_read(lang: str, text: str, amount: float, currency: str) -> None:
    assert [(one.amount, one.currency) for one in monies(text, lang)] == [(amount, currency)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "zwischen 80 und 90 Millionen Euro"),
        ("de", "zwei bis drei Millionen Euro"),
        ("de", "hundertzwei Millionen Euro"),
        ("de", "3 Milliarden Parameter"),
        ("de", "Millionen Euro"),
        ("es", "treinta y dos millones de euros"),
        ("es", "de 80 a 90 millones de euros"),
        ("es", "67 millones"),
        ("fr", "vingt-deux milliards d'euros"),
        ("en", "one hundred and two million euros"),
    ],
)
def test_what_is_no_single_amount_is_left(lang: str, text: str) -> None:
    assert list(monies(text, lang)) == []


@pytest.mark.parametrize("lang", LEXICONS)
def test_every_currency_and_multiplier_is_read(lang: str) -> None:
    table = dict(lexicon(lang).amount)
    for word, code in table["currencies"].items():
        assert [(one.amount, one.currency) for one in monies(f"x 5000000 {word}", lang)][:1] == [(5e6, code)], word
    for word, factor in table["multipliers"].items():
        assert [one.amount for one in monies(f"5000 {word} €", lang)] == [5000 * factor], word


@pytest.mark.parametrize(
    ("marked", "relation", "found"),
    [
        ("[Nordwerk|C] kauft [Kesselin|C] für 3,5 Mrd. Euro.", "acquires", money(3.5e9, "EUR")),
        ("Für zwei Milliarden Euro kauft [Nordwerk|C] [Kesselin|C].", "acquires", money(2e9, "EUR")),
        ("[Nordwerk|C] steckt 20 Millionen Franken in [Kesselin|C].", "invests-in", money(2e7, "CHF")),
        ("[Nordwerk|C], [Lumbach|C] und [Taval|C] stecken 20 Millionen Euro in [Kesselin|C].", "invests-in", {}),
        ("[Taval|C] und [Nordwerk|C] stecken 20 Millionen Euro in [Kesselin|C].", "invests-in", {}),
        ("[Nordwerk|C] kauft [Kesselin|C] für 3 Mrd. Euro und zahlt 2 Mio. Euro Strafe.", "acquires", {}),
        ("[Nordwerk|C], ein Konzern mit 5 Milliarden Euro Umsatz, kauft [Kesselin|C].", "acquires", {}),
        ("Der mit 5 Milliarden Euro bewertete Konzern [Nordwerk|C] kauft [Kesselin|C].", "acquires", {}),
        ("[Nordwerk|C] ist eine Tochter von [Kesselin|C] und zahlt 2 Millionen Euro.", "subsidiary-of", {}),
        ("[Nordwerk|C] führt die Series-B-Runde von [Kesselin|C] an.", "invests-in", {"event": "Series B"}),
        ("[Nordwerk|C] steigt mit der Serie C bei [Kesselin|C] ein.", "invests-in", {"event": "Serie C"}),
        ("Das Dieselgate entzweit [Nordwerk|C] und [Kesselin|C].", "disputes-with", {"event": "Dieselgate"}),
        ("[Seagate|C] berät [Nordwerk|C] und [Kesselin|C] im Streit.", "disputes-with", {}),
        ("[Nordwerk|C] beliefert [Kesselin|C] seit 2019.", "supplies", {"valid_from": "2019"}),
        ("[Nordwerk|C] beliefert [Kesselin|C] seit März.", "supplies", {"valid_from": "2025-03"}),
        ("[Nordwerk|C] beliefert [Kesselin|C] bis Ende 2027.", "supplies", {"valid_to": "2027"}),
        ("[Nordwerk|C] liefert von 2026 an Pumpen an [Kesselin|C].", "supplies", {"valid_from": "2026"}),
        ("Von 2015 stammen die Pumpen, die [Nordwerk|C] an [Kesselin|C] liefert.", "supplies", {}),
        ("[Nordwerk|C] beliefert [Kesselin|C] von 2019 bis 2024.", "supplies", {}),
        ("[Nordwerk|C] kaufte [Kesselin|C] im vergangenen Jahr.", "acquires", {"valid_from": "2024"}),
        ("[Nordwerk|C] kaufte im Oktober [Kesselin|C].", "acquires", {"valid_from": "2024-10"}),
        ("[Nordwerk|C] will [Kesselin|C] bis 2027 übernehmen.", "acquires", {}),
        ("Am Montag sprach [Nordwerk|C] über den Kauf von [Kesselin|C].", "acquires", {}),
        ("Laut [Reuters|C] kauft [Nordwerk|C] [Kesselin|C].", "acquires", {"said_by": "Reuters"}),
        ("Laut der [FAZ|C] kauft [Nordwerk|C] [Kesselin|C].", "acquires", {"said_by": "FAZ"}),
        ("[Reuters|C] zufolge kauft [Nordwerk|C] [Kesselin|C].", "acquires", {"said_by": "Reuters"}),
        ("Nach Angaben von [Reuters|C] kauft [Nordwerk|C] [Kesselin|C].", "acquires", {"said_by": "Reuters"}),
        ("Laut Insidern kauft [Nordwerk|C] [Kesselin|C].", "acquires", {"said_by": "Insidern"}),
        ("Nach Angaben von [Nordwerk|C] kauft es [Kesselin|C].", "acquires", {}),
        ("Laut Vertrag kauft [Nordwerk|C] [Kesselin|C].", "acquires", {}),
    ],
)
def test_german_qualifiers(marked: str, relation: str, found: Json) -> None:
    assert given(marked, "de", relation) == found


@pytest.mark.parametrize(
    ("marked", "relation", "found"),
    [
        ("[Nordwerk|C] compra [Kesselin|C] por 1,2 mil millones de dólares.", "acquires", money(1.2e9, "USD")),
        ("[Nordwerk|C] aporta 2.000 millones de euros a [Kesselin|C].", "invests-in", money(2e9, "EUR")),
        ("[Nordwerk|C] reclama a [Kesselin|C] 8,3 millones de euros.", "disputes-with", money(8.3e6, "EUR")),
        ("[Nordwerk|C] paga 15 M€ por [Kesselin|C].", "acquires", money(1.5e7, "EUR")),
        ("[Nordwerk|C], [Taval|C] y [Lumbach|C] aportan 20 millones de euros a [Kesselin|C].", "invests-in", {}),
        ("[Taval|C] y [Nordwerk|C] aportan 20 millones de euros a [Kesselin|C].", "invests-in", {}),
        ("[Nordwerk|C] paga 3 millones de euros por [Kesselin|C] y 2 millones de dólares al banco.", "acquires", {}),
        ("[Nordwerk|C], que factura 5.000 millones de euros, compra [Kesselin|C].", "acquires", {}),
        ("[Kesselin|C], valorada en 30 millones de euros, es de [Nordwerk|C].", "acquires", {}),
        ("[Nordwerk|C] lidera la Serie C de [Kesselin|C].", "invests-in", {"event": "Serie C"}),
        ("[Nordwerk|C] participa en la ronda Serie B de [Kesselin|C].", "invests-in", {"event": "Serie B"}),
        ("Stargate une a [Nordwerk|C] con [Kesselin|C].", "partners-with", {"event": "Stargate"}),
        ("[Nordwerk|C] suministra chips a [Kesselin|C] desde 2019.", "supplies", {"valid_from": "2019"}),
        ("[Nordwerk|C] suministra chips a [Kesselin|C] desde octubre.", "supplies", {"valid_from": "2024-10"}),
        ("[Nordwerk|C] suministra chips a [Kesselin|C] hasta 2027.", "supplies", {"valid_to": "2027"}),
        ("[Nordwerk|C] suministra chips a [Kesselin|C] a partir de 2026.", "supplies", {"valid_from": "2026"}),
        ("[Nordwerk|C] suministró chips a [Kesselin|C] de 2019 a 2023.", "supplies", {}),
        ("[Nordwerk|C] compró [Kesselin|C] el año pasado.", "acquires", {"valid_from": "2024"}),
        ("[Nordwerk|C] multó en octubre a [Kesselin|C].", "regulates", {"valid_from": "2024-10"}),
        ("[Nordwerk|C], nacida el 3 de mayo de 1961, fundó [Kesselin|C].", "founded", {}),
        ("[Nordwerk|C] habló el lunes de la compra de [Kesselin|C].", "acquires", {}),
        ("Según [El País|C], [Nordwerk|C] compra [Kesselin|C].", "acquires", {"said_by": "El País"}),
        ("[Nordwerk|C] compra [Kesselin|C], según el [Expansión|C].", "acquires", {"said_by": "Expansión"}),
        ("De acuerdo con [Reuters|C], [Nordwerk|C] compra [Kesselin|C].", "acquires", {"said_by": "Reuters"}),
        ("Según informa [Reuters|C], [Nordwerk|C] compra [Kesselin|C].", "acquires", {"said_by": "Reuters"}),
        ("[Nordwerk|C] compra [Kesselin|C], según fuentes del sector.", "acquires", {"said_by": "fuentes del sector"}),
        ("Según [Nordwerk|C], [Kesselin|C] es suya.", "acquires", {}),
        ("Según la dificultad, [Nordwerk|C] compra [Kesselin|C].", "acquires", {}),
    ],
)
def test_spanish_qualifiers(marked: str, relation: str, found: Json) -> None:
    assert given(marked, "es", relation) == found


@pytest.mark.parametrize(
    ("lang", "marked", "role"),
    [
        ("de", "Vorstandschefin [Jana Holt|P] verlässt [Nordwerk|C].", "Vorstandschefin"),
        ("de", "[Nordwerk|C]-Chefin [Jana Holt|P] schweigt.", "Chefin"),
        ("de", "Nordwerk-Chefin [Jana Holt|P] baut [Nordwerk|C] um.", "Chefin"),
        ("de", "[Jana Holt|P], Leiterin der Entwicklung bei [Nordwerk|C], schweigt.", "Leiterin der Entwicklung"),
        ("de", "[Jana Holt|P], die stellvertretende Vorsitzende von [Nordwerk|C], schweigt.", "stellvertretende Vorsitzende"),
        ("de", "Die Finanzvorständin des Konzerns [Nordwerk|C], [Jana Holt|P], schweigt.", "Finanzvorständin"),
        ("de", "Ex-Vorstand [Jana Holt|P] hat [Nordwerk|C] verlassen.", "Vorstand"),
        ("de", "Die ehemalige Chefin von [Nordwerk|C], [Jana Holt|P], schweigt.", "Chefin"),
        ("de", "[Jana Holt|P], eine Ehemalige von [Nordwerk|C], schweigt.", None),
        ("de", "[Jana Holt|P] trifft bei [Nordwerk|C] den Chef.", None),
        ("de", "Chefin [Ute Blau|P] holt [Jana Holt|P] zu [Nordwerk|C].", None),
        ("es", "La consejera delegada de [Nordwerk|C], [Jana Holt|P], calla.", "consejera delegada"),
        ("es", "El director general [Jana Holt|P] deja [Nordwerk|C].", "director general"),
        ("es", "[Jana Holt|P], directora de operaciones de [Nordwerk|C], calla.", "directora de operaciones"),
        ("es", "Su presidenta, [Jana Holt|P], deja [Nordwerk|C].", "presidenta"),
        ("es", "La exdirectora general de [Nordwerk|C], [Jana Holt|P], calla.", "directora general"),
        ("es", "[Jana Holt|P], antigua empleada de [Nordwerk|C], calla.", None),
        ("es", "[Jana Holt|P] ve en [Nordwerk|C] al director.", None),
        ("es", "La presidenta de [Taval|C] lleva a [Jana Holt|P] a [Nordwerk|C].", None),
    ],
)
def test_a_post_stands_beside_its_person(lang: str, marked: str, role: str | None) -> None:
    assert given(marked, lang, "works-for", POST).get("role") == role


@pytest.mark.parametrize(
    ("lang", "marked", "relation", "found"),
    [
        ("fr", "[Kesselin|C] est à vendre. [Nordwerk|C] paie 3 milliards d'euros.", "acquires", money(3e9, "EUR")),
        ("fr", "[Kesselin|C] vaut 5 milliards d'euros. [Nordwerk|C] paie 3 milliards d'euros.", "acquires", {}),
        ("fr", "[Kesselin|C] vaut 5 milliards d'euros. [Nordwerk|C] la rachète.", "acquires", {}),
        ("fr", "[Kesselin|C] est sa cliente. [Nordwerk|C] la fournit depuis 2019.", "supplies", {"valid_from": "2019"}),
        ("fr", "[Kesselin|C] est à lui. [Nordwerk|C] l'a rachetée l'an dernier.", "acquires", {"valid_from": "2024"}),
        ("fr", "[Kesselin|C] existe depuis 2015. [Nordwerk|C] la fournit depuis 2019.", "supplies", {}),
        ("fr", "[Kesselin|C] est à vendre. [Nordwerk|C] doit 3 milliards d'euros à [Taval|C].", "acquires", {}),
        ("fr", "Selon [Bloomberg|C], [Kesselin|C] est à vendre. [Nordwerk|C] la rachète.", "acquires", {}),
        ("en", "[Kesselin|C] was for sale. It cost $2bn. [Nordwerk|C] bought it.", "acquires", money(2e9, "USD")),
        ("en", "[Kesselin|C] has $2bn in revenue. [Nordwerk|C] bought it.", "acquires", {}),
        ("en", "[Kesselin|C] and [Taval|C] raised $2bn. [Nordwerk|C] invested.", "invests-in", {}),
        ("en", "[Kesselin|C] is a client. [Nordwerk|C] has supplied it since March.", "supplies", {"valid_from": "2025-03"}),
        ("de", "[Kesselin|C] stand zum Verkauf. [Nordwerk|C] zahlte 3 Mrd. Euro.", "acquires", money(3e9, "EUR")),
        ("de", "[Kesselin|C] stand laut [Reuters|C] zum Verkauf. [Nordwerk|C] kauft.", "acquires", {}),
        ("es", "[Kesselin|C] estaba en venta. [Nordwerk|C] pagó 3 millones de euros.", "acquires", money(3e6, "EUR")),
    ],
)
def test_of_two_sentences_only_a_single_amount_or_date_is_taken(lang: str, marked: str, relation: str, found: Json) -> None:
    assert given(marked, lang, relation) == found


def test_relative_dates_need_the_articles_date() -> None:
    assert given("[Nordwerk|C] kaufte [Kesselin|C] im vergangenen Jahr.", "de", "acquires", published=None) == {}


def test_planned_dates_lie_ahead() -> None:
    assert given("[Nordwerk|C] beliefert [Kesselin|C] ab Januar.", "de", "supplies", phase="planned") == {"valid_from": "2026-01"}


def test_a_date_in_a_name_is_none() -> None:
    marked = "[Nordwerk|C] kaufte mit [Vision 2030|M] in der Hand [Kesselin|C]."
    assert given(marked, "de", "acquires") == {}


def test_a_date_behind_a_semicolon_belongs_to_another() -> None:
    assert given("[Nordwerk|C] beliefert [Kesselin|C]; seit 2019 wächst der Markt.", "de", "supplies") == {}


@pytest.mark.parametrize("relation", sorted(ontology().relations))
@pytest.mark.parametrize("lang", ["de", "es"])
def test_a_relation_gets_only_qualifiers_that_the_ontology_has_for_it(relation: str, lang: str) -> None:
    marked = {
        "de": "Laut [Reuters|C] kostet das BumpGate [Nordwerk|C] seit 2019 als Partner von [Kesselin|C] 2 Millionen Euro.",
        "es": "Según [Reuters|C], el BumpGate cuesta a [Nordwerk|C] desde 2019 por [Kesselin|C] 2 millones de euros.",
    }[lang]
    found = given(marked, lang, relation)
    assert set(found) <= ontology().relations[relation].qualifiers
    assert ("amount" in found) == ("currency" in found)
