from __future__ import annotations

import pytest

from ingest.rules.kinds import KINDS
from ingest.rules.lexicon import LEXICONS, lexicon
from ingest.rules.words import name_words
from ontology.vocabulary import ontology


@pytest.mark.parametrize("lang", LEXICONS)
def test_the_lists_of_a_language_speak_of_the_ontologys_types_in_small_letters(lang: str) -> None:
    words = lexicon(lang)
    types = set(ontology().entity_types)
    assert set(words.nouns) | set(words.anaphors) | set(words.legal_heads) <= types
    assert all(month.islower() for month in words.months)
    assert words.listed("function")


def test_a_language_without_a_file_has_empty_lists() -> None:
    assert lexicon("xx").nouns == {}
    assert lexicon("xx").listed("function") == frozenset()


def test_names_are_weighed_for_the_ontologys_types() -> None:
    assert set(KINDS) == set(ontology().entity_types)
    assert set(name_words().suffixes) <= set(KINDS)


def test_womens_first_names_are_first_names() -> None:
    assert not name_words().feminine - name_words().first_names - {"josiane", "lara", "charlène"}
