"""A floor of confidence: what is less sure is not made, by any reader."""

from __future__ import annotations

import pickle

import pytest

from ingest.extract import names_of
from ingest.llm.both import BothReaders
from ingest.rules import rules_extractor
from ingest.rules.reader import LEAST
from ingest.surer import surer
from ontology.records import Article
from tests.ingest.readers import PlainReader

ARTICLE = Article("Nvidia supplies Tesla. Nvidia regulates AMD.", "a.txt")
NEWS = Article(
    "Nvidia a racheté Mellanox. Selon Bloomberg, Apple aurait racheté Perplexity, rival de Google et de Meta.", "n.txt", lang="fr"
)


@pytest.mark.parametrize(("least", "claims"), [(0.0, 1), (0.75, 1), (0.76, 0), (1.0, 0)])
def test_claims_below_the_floor_are_not_made_and_rejections_stay(least: float, claims: int) -> None:
    reading = surer(PlainReader(), least)(ARTICLE)
    assert (len(reading.claims), len(reading.rejections)) == (claims, 1)


def test_without_a_floor_the_reader_is_itself() -> None:
    reader = PlainReader()
    assert surer(reader, None) is reader


def test_it_bears_the_names_of_its_reader() -> None:
    both = BothReaders(PlainReader("model@1"), PlainReader("plain@1"))
    assert surer(both, 0.5).name == both.name
    assert names_of(surer(both, 0.5)) == both.names


@pytest.mark.parametrize("least", [0.0, 0.1, 0.333, 0.5, 0.9])
def test_the_offline_reader_says_what_is_that_sure_and_nothing_else(least: float) -> None:
    every = rules_extractor(0.0)(NEWS).claims
    assert rules_extractor(least)(NEWS).claims == tuple(claim for claim in every if claim.confidence >= least)
    assert min(claim.confidence for claim in every) >= 0.05


def test_its_own_floor_holds_where_none_is_given() -> None:
    own = rules_extractor()(NEWS).claims
    assert own == rules_extractor(LEAST)(NEWS).claims
    assert len(own) < len(rules_extractor(0.0)(NEWS).claims)


def test_it_can_be_sent_to_another_process() -> None:
    reader = rules_extractor(0.5)
    assert pickle.loads(pickle.dumps(reader)) == reader  # noqa: S301 - our own
