from __future__ import annotations

import pytest

from tests.ingest.rules.named import read, stands_for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Solvantis a rouvert une usine. Le groupe emploie 300 personnes.", ("Le groupe", "Solvantis")),
        ("Nvidia progresse. Le géant de Santa Clara embauche.", ("Le géant de Santa Clara", "Nvidia")),
        ("Solvantis a signé avec l'État. L'entreprise, née à Pau, recrute.", ("L'entreprise", "Solvantis")),
        ("Marie Lefort dirige Solvantis. Elle quittera la ville.", ("Elle", "Marie Lefort")),
    ],
)
def test_french_phrases_and_pronouns_stand_for_the_subject_before(text: str, expected: tuple[str, str]) -> None:
    assert expected in stands_for("fr", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apple was sued in March. The company denies it.", ("The company", "Apple")),
        ("Tim Cook spoke at Apple. He wants more.", ("He", "Tim Cook")),
        ("Halden Robotics raised money. It plans to hire.", ("It", "Halden Robotics")),
    ],
)
def test_english_phrases_and_pronouns_stand_for_the_subject_before(text: str, expected: tuple[str, str]) -> None:
    assert expected in stands_for("en", text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Solvantis recrute. Il faut attendre."),
        ("fr", "Solvantis recrute. Il y a des postes."),
        ("fr", "Solvantis recrute. Il est probable que le marché baisse."),
        ("en", "Apple sued Masimo. It is clear that the market fell."),
        ("en", "Apple sued Masimo. It takes time."),
    ],
)
def test_an_empty_subject_stands_for_nothing(lang: str, text: str) -> None:
    assert not [word for word, _ in stands_for(lang, text) if word in {"Il", "It"}]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Nvidia progresse. La start-up Kermeur recrute."),
        ("fr", "Solvantis progresse. Le patron de Kermeur recrute."),
        ("fr", "Solvantis progresse. La première entreprise du pays recrute."),
        ("en", "Apple grew. The chipmaker Kermeur is hiring."),
        ("en", "Apple grew. The largest company of the country is hiring."),
    ],
)
def test_a_phrase_beside_a_name_or_of_another_thing_stands_for_no_one_else(lang: str, text: str) -> None:
    assert stands_for(lang, text) == []


def test_she_is_never_he() -> None:
    assert stands_for("en", "Tim Cook met reporters. She left.") == []


def test_the_article_stays_out_where_a_preposition_holds_it() -> None:
    found = read("fr", "Solvantis recrute. Les salariés du groupe attendent.")
    assert [(m.text, m.name) for m in found if m.kind == "phrase"] == [("groupe", "Solvantis")]
