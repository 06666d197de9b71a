from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.dates import dateline, edtf, published_on


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-07-27T10:00:00Z", "2024-07-27"),
        ("2024-07-27 10:00:00 +0200", "2024-07-27"),
        ("2024-07-27", "2024-07-27"),
        ("2024/7/2", "2024-07-02"),
        ("2024-07", "2024-07"),
        ("2024", "2024"),
        (2024, "2024"),
        (date(2024, 7, 27), "2024-07-27"),
        (datetime(2024, 7, 27, 10, tzinfo=UTC), "2024-07-27"),
        ("27/07/2024", "2024-07-27"),
        ("27.7.2024", "2024-07-27"),
        ("27 juillet 2024", "2024-07-27"),
        ("1er août 2024", "2024-08-01"),
        ("July 27, 2024", "2024-07-27"),
        ("June 20 , 2006", "2006-06-20"),
        ("Sat, 27 Jul 2024 10:00:00 GMT", "2024-07-27"),
        ("3. März 2024", "2024-03-03"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("2024-02-30", None),
        ("2024-13", "2024"),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        (20240727, None),
        ([2024], None),
    ],
)
def test_dates_become_edtf(value: object, expected: str | None) -> None:
    assert edtf(value) == expected


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00Z", "0044", "1602", "1601-01-01", "1753-01-01", date(1, 1, 1), 1799])
def test_a_machines_zero_is_no_day_of_publication(zero: object) -> None:
    assert edtf(zero) is not None
    assert published_on(zero) is None


@pytest.mark.parametrize("day", ["1800", "1867-05-01", "2024-07-27T10:00:00Z"])
def test_old_papers_keep_their_days(day: str) -> None:
    assert published_on(day) == day[:10]


def test_a_dateline_before_there_were_papers_gives_way_to_the_next() -> None:
    assert dateline("Brume\n\n01/01/0001\n\n27 juillet 2024\n\nLe groupe a signé.\n") == "2024-07-27"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Monday, April 8, 2019", "2019-04-08"),
        ("2019-04-08", "2019-04-08"),
        ("Publié le 17 mars 2022 à 21h05 · 7 min de lecture", "2022-03-17"),
        ("ADA LIN | 18 juin 2024 | Puces", "2024-06-18"),
        ("Par Ada Lin, lundi 20 octobre 2025", "2025-10-20"),
        ("Le 7 février 2023 à 11:15 — Par Ada Lin", "2023-02-07"),
        ("Veröffentlicht am 3. März 2024 um 10:30 Uhr", "2024-03-03"),
        ("Publicado el 3 de marzo de 2024", "2024-03-03"),
        ("Le 26 juin 2024, Ardoise a signé avec Brume", None),
        ("Ardoise : les comptes du 26 juin 2024", None),
        ("Le 26 juin 2024.", None),
    ],
)
def test_a_dateline_tells_when_an_article_appeared(line: str, expected: str | None) -> None:
    assert dateline(f"Ardoise rachète Brume\n\n{line}\n\nLe groupe a signé.\n") == expected
