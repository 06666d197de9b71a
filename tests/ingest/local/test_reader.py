"""A classifier as reader: with a stand-in for the model always, and with a tiny model made here where transformers and torch are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.errors import ModelUnusable
from ingest.local.hub import version_of
from ingest.local.labels import Label, Labels, read_labels
from ingest.local.reader import ClassifierReader, local_reader
from ingest.surer import Surer
from ontology.records import Article
from tests.ingest.local.models import tiny_classifier

ARTICLE = Article("Microsoft has acquired Nuance. Nuance was founded by Ray Kurzweil.\n\nNvidia rose.", "a.txt", lang="en")
MARKS = ("[E1]", "[/E1]", "[E2]", "[/E2]")
LABELS = Labels({"bought": Label("acquires"), "founded_by": Label("founded", swap=True)}, MARKS, 0.6)
INSTALLED = find_spec("transformers") is not None and find_spec("torch") is not None


def by_words(texts: Sequence[str]) -> list[tuple[str, float]]:
    """What a good model would say."""
    said = []
    for text in texts:
        first, second = text.find("[E1]"), text.find("[E2]")
        if "acquired" in text and first < second:
            said.append(("bought", 0.9))
        elif "founded by" in text and first < second:
            said.append(("founded_by", 0.7))
        else:
            said.append(("none", 0.99))
    return said


def test_labels_become_claims_with_their_sentence() -> None:
    reading = ClassifierReader("local:x@1", LABELS, lambda: by_words)(ARTICLE)
    found = {(c.subject.name, c.relation, c.object.name): c for c in reading.claims}
    assert found.keys() == {("Microsoft", "acquires", "Nuance"), ("Ray Kurzweil", "founded", "Nuance")}
    claim = found["Microsoft", "acquires", "Nuance"]
    assert (claim.evidence.quote, claim.confidence, claim.extractor) == ("Microsoft has acquired Nuance.", 0.9, "local:x@1")


def test_what_is_unlikely_is_not_claimed_and_nothing_is_loaded_for_nothing() -> None:
    shy = ClassifierReader("local:x@1", Labels(LABELS.by_name, MARKS, 0.95), lambda: by_words)
    assert shy(ARTICLE).claims == ()

    def never() -> None:
        raise AssertionError("nobody asked")

    assert ClassifierReader("local:x@1", LABELS, never)(Article("It rained.", "b.txt", lang="en")).claims == ()  # type: ignore[arg-type]  # it must not be called


@pytest.mark.parametrize(("least", "model"), [(0.2, 0.2), (0.9, 0.6)])
def test_a_floor_that_is_asked_for_goes_before_that_of_the_labels(tmp_path: Path, least: float, model: float) -> None:
    (tmp_path / "aigraph.json").write_text('{"labels": {"x": {"relation": "acquires"}}, "least": 0.6}', encoding="utf-8")
    reader = local_reader(str(tmp_path), least=least)
    assert isinstance(reader, Surer)
    assert isinstance(reader.reader, ClassifierReader)
    assert (reader.least, reader.reader.labels.least) == (least, model)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "is missing, which tells what the model's labels mean: write it, or name another file with --labels"),
        ("{", "does not tell what the model's labels mean"),
        ("[" * 100_000, "does not tell"),
        ("[1]", "holds [1]: expected an object with labels"),
        ('{"labels": {"x": {"relation": "acquires"}}, "colour": 1}', "has colour: known are labels"),
        ("{}", "labels is missing: expected an object"),
        ('{"labels": {}}', "labels is {}: expected an object"),
        ('{"labels": ["x"]}', 'labels is ["x"]: expected an object'),
        ('{"labels": {"x": "acquires"}}', "labels: 'x' is \"acquires\": expected an object with a relation"),
        ('{"labels": {"x": {"relation": "buys"}}}', "labels: 'x': relation is \"buys\": expected one of"),
        ('{"labels": {"x": {"relation": ["buys"]}}}', "labels: 'x': relation is [\"buys\"]: expected one of"),
        ('{"labels": {"x": {"relation": "acquires", "phase": "soon"}}}', 'phase is "soon": expected one of'),
        ('{"labels": {"x": {"relation": "acquires", "certainty": true}}}', "certainty is true: expected one of"),
        ('{"labels": {"x": {"relation": "acquires", "swap": "no"}}}', 'swap is "no": expected true or false'),
        ('{"labels": {"x": {"relation": "acquires", "colour": 1}}}', "labels: 'x' has colour: known are relation"),
        ('{"labels": {"x": {"relation": "acquires"}}, "marks": ["a"]}', 'marks is ["a"]: expected four different texts'),
        ('{"labels": {"x": {"relation": "acquires"}}, "marks": ["a", "b", "a", "b"]}', "expected four different texts"),
        ('{"labels": {"x": {"relation": "acquires"}}, "marks": [1, 2, 3, 4]}', "expected four different texts"),
        ('{"labels": {"x": {"relation": "acquires"}}, "least": "0.5"}', 'least is "0.5": expected a number from 0 to 1'),
        ('{"labels": {"x": {"relation": "acquires"}}, "least": true}', "least is true: expected a number"),
        ('{"labels": {"x": {"relation": "acquires"}}, "least": NaN}', "least is NaN: expected a number"),
        ('{"labels": {"x": {"relation": "acquires"}}, "least_name": 2}', "least_name is 2: expected a number"),
        ('{"labels": {"x": {"relation": "acquires"}}, "types": {"firm": "Firm"}}', "types: 'firm' is \"Firm\": expected one of"),
        ('{"labels": {"x": {"relation": "acquires"}}, "names": "a/b"}', "types is {}: expected what the GLiNER is asked for"),
        ('{"labels": {"x": {"relation": "acquires"}}, "names": 1}', "names is 1: expected the folder of a GLiNER"),
    ],
)
def test_labels_that_mean_nothing_are_told(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / "aigraph.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelUnusable, match=r"aigraph\.json") as caught:
        local_reader(str(tmp_path))
    assert words in str(caught.value)


def test_another_file_of_labels_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "aigraph.json"
    path.write_text('{"labels": {"x": {"relation": "acquires"}}}', encoding="utf-8")
    assert read_labels(path).marks == MARKS
    first = version_of(tmp_path)
    path.write_text('{"labels": {"x": {"relation": "supplies"}}}', encoding="utf-8")
    assert version_of(tmp_path) != first
    assert local_reader(str(tmp_path)).name == f"local:{tmp_path.name}@{version_of(tmp_path)}"


@pytest.mark.skipif(INSTALLED, reason="transformers and torch are here")
def test_without_the_extra_it_says_what_brings_it(tmp_path: Path) -> None:
    (tmp_path / "aigraph.json").write_text('{"labels": {"x": {"relation": "acquires"}}}', encoding="utf-8")
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(ModelUnusable, match=r"pip install 'ai-industry-graph\[models\]'"):
        local_reader(str(tmp_path))(ARTICLE)


def test_labels_beside_another_model_count_in_its_version(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name, relation in (("a.json", "acquires"), ("b.json", "supplies")):
        (tmp_path / name).write_text(json.dumps({"labels": {"x": {"relation": relation}}}), encoding="utf-8")
    names = {local_reader(str(tmp_path / "model"), labels=tmp_path / name).name for name in ("a.json", "b.json")}
    assert len(names) == 2


def test_pickles_are_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "aigraph.json").write_text('{"labels": {"x": {"relation": "acquires"}}}', encoding="utf-8")
    (tmp_path / "pytorch_model.bin").touch()
    with pytest.raises(ModelUnusable, match="has no weights in safetensors, and others are not loaded"):
        local_reader(str(tmp_path))(ARTICLE)


@pytest.mark.skipif(not INSTALLED, reason="needs transformers and torch: pip install 'ai-industry-graph[models]'")
def test_a_tiny_model_of_the_tests_own_reads(tmp_path: Path) -> None:
    tiny_classifier(tmp_path)
    reading = local_reader(str(tmp_path))(ARTICLE)
    assert {("Microsoft", "acquires", "Nuance")} <= {(c.subject.name, c.relation, c.object.name) for c in reading.claims}
    assert all(claim.confidence > 0.9 for claim in reading.claims)
    assert [c.id for c in local_reader(str(tmp_path))(ARTICLE).claims] == [c.id for c in reading.claims]


@pytest.mark.skipif(not INSTALLED, reason="needs transformers and torch: pip install 'ai-industry-graph[models]'")
def test_labels_that_the_model_has_not_are_told(tmp_path: Path) -> None:
    tiny_classifier(tmp_path)
    (tmp_path / "aigraph.json").write_text('{"labels": {"sold": {"relation": "acquires"}}}', encoding="utf-8")
    with pytest.raises(ModelUnusable, match=r"has no label 'sold' as its aigraph\.json says: it has bought, none"):
        local_reader(str(tmp_path))(ARTICLE)


@pytest.mark.skipif(not INSTALLED, reason="needs transformers and torch: pip install 'ai-industry-graph[models]'")
@pytest.mark.parametrize("broken", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_model_that_is_broken_is_told(tmp_path: Path, broken: str) -> None:
    tiny_classifier(tmp_path)
    (tmp_path / broken).write_bytes(b"{broken")
    with pytest.raises(ModelUnusable, match="cannot be loaded"):
        local_reader(str(tmp_path))(ARTICLE)
