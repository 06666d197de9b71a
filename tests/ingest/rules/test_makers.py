"""Of several that may have made a product, the likeliest counts."""

from __future__ import annotations

import pytest

from ingest.rules.makers import outdone
from ingest.rules.mentions import Mention
from ingest.rules.read import Statement


def stated(head: str, tail: str, probability: float, relation: str = "develops") -> Statement:
    firm = Mention(0, len(head), head, head.lower(), head, "Company")
    product = Mention(0, len(tail), tail, tail.lower(), tail, "Product")
    return Statement(firm, product, relation, probability, "asserted", "current", 0, 0, forth=True, seen=None)


def test_who_is_behind_the_likeliest_maker_loses_the_more_the_further() -> None:
    found = list(outdone([stated("Vantik", "Korvex", 0.8), stated("Dunlin", "Korvex", 0.6), stated("Altair", "Korvex", 0.4)], 0.3))
    assert [one.head.text for one in found] == ["Vantik", "Dunlin"]
    assert [one.probability for one in found] == pytest.approx([0.8, 0.6 * 0.75**2])


def test_a_maker_said_twice_is_not_its_own_rival() -> None:
    found = list(outdone([stated("Vantik", "Korvex", 0.5), stated("Vantik", "Korvex", 0.8)], 0.3))
    assert [one.probability for one in found] == [0.5, 0.8]


def test_other_products_and_other_relations_are_left_alone() -> None:
    given = [stated("Vantik", "Korvex", 0.9), stated("Dunlin", "Sorrel", 0.4), stated("Dunlin", "Korvex", 0.4, "uses")]
    assert list(outdone(given, 0.3)) == given
