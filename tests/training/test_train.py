"""The judge is trained from examples, the same each time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.rules import judge as judging
from ingest.rules.judge import Judge, Weights
from ingest.rules.mentions import Mention
from training.examples import Example, is_set_aside, sentence_examples
from training.train import Table, classes, collected, fitted, main, matrix, table, trained, vocabulary

COMPANIES = ("Altair", "Boreal", "Cobalt", "Delphi", "Emeraude", "Faraday")
WORDINGS = {
    "a racheté": ("acquires", "asserted", "current"),
    "aurait racheté": ("acquires", "reported", "current"),
    "n'a jamais racheté": ("acquires", "denied", "current"),
    "veut racheter": ("acquires", "asserted", "planned"),
    "rivalise avec": ("competes-with", "asserted", "current"),
    "ne rivalise plus avec": ("competes-with", "asserted", "ended"),
    "a parlé hier à": None,
}


PASSAGE = {
    "sentences": ["Altair a racheté Boreal."],
    "entities": [["Altair", "Company"], ["Boreal", "Company"]],
    "relations": [["Altair", "acquires", "Boreal", "asserted", "current", [0]]],
}
LEARNED = next(f"a{n}" for n in range(100) if not is_set_aside(f"a{n}"))


def rows() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for words, said in WORDINGS.items():
        for head, tail in zip(COMPANIES, COMPANIES[1:] + COMPANIES[:1], strict=True):
            relations = [[head, said[0], tail, *said[1:]]] if said else []
            entities = [[head, "Company"], [tail, "Company"]]
            found.append({"text": f"{head} {words} {tail}.", "entities": entities, "relations": relations})
    return found


@pytest.fixture(scope="module")
def some() -> list[Example]:
    return list(sentence_examples(rows(), "fr", "made"))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Data with one article, sentences, and passages in two languages."""
    data, sentences, passages = (tmp_path / name for name in ("data", "sentences", "passages"))
    for folder in (data / "articles", data / "gold", sentences, passages):
        folder.mkdir(parents=True)
    (data / "articles" / "one.txt").write_text("Microsoft a investi 13 milliards de dollars dans OpenAI.", encoding="utf-8")
    (data / "gold" / f"{LEARNED}.json").write_text(json.dumps({"id": LEARNED, "entities": [], "relations": []}), encoding="utf-8")
    (data / "articles.jsonl").write_text(json.dumps({"id": LEARNED, "file": "articles/one.txt", "lang": "fr"}) + "\n", encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows())
    (sentences / "fr-01.jsonl").write_text(lines, encoding="utf-8")
    for lang in ("fr", "de"):
        (passages / f"{lang}-99.jsonl").write_text(json.dumps(PASSAGE, ensure_ascii=False) + "\n", encoding="utf-8")
    return data, sentences, passages


def read(tables: Table) -> Judge:
    return Judge(*(Weights.read(tables, name) for name in ("relations", "certainties", "phases")))


def best(judge: Judge, example: Example) -> str:
    first, second = (Mention(0, 1, "A", end, end, "Company") for end in example.ends)
    relation, way, probability = max(judge.relations_of(first, second, example.features), key=lambda one: one[2])
    return f"{relation}:{way}" if probability >= 0.5 else ""


def test_what_was_learned_is_known(some: list[Example]) -> None:
    judge = read(trained(some, strength=3.0, status_strength=3.0))
    for example in some:
        assert best(judge, example) == "".join(f"{one.relation}:{one.way}" for one in example.said), example.origin
        for one in example.said:
            assert judge.certainty_of(example.cues[one.relation]) == one.certainty
            assert judge.phase_of(example.cues[one.relation]) == one.phase


def test_training_twice_gives_the_same(some: list[Example]) -> None:
    first, second = trained(some), trained(some)
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert set(first) == set(second)


def test_what_never_occurs_is_never_said(some: list[Example]) -> None:
    judge = read(trained(some))
    biases = dict(zip(judge.relations.classes, judge.relations.bias, strict=True))
    assert list(judge.relations.classes) == classes()
    assert biases["supplies:forth"] == -9.0
    assert biases["acquires:forth"] > -9.0


def test_values_that_never_or_always_occur_need_no_regression(some: list[Example]) -> None:
    plain = [e for e in some if all((one.certainty, one.phase) == ("asserted", "current") for one in e.said)]
    judge = read(trained(plain))
    for example in plain:
        for cues in example.cues.values():
            assert (judge.certainty_of(cues), judge.phase_of(cues)) == ("asserted", "current")


def test_nothing_to_tell_apart_gives_no_weights() -> None:
    seen = matrix([{"a"}, {"a"}], {"a": 0})
    for truth, bias in (([True, True], 9.0), ([False, False], -9.0)):
        weights, found = fitted(seen, truth, [1.0, 1.0], 1.0)
        assert (weights.tolist(), found) == ([0.0], bias)
    assert fitted(matrix([], {}), [], [], 1.0)[1] == -9.0


def test_features_seen_once_are_left_out() -> None:
    assert vocabulary([{"a", "b"}, {"b", "c"}, {"b", "a"}]) == {"a": 0, "b": 1}


def test_a_matrix_has_a_row_for_each_set() -> None:
    assert matrix([{"b"}, {"a", "b", "x"}, set()], {"a": 0, "b": 1}).toarray().tolist() == [[0, 1], [1, 1], [0, 0]]


def test_weights_of_next_to_nothing_are_left_out() -> None:
    made = table("x", {"a": 0, "b": 1}, ["one"], np.array([[0.5], [0.001]]), np.array([1.0]))
    assert str(made["x_features"]) == "a"
    assert made["x_weights"].tolist() == [[0.5]]


def test_articles_set_aside_are_not_even_opened(folders: tuple[Path, Path, Path]) -> None:
    data, sentences, passages = folders
    aside = next(f"a{n}" for n in range(100) if is_set_aside(f"a{n}"))
    with (data / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": aside, "file": "articles/missing.txt", "lang": "fr"}) + "\n")
    assert {example.origin.partition(":")[0] for example in collected(data, sentences, passages)} == {LEARNED, "fr-01", "fr-99"}


def test_the_command_writes_a_judge_that_can_be_read(
    folders: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, sentences, passages = folders
    out, cache = tmp_path / "judge.npz", tmp_path / "examples.pickle"
    given = {"data": data, "sentences": sentences, "passages": passages, "out": out, "cache": cache}
    command = ["train", *(word for name, path in given.items() for word in (f"--{name}", str(path)))]
    monkeypatch.setattr(sys, "argv", command)
    assert main() == 0
    first = out.read_bytes()
    assert main() == 0  # from the cache
    assert len(out.read_bytes()) == len(first)
    assert f"→ {out}" in capsys.readouterr().err
    monkeypatch.setattr(judging, "MODEL", out)
    judging.judge.cache_clear()
    try:
        assert judging.judge().relations.classes == tuple(classes())
    finally:
        judging.judge.cache_clear()
