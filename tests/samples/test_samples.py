"""The samples' gold is sound: its words stand in the articles, its statements fit the ontology."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.sources import read_article
from ontology.records import Article
from ontology.vocabulary import ontology
from tests.samples.soundness import Annotated, edge

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLES = {path.stem: path for path in sorted((SAMPLES / "articles").iterdir())}
GOLD = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((SAMPLES / "gold").glob("*.json"))}

each_sample = pytest.mark.parametrize("stem", GOLD)


@cache
def article(stem: str) -> Article:
    return read_article(ARTICLES[stem])


def stated(stem: str, *wanted: str) -> dict[str, Any]:
    [found] = [relation for relation in GOLD[stem]["relations"] if edge(relation) == wanted]
    return dict(found)


def test_every_article_has_its_gold() -> None:
    assert set(ARTICLES) == set(GOLD)
    assert all(data["id"] == stem for stem, data in GOLD.items())


def test_the_samples_are_of_several_languages_and_kinds() -> None:
    assert Counter(stem[:2] for stem in ARTICLES) == {"fr": 12, "en": 8, "de": 1, "es": 1}
    assert Counter(path.suffix for path in ARTICLES.values()) == {".md": 15, ".txt": 4, ".html": 2, ".pdf": 1}


@each_sample
def test_an_article_is_read_in_its_language(stem: str) -> None:
    assert article(stem).lang == stem[:2]
    assert 1400 <= len(article(stem).text) <= 4500


@each_sample
def test_gold_is_sound(stem: str) -> None:
    assert Annotated(ARTICLES[stem], GOLD[stem]).faults() == []


def test_all_relations_and_statuses_occur() -> None:
    relations = [relation for data in GOLD.values() for relation in data["relations"] if relation["need"] == "required"]
    assert {relation["relation"] for relation in relations} == set(ontology().relations)
    for status, names in (("certainty", ontology().certainties), ("phase", ontology().phases)):
        times = Counter(relation[status] for relation in relations)
        assert all(times[name] >= 10 for name in names), times


def test_two_outlets_contradict_each_other() -> None:
    outlets = ("fr-08-basalte-equipe-orvane", "fr-09-orvane-dement")
    assert [stated(stem, "basalte", "supplies", "orvane")["certainty"] for stem in outlets] == ["asserted", "denied"]


def test_a_rumour_is_denied_later() -> None:
    rumour, denial = "fr-03-halveric-pelagia-rumeur", "fr-04-halveric-pelagia-dementi"
    assert stated(rumour, "halveric", "acquires", "pelagia")["certainty"] == "reported"
    assert stated(denial, "halveric", "acquires", "pelagia")["certainty"] == "denied"
    assert str(article(rumour).published) < str(article(denial).published)
    assert article(rumour).publisher == article(denial).publisher


def test_bumpgate_is_among_them() -> None:
    affair = stated("fr-01-bumpgate-apple-nvidia", "apple", "disputes-with", "nvidia")
    assert affair["qualifiers"]["event"] == "BumpGate"
    assert "BumpGate" in affair["evidence"]
