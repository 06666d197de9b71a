"""What phrases stand for, by the tagger that ships."""

from __future__ import annotations

import pytest

from ingest.rules.mentions import NAME
from tests.ingest.rules.named import read, stands_for

SAID = {
    "fr": ("Brivelac a présenté ses comptes mardi à Nantes. Le groupe supprimera cent postes.", "Le groupe", "Brivelac"),
    "en": ("Thornwick reported its results on Tuesday. The chipmaker will cut a hundred jobs.", "The chipmaker", "Thornwick"),
    "de": ("Wolfratz hat am Dienstag seine Zahlen vorgelegt. Das Unternehmen streicht hundert Stellen.", "Das Unternehmen", "Wolfratz"),
    "es": ("Cornavel presentó el martes sus cuentas. La empresa suprimirá cien puestos.", "La empresa", "Cornavel"),
}


@pytest.mark.parametrize("lang", SAID)
def test_a_definite_phrase_stands_for_the_firm_named_before_it(lang: str) -> None:
    text, phrase, name = SAID[lang]
    assert (phrase.casefold(), name) in {(said.casefold(), of) for said, of in stands_for(lang, text)}


def test_a_phrase_for_two_stands_for_both() -> None:
    text = "Brivelac et Ondamire se disputent le marché breton. Les deux entreprises s'accusent de copie devant le tribunal."
    found = stands_for("fr", text)
    assert {of for said, of in found if "deux" in said} == {"Brivelac", "Ondamire"}


def test_without_a_name_before_it_a_phrase_stands_for_nobody() -> None:
    assert stands_for("fr", "Le groupe supprimera cent postes. La société ne commente pas.") == []


def test_a_phrase_that_introduces_a_name_is_left_to_the_name() -> None:
    text = "Brivelac se plaint. Elle accuse son concurrent grenoblois Ondamire de copie, dit l'assureur Vantrel."
    assert not {said for said, _ in stands_for("fr", text)} & {"son concurrent", "concurrent", "assureur", "l'assureur"}


@pytest.mark.parametrize("lang", SAID)
def test_a_phrase_is_as_sure_as_the_tagger_holds_it_and_a_name_wholly(lang: str) -> None:
    for mention in read(lang, SAID[lang][0]):
        assert (mention.sure == 1) if mention.kind == NAME else (0.2 <= mention.sure < 1)


def test_two_rivals_before_it_leave_a_phrase_in_more_doubt_than_one() -> None:
    def sure(text: str) -> float:
        return max((m.sure for m in read("en", text) if m.text.casefold() == "the company"), default=0.0)

    alone = sure("Thornwick makes pumps in Leeds. The company will cut a hundred jobs.")
    between = sure("Thornwick and Ondamire make pumps in Leeds. The company will cut a hundred jobs.")
    assert between < alone


@pytest.mark.parametrize(
    ("lang", "text", "pronoun"),
    [
        ("fr", "Marie Duval a reçu la presse. Il est parti.", "Il"),
        ("es", "Pedro García recibió a la prensa. Ella se fue.", "Ella"),
        ("de", "Maria Keller empfing die Presse. Er ging.", "Er"),
    ],
)
def test_a_pronoun_is_of_no_person_whose_first_name_says_otherwise(lang: str, text: str, pronoun: str) -> None:
    assert not [said for said, _ in stands_for(lang, text) if said == pronoun]


def test_no_preposition_is_left_at_either_end_of_a_phrase() -> None:
    assert stands_for("fr", "Solvantis recrute. Les salariés du groupe attendent.") == [("groupe", "Solvantis")]
    found = stands_for("fr", "Solvantis recrute. La rédaction a appris que la start-up d'Ilya Roch lève des fonds.")
    assert {said for said, _ in found} <= {"la start-up"}
