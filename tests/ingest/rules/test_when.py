"""Dates that a text tells, and those that count from the article's own."""

from __future__ import annotations

import pytest

from ingest.rules.lexicon import LEXICONS, lexicon
from ingest.rules.when import dates_of


def values(text: str, lang: str, published: str | None = None, *, ahead: bool = False) -> list[str]:
    return [one.value for one in dates_of(text, lang, published, ahead=ahead)]


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("fr", "le 27 juillet 2024", "2024-07-27"),
        ("fr", "le 1er mars 2024", "2024-03-01"),
        ("fr", "en avril 2023", "2023-04"),
        ("en", "on July 27, 2024", "2024-07-27"),
        ("en", "on 27 July 2024", "2024-07-27"),
        ("en", "in October 2023", "2023-10"),
        ("de", "am 3. März 2024", "2024-03-03"),
        ("de", "im Oktober 2025", "2025-10"),
        ("es", "el 1 de julio de 1975", "1975-07-01"),
        ("es", "en octubre de 2015", "2015-10"),
        ("es", "en 2016", "2016"),
    ],
)
def test_whole_dates_need_no_article(lang: str, text: str, value: str) -> None:
    assert values(text, lang) == [value]


@pytest.mark.parametrize(
    ("lang", "text", "published", "value"),
    [
        ("fr", "l’an dernier", "2025-02-10", "2024"),
        ("fr", "l'année prochaine", "2025", "2026"),
        ("fr", "le mois dernier", "2025-01-31", "2024-12"),
        ("fr", "depuis mars", "2025-02-10", "2024-03"),
        ("fr", "depuis mars", "2025-03-01", "2025-03"),
        ("fr", "il y a deux ans", "2025", "2023"),
        ("fr", "hier", "2025-03-01", "2025-02-28"),
        ("fr", "jeudi", "2025-07-01", "2025-06-26"),
        ("fr", "mardi dernier", "2025-07-01", "2025-06-24"),
        ("en", "last year", "2024-09-14", "2023"),
        ("en", "two years ago", "2024-09-14", "2022"),
        ("en", "three months ago", "2024-02", "2023-11"),
        ("en", "on Monday", "2025-08-27", "2025-08-25"),
        ("en", "next Wednesday", "2025-08-27", "2025-09-03"),
        ("en", "on June 3", "2025-08-27", "2025-06-03"),
        ("de", "im vergangenen Jahr", "2025-04-09", "2024"),
        ("de", "vor zwei Jahren", "2025-04-09", "2023"),
        ("de", "im vergangenen Monat", "2025-04-09", "2025-03"),
        ("de", "seit September", "2025-04-09", "2024-09"),
        ("de", "am Mittwoch", "2025-04-09", "2025-04-09"),
        ("es", "el año pasado", "2024-12-04", "2023"),
        ("es", "hace tres meses", "2024-12-04", "2024-09"),
        ("es", "en octubre", "2024-12-04", "2024-10"),
        ("es", "el miércoles pasado", "2024-12-04", "2024-11-27"),
    ],
)
def test_others_count_from_the_articles_date(lang: str, text: str, published: str, value: str) -> None:
    assert values(text, lang, published) == [value]


@pytest.mark.parametrize(
    ("lang", "text", "published"),
    [
        ("fr", "l'an dernier", None),
        ("fr", "en mars", "2025"),
        ("en", "yesterday", "2025-03"),
        ("en", "on 31 February", "2025-03-31"),
        ("de", "am Montag", "2025-04"),
        ("es", "el mes pasado", "no date"),
    ],
)
def test_without_what_it_counts_from_a_date_has_no_value(lang: str, text: str, published: str | None) -> None:
    assert values(text, lang, published) == [""]


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "it may march on"), ("de", "mit mai"), ("fr", "Mars attaque"), ("es", "los marzos"), ("fr", "2 019 puces")]
)
def test_words_that_look_like_months_are_none(lang: str, text: str) -> None:
    assert values(text, lang, "2025-04-09") == []


def test_what_is_planned_is_the_next_one() -> None:
    assert values("à partir de janvier", "fr", "2024-10-02", ahead=True) == ["2025-01"]
    assert values("on Monday", "en", "2025-08-27", ahead=True) == ["2025-09-01"]
    assert values("im April", "de", "2025-04-09", ahead=True) == ["2025-04"]


def test_a_longer_date_hides_those_within_it() -> None:
    assert values("am 3. März 2024 und 2019", "de") == ["2024-03-03", "2019"]


@pytest.mark.parametrize("lang", LEXICONS)
def test_every_relative_phrase_of_the_lexicon_is_read(lang: str) -> None:
    data = dict(lexicon(lang).dates)
    for unit in ("years", "months", "days"):
        for phrase in data[unit]:
            assert len(values(f"Es {phrase}.", lang, "2025-04-09")) == 1, phrase
    for day in data["weekdays"]:
        assert len(values(f"x {day}.", lang, "2025-04-09")) == 1, day
    assert all(set(data[name]) and all(isinstance(word, str) for word in data[name]) for name in ("since", "onwards", "until", "in"))
