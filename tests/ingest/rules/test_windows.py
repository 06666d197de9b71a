"""Windows: what the encoder gets to read, and which pairs it judges."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.windows import END, START, Piece, Window, windows


def piece(number: int, marked: str, *, kind: str = "name") -> Piece:
    """A sentence with its names in brackets, all companies."""
    text, mentions = "", []
    for at, part in enumerate(marked.replace("]", "[").split("[")):
        if at % 2:
            mentions.append(Mention(len(text), len(text) + len(part), part, part.lower(), part, "Company", kind))
        text += part
    return Piece(number, 0, len(text), text, tuple(mentions))


def letters(text: str) -> list[int]:
    """A token for each word."""
    return [100 + len(word) for word in text.split()]


def read(*pieces: Piece, longest: int = 160) -> list[Window]:
    return list(windows(pieces, letters, longest=longest))


def test_a_window_has_marks_around_each_name() -> None:
    (window,) = read(piece(0, "[Nvidia] buys [Arm] today"))
    assert window.ids[0] == START
    assert window.ids[-1] == END
    assert window.ids[1:4] == [-3, 106, -13]
    (couple,) = window.couples
    assert [window.ids[place] for place in couple.places] == [-3, -3]
    assert (couple.first.name, couple.second.name, couple.together) == ("Nvidia", "Arm", True)


def test_phrases_have_a_mark_of_their_own() -> None:
    (window,) = read(piece(0, "[The group] buys [Arm]", kind=PHRASE))
    assert window.ids[1] == -8
    assert window.couples[0].distance == 1


def test_a_window_without_a_pair_is_not_read() -> None:
    assert read(piece(0, "[Nvidia] grows"), piece(1, "Nobody knows")) == []
    assert read(piece(0, "[Nvidia] and [Nvidia]")) == []


def test_pairs_reach_over_two_sentences_and_no_farther() -> None:
    near = read(piece(0, "[Nvidia] grows"), piece(1, "so it goes"), piece(2, "[Arm] too"))
    assert [(c.first.name, c.second.name, c.together) for w in near for c in w.couples] == [("Nvidia", "Arm", False)]
    far = read(piece(0, "[Nvidia] grows"), piece(1, "so it goes"), piece(2, "on and on"), piece(3, "[Arm] too"))
    assert far == []


def test_each_pair_is_judged_in_one_window() -> None:
    pieces = [piece(n, f"[Firm{n}] sells much of what it makes to [Buyer{n}] and to others") for n in range(40)]
    found = [(c.first.name, c.second.name) for w in read(*pieces, longest=60) for c in w.couples]
    assert len(found) == len(set(found))
    assert {(f"Firm{n}", f"Buyer{n}") for n in range(40)} <= set(found)
    assert {(f"Buyer{n}", f"Firm{n + 1}") for n in range(39)} <= set(found)


def test_no_window_is_longer_than_it_may_be() -> None:
    pieces = [piece(n, "[Nvidia] " + "word " * (10 + 37 * n % 70) + "[Arm]") for n in range(30)]
    for window in read(*pieces, longest=100):
        assert len(window.ids) <= 102
        assert len(window.sentences) == len(window.ids)
        assert all(place < len(window.ids) for couple in window.couples for place in couple.places)


def test_a_name_behind_the_end_of_an_endless_sentence_is_not_judged() -> None:
    assert read(piece(0, "[Nvidia] " + "word " * 330 + "[Arm]")) == []


def test_entities_are_numbered_within_the_window() -> None:
    (window,) = read(piece(0, "[Nvidia] buys [Arm] and [Groq]"), piece(1, "[Arm] is glad"))
    numbers = {
        name: number
        for c, ends in zip(window.couples, window.ends, strict=True)
        for name, number in zip((c.first.name, c.second.name), ends, strict=True)
    }
    assert numbers == {"Nvidia": 0, "Arm": 1, "Groq": 2}
    assert len(window.ends) == len(window.couples) == 5


def test_two_names_leave_no_doubt_and_phrases_as_much_as_both_have() -> None:
    ((couple,),) = (window.couples for window in read(piece(0, "[Nvidia] buys [Arm] today")))
    assert couple.doubt == 0
    first = replace(couple.first, kind=PHRASE, sure=0.5)
    assert replace(couple, first=first).doubt == pytest.approx(log(2))
    assert replace(couple, first=first, second=replace(couple.second, kind=PHRASE, sure=0.8)).doubt == pytest.approx(log(2 / 0.8))
    assert replace(couple, first=replace(first, sure=0.0)).doubt < 10


def test_a_long_enumeration_is_read_whole_with_the_sentence_before_it() -> None:
    members = " and ".join(f"[Firm{n}]" for n in range(50))
    (window,) = [w for w in read(piece(0, "[Guild] has members"), piece(1, f"They are {members}")) if len(w.ids) > 160]
    assert {c.second.name for c in window.couples if c.first.name == "Guild"} == {f"Firm{n}" for n in range(50)}
    (window,) = read(piece(0, " and ".join(f"[Firm{n}]" for n in range(200))))
    assert len(window.ids) <= 330
