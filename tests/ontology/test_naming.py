from __future__ import annotations

import pytest

from ontology.naming import is_name_of


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Tessaly", "Tessaly Motors"),
        ("Big Blue", "IBM"),
        ("NVDA", "Nvidia"),
        ("kelvora", "Kelvora"),
        ("Son", "Masayoshi Son"),
        ("IT", "Institut Tessaly"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("L'Oréal", "Groupe L’Oréal"),
        ("The New York Times", "NYT"),
        ("xAI", "x.AI Corp"),
        ("o3", "OpenAI o3"),
        ("任天堂", "Nintendo"),
    ],
)
def test_what_is_written_as_names_are_is_a_name(mention: str, name: str) -> None:
    assert is_name_of(mention, name)


@pytest.mark.parametrize(
    "mention",
    [
        *("Son", "son", "Il", "elle", "le groupe", "Le groupe", "L’entreprise", "groupe", "Ce dernier", "la start-up de Dijon", "Nous"),
        *("It", "its", "The company", "the Redmond giant", "chipmaker", "The U.S. group", "both companies", "Who"),
        *("Le géant de Santa Clara", "géant de Santa Clara"),
        *("Der Konzern", "des Start-ups", "Ihr Rivale", "Sie", "Das Münchner Unternehmen"),
        *("La empresa", "el grupo", "Su rival", "ella", "La firma de Madrid"),
        *("", "…"),
    ],
)
def test_pronouns_and_phrases_are_none(mention: str) -> None:
    assert not is_name_of(mention, "Nvidia")
