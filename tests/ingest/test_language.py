from __future__ import annotations

import pytest

from ingest.language import language_code, language_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le groupe Ardoise a annoncé lundi le rachat de la jeune pousse Brume.", "fr"),
        ("The Ardoise group announced on Monday that it will buy the start-up Brume.", "en"),
        ("Der Konzern Ardoise hat am Montag die Übernahme des Start-ups Brume bekannt gegeben.", "de"),
        ("El grupo Ardoise anunció el lunes la compra de la empresa emergente Brume.", "es"),
        ("https://ardoise.example/the-group-that-buys\n\nLe groupe achète des puces chez Brume depuis un an.", "fr"),
    ],
)
def test_languages_are_told_apart(text: str, expected: str) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("fr", "fr"), ("fr-FR", "fr"), ("EN_us", "en"), (" de ", "de"), ("french", None), ("", None), (None, None), (True, None)],
)
def test_a_language_tag_gives_its_code(value: object, expected: str | None) -> None:
    assert language_code(value) == expected
