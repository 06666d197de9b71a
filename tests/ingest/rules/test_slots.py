"""Who does what to whom, whatever the parser calls it."""

from __future__ import annotations

import pytest

from ingest.rules.grammar import grammar
from ingest.rules.slots import describes, names_of, slots_of
from tests.ingest.rules.marked import sentence, word


def filled(marked: str, lang: str, form: str) -> dict[str, list[str]]:
    """The names in the slots of a word of the sentence."""
    one, words = sentence(marked, lang), grammar(lang)
    slots = slots_of(word(one, form), one, words)
    named = {slot: [m.name for token in tokens for m in names_of(token, one, words)] for slot, tokens in slots.items()}
    return {slot: names for slot, names in named.items() if names}


@pytest.mark.parametrize(
    ("lang", "marked", "verb"),
    [
        ("fr", "[Nvidia|C] n’a pas racheté [Arm|C].", "racheté"),
        ("fr", "[Nvidia|C] aurait racheté [Arm|C].", "racheté"),
        ("fr", "[Arm|C] a été rachetée par [Nvidia|C].", "rachetée"),
        ("fr", "[Arm|C], rachetée par [Nvidia|C], grandit.", "rachetée"),
        ("fr", "[Nvidia|C], qui a racheté [Arm|C], grandit.", "racheté"),
        ("fr", "[Nvidia|C] veut racheter [Arm|C].", "racheter"),
        ("en", "[Arm|C] was acquired by [Nvidia|C].", "acquired"),
        ("en", "[Arm|C], which [Nvidia|C] acquired, is growing.", "acquired"),
        ("en", "[Nvidia|C] plans to acquire [Arm|C].", "acquire"),
        ("en", "[Nvidia|C]'s plan to acquire [Arm|C] collapsed.", "acquire"),
    ],
)
def test_subject_and_object_are_those_of_the_active_voice(lang: str, marked: str, verb: str) -> None:
    found = filled(marked, lang, verb)
    assert (found["subj"], found["obj"]) == (["Nvidia"], ["Arm"])


@pytest.mark.parametrize(
    ("lang", "marked", "form", "slot"),
    [
        ("fr", "[Nvidia|C] vend des puces à [Tesla|C].", "vend", "p:à"),
        ("fr", "[Nvidia|C] investit au sein de [Tesla|C].", "investit", "p:chez"),
        ("en", "[Nvidia|C] sells chips to [Tesla|C].", "sells", "p:to"),
        ("en", "[Nvidia|C] competes against [Tesla|C].", "competes", "p:against"),
        ("en", "[Nvidia|C] poured money into [Tesla|C].", "poured", "p:into"),
        ("en", "[Nvidia|C] sold [Tesla|C] a factory.", "sold", "iobj"),
        ("fr", "La filiale de [Tesla|C] grandit.", "filiale", "p:de"),
        ("fr", "[sa=~Tesla|C] filiale grandit.", "filiale", "poss"),
        ("en", "[Tesla|C]'s subsidiary is growing.", "subsidiary", "poss"),
        ("en", "The [Tesla|C] subsidiary is growing.", "subsidiary", "comp"),
        ("fr", "[Tesla|C], filiale prospère, grandit.", "filiale", "is"),
        ("fr", "[Tesla|C] est une filiale.", "filiale", "is"),
        ("fr", "La filiale [Tesla|C] grandit.", "filiale", "is"),
        ("en", "[Tesla|C], a subsidiary, is growing.", "subsidiary", "is"),
        ("en", "[Tesla|C] is a subsidiary.", "subsidiary", "is"),
        ("fr", "[Tesla|C] annonce un partenariat.", "partenariat", "ctl"),
        ("en", "[Tesla|C] announced a partnership.", "partnership", "ctl"),
    ],
)
def test_a_word_has_its_arguments_in_their_slots(lang: str, marked: str, form: str, slot: str) -> None:
    assert filled(marked, lang, form).get(slot) == ["Tesla"]


def test_what_a_verb_adds_belongs_to_the_noun_that_it_carries() -> None:
    found = filled("[Google|C] a signé un accord avec [Meta|C].", "fr", "accord")
    assert (found["ctl"], found["p:avec"]) == (["Google"], ["Meta"])


def test_nouns_joined_by_and_share_whose_they_are() -> None:
    for form in ("cofondateur", "PDG"):
        found = filled("[Arthur Mensch|P], cofondateur et PDG de [Mistral AI|C], sourit.", "fr", form)
        assert (found["is"], found["p:de"]) == (["Arthur Mensch"], ["Mistral AI"]), form


def test_an_apposition_that_the_parser_takes_for_a_list_is_one() -> None:
    found = filled("« C’est faux », a déclaré [son=~Arm|C] directeur général, [Ada Roux|P], devant les actionnaires.", "fr", "directeur")
    assert (found["is"], found["poss"]) == (["Ada Roux"], ["Arm"])


def test_a_possessive_before_a_noun_and_a_name_is_the_nouns() -> None:
    found = filled("[Nvidia|C] and [its=~Nvidia|C] rival [AMD|C] met in Paris.", "en", "rival")
    assert (found["is"], found["comp"]) == (["AMD"], ["Nvidia"])


@pytest.mark.parametrize(
    ("lang", "marked", "form", "names"),
    [
        ("fr", "Il vend à [Tesla|C], [Meta|C] et [Xpeng|C].", "Microsoft", ["Tesla", "Meta", "Xpeng"]),
        ("fr", "Il a vendu des puces à des clients comme [Tesla|C].", "clients", ["Tesla"]),
        ("fr", "Il rachète la jeune pousse [Tesla|C].", "startup", ["Tesla"]),
        ("fr", "Il détient une part de [Tesla|C].", "part", ["Tesla"]),
        ("en", "[Tesla|C] bought a stake in a rival.", "stake", []),
        ("en", "It serves customers such as [Tesla|C] and [Meta|C].", "customers", ["Tesla", "Meta"]),
    ],
)
def test_a_token_stands_for_the_names_in_beside_or_listed_with_it(lang: str, marked: str, form: str, names: list[str]) -> None:
    one = sentence(marked, lang)
    assert [m.name for m in names_of(word(one, form), one, grammar(lang))] == names


def test_nouns_describe_and_verbs_do_not() -> None:
    one = sentence("[Nvidia|C] rachète une filiale.", "fr")
    assert [describes(word(one, form)) for form in ("rachète", "filiale")] == [False, True]
