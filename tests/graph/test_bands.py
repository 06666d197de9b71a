"""Bands of prints in memory find the copies that comparing all with all finds, as long as they are those of the graph."""

from __future__ import annotations

from itertools import combinations
from typing import NoReturn

import pytest

from graph import bands
from graph.bands import Bands
from ontology.copies import copies_among, print_of
from tests.graph.samples import story

PRINTS = {f"a_{number}_{part}": print_of(story(number, part=part)) for number in range(6) for part in range(5)} | {"short": ""}
FIRST, SECOND = dict(list(PRINTS.items())[:14]), dict(list(PRINTS.items())[14:])


def never() -> NoReturn:
    raise AssertionError


def knowing(prints: dict[str, str], revision: int = 7) -> Bands:
    found = Bands()
    found.know(revision, articles=lambda: len(prints), more=1, prints=prints.items)
    return found


def test_they_find_what_comparing_all_with_all_finds() -> None:
    expected = {
        (one, other)
        for one, its in SECOND.items()
        for other, print_ in FIRST.items()
        if its and print_ and copies_among(its, [print_]) == [True]
    }
    assert len(expected) == 1  # a story whose parts are on both sides
    assert set(knowing(FIRST).copies_of(SECOND)) == expected
    assert list(Bands().copies_of(SECOND)) == []


def test_what_a_transaction_adds_counts_when_it_is_done() -> None:
    known = knowing(FIRST)
    known.coming(8, SECOND)
    assert set(known.copies_of(dict(list(SECOND.items())[3:5]))) == set()
    known.settled()
    assert {one for one, other in known.copies_of(PRINTS) if one != other} == {
        one for one, other in combinations_both(PRINTS) if copies_among(PRINTS[one], [PRINTS[other]]) == [True]
    }
    known.know(8, articles=never, more=1, prints=tuple)
    assert known.known


def combinations_both(prints: dict[str, str]) -> list[tuple[str, str]]:
    pairs = list(combinations([id_ for id_, print_ in prints.items() if print_], 2))
    return pairs + [(other, one) for one, other in pairs]


def test_a_transaction_that_was_not_done_leaves_them_as_they_were() -> None:
    known = knowing(FIRST)
    known.coming(8, SECOND)
    known.know(7, articles=never, more=1, prints=tuple)
    known.settled()
    assert set(known.copies_of({"x": next(iter(SECOND.values()))})) == set(knowing(FIRST).copies_of({"x": next(iter(SECOND.values()))}))


def test_where_another_wrote_they_are_read_anew_when_it_pays() -> None:
    known = knowing(FIRST)
    known.know(9, articles=lambda: 10_000, more=150, prints=never)
    assert not known.known
    known.know(10, articles=lambda: 10_000, more=50, prints=PRINTS.items)
    assert known.known
    assert {other for _, other in known.copies_of({"x": PRINTS["a_5_4"]})} == {"a_5_3", "a_5_4"}


def test_no_more_are_held_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "_MOST", 20)
    known = knowing(FIRST)
    known.coming(8, SECOND)
    known.settled()
    assert not known.known
    known.know(8, articles=lambda: len(PRINTS), more=1000, prints=never)
    assert not known.known


def test_many_small_transactions_find_what_one_great_one_finds() -> None:
    known = knowing({})
    for number, (id_, print_) in enumerate(PRINTS.items()):
        known.coming(8 + number, {id_: print_})
        known.settled()
    assert set(known.copies_of(PRINTS)) == set(knowing(PRINTS).copies_of(PRINTS))
    known.coming(99, {})
    known.settled()
    known.know(99, articles=never, more=0, prints=never)
    assert known.known
