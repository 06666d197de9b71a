"""Answers are read with patience: whole items count, whatever stands around them or is cut off."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.llm.answer import Answer, read_answer, read_verdict
from tests.ingest.llm.samples import answer, entity, relation

PLAIN = answer(
    [entity("Alpha", "the firm"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1), relation("Beta", "acquires", "Alpha", 2, 3)]
)


def parsed(text: str) -> Answer:
    found = read_answer(text)
    assert isinstance(found, Answer), found
    return found


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"```json\n{PLAIN}\n```",
        f"Here you are:\n```\n{PLAIN}\n```\nAnything else?",
        f"<think>Is {{Alpha}} a firm? {{</think>\n{PLAIN}",
        f"{PLAIN}\n\n{{}}",
        f"\ufeff \n{PLAIN}",
    ],
)
def test_words_around_the_json_do_no_harm(text: str) -> None:
    found = parsed(text)
    assert found.whole
    assert [len(found.entities), len(found.relations)] == [2, 2]
    assert found.relations[1].sentences == (2, 3)


def test_a_cut_answer_keeps_its_whole_items() -> None:
    for end in range(PLAIN.index('"relations"'), len(PLAIN) - 1):
        found = read_answer(PLAIN[:end])
        assert isinstance(found, Answer)
        assert not found.whole
        assert len(found.entities) == 2
        assert len(found.relations) == sum(
            PLAIN.find("}", at) < end for at in (PLAIN.index('"sentences": [1]'), PLAIN.index('"sentences": [2'))
        )


def test_one_broken_item_costs_only_itself() -> None:
    text = PLAIN.replace('"Beta", "type"', '"Be"ta", "type"', 1)
    found = parsed(text)
    assert [one.name for one in found.entities] == ["Alpha"]
    assert len(found.relations) == 2


@pytest.mark.parametrize(
    "text", ["", "no", "null", "[]", "{}", '{"entities": 3}', "{" * 100_000, '{"a":' * 5000, "x" * 500_000, '{"n": ' + "9" * 10_000 + "}"]
)
def test_what_is_no_answer_is_told_in_a_line(text: str) -> None:
    found = read_answer(text)
    assert isinstance(found, str)
    assert len(found) < 200
    assert "\n" not in found


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sentences": ["one"]}, "names its sentences by something else than numbers"),
        ({"sentences": []}, "names its sentences by something else than numbers"),
        ({"sentences": None}, "names its sentences by something else than numbers"),
        ({"sentences": [True]}, "names its sentences by something else than numbers"),
        ({"sentences": [1.5]}, "names its sentences by something else than numbers"),
        ({"head": None}, "has no head"),
        ({"tail": ["Beta"]}, "has no tail"),
        ({"certainty": {"a": 1}}, "has no certainty"),
        ({"head": "x" * 1000}, "has no head"),
    ],
)
def test_an_item_that_lacks_something_is_counted_with_its_reason(change: dict[str, object], reason: str) -> None:
    found = parsed(answer([entity("Alpha")], [relation("Alpha", "supplies", "Beta", 1) | change]))
    assert found.relations == []
    assert reason in found.broken[0][1]


def test_small_liberties_are_taken_well() -> None:
    said = relation("Alpha", "supplies", "Beta", 1) | {"sentences": "[3]", "qualifiers": {"amount": 5000000, "currency": "USD", "x": None}}
    said.pop("sure")
    found = parsed(answer([{"name": "Alpha", "type": "Company"}], [said]))
    assert found.relations[0].sentences == (3,)
    assert found.relations[0].qualifiers == {"amount": "5000000", "currency": "USD"}
    assert found.relations[0].sure
    assert found.entities[0].key == "Alpha"


def test_a_flood_of_items_is_cut() -> None:
    found = parsed(answer([], [relation("A", "supplies", "B", n) for n in range(1500)]))
    assert len(found.relations) == 1000
    assert "expected at most 1000" in found.broken[-1][1]


@pytest.mark.parametrize(
    "piece", ["{", '"', '{"', '{"a":', '{"a":[', "[", "\\", '{"entities": [', '"entities" ', '{"key": "', "\n{", " ", "{}"]
)
def test_hostile_answers_are_read_in_a_time_that_is_bounded(piece: str) -> None:
    for start in ("", '{"entities": [', '{"entities": [], "relations": ['):
        for length in (400_000, 4_000_000):  # what is read, and what is too long
            text = (start + piece * (length // len(piece)))[:length]
            read_answer(text)
            read_verdict(text)


def test_a_flood_of_broken_items_is_tried_no_more_often_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    decode = json.JSONDecoder.raw_decode

    def counted(self: json.JSONDecoder, text: str, idx: int = 0) -> tuple[object, int]:
        lengths.append(len(text))
        return decode(self, text, idx)

    monkeypatch.setattr(json.JSONDecoder, "raw_decode", counted)
    assert isinstance(read_answer('{"entities": [' + '{"a":[' * 60_000), Answer)
    assert sum(lengths) < 200_000_000


def test_verdicts() -> None:
    assert read_verdict('```json\n{"stated": true}```') is True
    assert read_verdict('{"stated": false}') is False
    assert read_verdict('{"stated": "yes"}') is None
    assert read_verdict("yes") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_JSON, max_size=4), st.lists(_JSON, max_size=4), st.integers(0, 2000))
def test_nothing_that_a_model_can_write_raises(entities: list[object], relations: list[object], end: int) -> None:
    text = json.dumps({"entities": entities, "relations": relations})
    read_answer(text)
    read_answer(text[:end])
    read_verdict(text)
