"""The frames are data: what stands in their files is of use, and is read as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from ingest.rules.frames import NEEDS
from ingest.rules.grammar import LANGUAGES, Frame, Grammar, grammar, straight
from ontology.vocabulary import ontology

SLOTS = {"subj", "obj", "iobj", "poss", "comp", "is", "ctl", "self", "paren"}
ROLES = {
    *("root", "subject", "passive-subject", "passive", "aux", "object", "indirect", "agent", "preposition", "complement", "modifier"),
    *("oblique", "adjective", "apposition", "flat", "compound", "conj", "relative", "participle", "adverbial", "open", "clause"),
    *("attribute", "predicative", "poss", "case", "mark", "determiner", "copula", "fixed", "bare"),
}

in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def frames(words: Grammar) -> Iterator[tuple[str, str, Frame]]:
    for (trigger, word), some in words.frames.items():
        for frame in some:
            yield trigger, word, frame


def slots(frame: Frame) -> tuple[str, ...]:
    return (*frame.head, *frame.tail, *frame.among)


@in_each_language
def test_every_relation_has_frames(lang: str) -> None:
    assert {frame.relation for _, _, frame in frames(grammar(lang))} == set(ontology().relations)


@in_each_language
def test_a_frame_has_both_ends_or_takes_them_from_the_same_slots(lang: str) -> None:
    for _, word, frame in frames(grammar(lang)):
        assert bool(frame.among) != bool(frame.head and frame.tail), (word, frame.id)


@in_each_language
def test_slots_are_known_and_prepositions_are_spelled_as_the_grammar_spells_them(lang: str) -> None:
    words = grammar(lang)
    named = {slot for _, _, frame in frames(words) for slot in slots(frame)} | words.reciprocal | words.shared
    prepositions = {slot.removeprefix("p:") for slot in named if slot.startswith("p:")}
    assert named - {f"p:{word}" for word in prepositions} <= SLOTS
    assert {word: words.prepositions.get(word, word) for word in prepositions} == {word: word for word in prepositions}


@in_each_language
def test_what_a_frame_needs_is_looked_for_in_known_places(lang: str) -> None:
    assert {place for _, _, frame in frames(grammar(lang)) for place in frame.needs} <= set(NEEDS)


@in_each_language
def test_trigger_words_are_lower_case_lemmas_or_types(lang: str) -> None:
    for trigger, word, frame in frames(grammar(lang)):
        assert word in ontology().entity_types if trigger == "name" else word == word.lower(), frame.id


@in_each_language
def test_all_words_are_words(lang: str) -> None:
    words = grammar(lang)
    for each in fields(words):
        value = getattr(words, each.name)
        if isinstance(value, frozenset):
            assert all(isinstance(word, str) and word == word.strip() for word in value), each.name


def test_on_and_no_are_no_truth_values() -> None:
    assert "on" in grammar("en").light


@in_each_language
def test_labels_are_roles_that_the_slots_ask_for(lang: str) -> None:
    assert set(grammar(lang).labels.values()) <= ROLES


@in_each_language
def test_every_type_of_entity_has_a_placeholder_of_one_word(lang: str) -> None:
    placeholders = grammar(lang).placeholders
    assert set(placeholders) == set(ontology().entity_types)
    assert all(word.isalpha() for word in placeholders.values())


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("fr", "une start-up et son co-fondateur", "une startup et son cofondateur"),
        ("fr", "Face à Meta, au sein du groupe", "contre Meta, chez groupe"),
        ("fr", "à la tête d’", "patron d'"),
        ("fr", "auprès d'", "chez "),
        ("fr", "l’ex-", "l'ancien "),
        ("fr", "le P.-D.G. de", "le pdg de"),
        ("fr", "une enquête visant Meta", "une enquête contre Meta"),
        ("fr", "Meta dément", "Meta nie"),
        ("fr", "rien à changer", "rien à changer"),
        ("fr", "les start-upeurs", "les start-upeurs"),
        ("en", "the chief executive officer of the start-up", "the CEO of the startup"),
        ("en", "Customers such as Tesla as well as Ford", "Customers like Tesla and Ford"),
        ("en", "", ""),
    ],
)
def test_words_that_a_tokenizer_would_cut_are_written_as_one(lang: str, text: str, shown: str) -> None:
    assert grammar(lang).respelled(text) == shown


def test_straight_apostrophes_keep_the_length() -> None:
    assert straight("d’Arm, l'été 😀’") == "d'Arm, l'été 😀'"


def test_frames_are_found_by_trigger_and_word() -> None:
    assert {frame.relation for frame in grammar("fr").frames_of("verb", "racheter")} == {"acquires"}
    assert {frame.relation for frame in grammar("en").frames_of("noun", "subsidiary")} == {"subsidiary-of"}
    assert grammar("fr").frames_of("noun", "racheter") == ()
    assert grammar("fr").frames_of("verb", "") == ()


@in_each_language
def test_a_row_is_one_frame_for_all_its_words(lang: str) -> None:
    by_id: dict[tuple[str, str], set[int]] = {}
    for trigger, _, frame in frames(grammar(lang)):
        by_id.setdefault((trigger, frame.id), set()).add(id(frame))
    assert {key for key, objects in by_id.items() if len(objects) > 1} == set()
