"""A classifier as reader: with a stand-in for the model always, and with a tiny model made here where transformers and torch are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import ModelUnusable
from ingest.local.classifier import version_of
from ingest.local.labels import Label, Labels, read_labels
from ingest.local.reader import ClassifierReader, local_reader
from ontology.records import Article

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

    assert ClassifierReader("local:x@1", LABELS, never)(Article("It rained.", "b.txt", lang="en")).claims == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "does not tell what the model's labels mean"),
        ("{", "does not tell"),
        ('{"labels": {"x": {"relation": "buys"}}}', "has relation 'buys': expected one of"),
        ('{"labels": {"x": {"relation": "acquires", "phase": "soon"}}}', "has phase 'soon'"),
        ('{"labels": {"x": {"colour": 1}}}', "does not tell"),
        ('{"labels": {}, "marks": ["a"]}', "does not tell"),
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
    with pytest.raises(ModelUnusable, match=r"pip install 'ai-industry-graph\[models\]'"):
        local_reader(str(tmp_path))(ARTICLE)


@pytest.mark.skipif(not INSTALLED, reason="needs transformers and torch: pip install 'ai-industry-graph[models]'")
def test_a_tiny_model_of_the_tests_own_reads(tmp_path: Path) -> None:
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[", "]", "/", "e1", "e2", "has", "acquired", "founded", "by", "was", "."]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(vocab=str(tmp_path / "vocab.txt"), vocab_file=str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    sizes = {"vocab_size": len(words), "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    torch.manual_seed(1)
    model = transformers.BertForSequenceClassification(
        transformers.BertConfig(**sizes, id2label={0: "bought", 1: "none"}, label2id={"bought": 0, "none": 1})
    )
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor([5.0, -5.0]))  # it says "bought" of everything
    model.save_pretrained(tmp_path)
    (tmp_path / "aigraph.json").write_text(json.dumps({"labels": {"bought": {"relation": "acquires"}}}), encoding="utf-8")
    reading = local_reader(str(tmp_path))(ARTICLE)
    assert {("Microsoft", "acquires", "Nuance")} <= {(c.subject.name, c.relation, c.object.name) for c in reading.claims}
    assert all(claim.confidence > 0.9 for claim in reading.claims)
    assert [c.id for c in local_reader(str(tmp_path))(ARTICLE).claims] == [c.id for c in reading.claims]
