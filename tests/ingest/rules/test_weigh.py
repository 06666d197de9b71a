"""How the scores of judge and encoder become one."""

from __future__ import annotations

import math

import pytest

from ingest.rules.weigh import Combination, combination, likeliest, logit

PLAIN = Combination(together=(1.0, 0.5, -1.0, 0.0), alone=(1.0, 0.0, 0.0, 0.0), apart=(0.5, 0.0, 0.0, -1.0))


def test_both_scores_count_when_there_are_both() -> None:
    assert PLAIN.probability(0.0, 0.0, together=True, doubt=0.0) == 0.5
    assert PLAIN.probability(1.0, 2.0, together=True, doubt=0.0) == pytest.approx(1 / (1 + math.exp(-2)))
    assert PLAIN.probability(1.0, None, together=True, doubt=0.0) == pytest.approx(1 / (1 + math.exp(-1)))
    assert PLAIN.probability(2.0, None, together=False, doubt=0.0) == 0.5


def test_a_phrase_is_less_sure_than_a_name() -> None:
    assert PLAIN.probability(1.0, 1.0, together=True, doubt=1.0) < PLAIN.probability(1.0, 1.0, together=True, doubt=0.0)


def test_the_combination_that_ships_listens_to_both() -> None:
    shipped = combination()
    assert shipped.together[0] > 0
    assert shipped.together[1] > 0
    assert shipped.alone[1] == shipped.apart[1] == 0


def test_a_logit_is_bounded() -> None:
    assert logit(0.5) == 0
    assert -20 < logit(0.0) == pytest.approx(-logit(1.0))


def test_the_surer_opinion_wins() -> None:
    unsure, sure = {"asserted": 0.2, "denied": 0.1}, {"asserted": -3.0, "denied": 3.0}
    assert likeliest(unsure, None) == "asserted"
    assert likeliest(unsure, sure) == "denied"
    assert likeliest(sure, unsure) == "denied"
    assert likeliest({"asserted": 900.0, "denied": -900.0}, {"asserted": -800.0, "denied": 800.0}) == "asserted"
