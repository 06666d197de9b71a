"""Verbs: their voice, and whose deed they are."""

from __future__ import annotations

import pytest

from ingest.rules.clauses import is_passive, is_possessive, role_of, subjects
from ingest.rules.grammar import grammar
from ingest.rules.slots import names_of
from tests.ingest.rules.marked import sentence, word


@pytest.mark.parametrize(
    ("lang", "marked", "verb", "passive"),
    [
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "racheté", False),
        ("fr", "[Nvidia|C] n’a pas racheté [Arm|C] et n’a aucune intention de le faire.", "racheté", False),
        ("fr", "[Nvidia|C] rachète [Arm|C].", "rachète", False),
        ("fr", "[Arm|C] a été rachetée par [Nvidia|C].", "rachetée", True),
        ("fr", "[Arm|C] est rachetée par [Nvidia|C].", "rachetée", True),
        ("fr", "[Arm|C], rachetée par [Nvidia|C], grandit.", "rachetée", True),
        ("en", "[Nvidia|C] has acquired [Arm|C].", "acquired", False),
        ("en", "[Arm|C] was acquired by [Nvidia|C].", "acquired", True),
        ("en", "[Arm|C], acquired by [Nvidia|C] in May, is growing.", "acquired", True),
    ],
)
def test_the_voice_of_a_verb_is_told(lang: str, marked: str, verb: str, *, passive: bool) -> None:
    assert is_passive(word(sentence(marked, lang), verb), grammar(lang)) is passive


def test_a_verb_without_a_subject_shares_that_of_what_it_hangs_on() -> None:
    words = grammar("en")
    for verb, doer in (("asked", "Meta"), ("promised", "OpenAI")):
        one = sentence(f"[OpenAI|C] {verb} [Meta|C] to buy [Arm|C].", "en")
        assert [m.name for token in subjects(word(one, "buy"), words) for m in names_of(token, one, words)] == [doer]


def test_a_role_is_in_our_words() -> None:
    one = sentence("[Arm|C] was acquired by [Nvidia|C].", "en")
    roles = {form: role_of(word(one, form), grammar("en")) for form in ("was", "acquired", "by")}
    assert roles == {"was": "passive", "acquired": "root", "by": "agent"}
    assert role_of(one.doc[0], grammar("en")) == "passive-subject"


def test_possessives_are_those_of_the_language() -> None:
    one = sentence("[Nvidia|C] vend ses puces.", "fr")
    assert [token.text for token in one.doc if is_possessive(token, grammar("fr"))] == ["ses"]
