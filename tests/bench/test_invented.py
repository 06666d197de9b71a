"""The gold of the invented articles is sound, and no list of the project has their companies, persons or products."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from ingest.catalogue import catalogue
from ontology.vocabulary import ontology
from tests.samples.soundness import annotated

FOLDER = Path(__file__).parents[2] / "bench" / "invented"
ALL = annotated(FOLDER)

each_article = pytest.mark.parametrize("id_", ALL)


def test_every_article_has_its_gold_and_its_line() -> None:
    lines = [json.loads(line) for line in (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["id"]: line["file"] for line in lines} == {id_: f"articles/{one.path.name}" for id_, one in ALL.items()}
    assert len(list((FOLDER / "articles").iterdir())) == len(ALL)
    assert all(one.gold["id"] == id_ for id_, one in ALL.items())


def test_the_articles_are_of_four_languages() -> None:
    assert Counter(id_[:2] for id_ in ALL) == {"fr": 5, "en": 5, "de": 1, "es": 1}


@each_article
def test_an_article_is_read_in_its_language_and_of_an_article_s_length(id_: str) -> None:
    article = ALL[id_].article
    assert article.lang == id_[:2]
    assert 250 <= len(article.text.split()) <= 450


@each_article
def test_gold_is_sound(id_: str) -> None:
    assert ALL[id_].faults() == []


@each_article
def test_no_list_has_what_is_named(id_: str) -> None:
    named = [name for entity in ALL[id_].gold["entities"] if entity["type"] != "Government" for name in entity["names"]]
    assert [name for name in named if catalogue().by_name(name)] == []


def test_all_relations_and_statuses_occur() -> None:
    relations = [relation for one in ALL.values() for relation in one.relations if relation["need"] == "required"]
    assert {relation["relation"] for relation in relations} == set(ontology().relations)
    for status, names in (("certainty", ontology().certainties), ("phase", ontology().phases)):
        times = Counter(relation[status] for relation in relations)
        assert all(times[name] >= 10 for name in names), times
