"""A GLiNER as reader: with a stand-in for the model always, and with tiny ones made here where the package is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.catalogue import catalogue
from ingest.errors import ModelUnusable
from ingest.local.gliner import Found, Span, Tie
from ingest.local.labels import Label, Labels
from ingest.local.naming import Named, mentions_of
from ingest.local.reader import ClassifierReader, GlinerReader, local_reader
from ontology.records import Article
from tests.ingest.local.models import gliner_named, tiny_classifier, tiny_gliner

TYPES = {"firm": "Company", "human": "Person"}
LABELS = Labels({"bought": Label("acquires"), "founded by": Label("founded", swap=True)}, types=TYPES)
ARTICLE = Article("# Morvan Photonique\n\nMorvan has acquired Zelvo GmbH. Zelvo was founded by Ada Brun. Brun stays.", "a.txt", lang="en")
NAMES = {"Morvan Photonique": "firm", "Morvan": "firm", "Zelvo GmbH": "firm", "Zelvo": "firm", "Ada Brun": "human", "Brun": "human"}
INSTALLED = find_spec("gliner") is not None
needs_gliner = pytest.mark.skipif(not INSTALLED, reason="needs gliner: pip install 'ai-industry-graph[gliner]'")


def by_words(texts: Sequence[str]) -> list[Found]:
    """What a good model would say."""
    return [_found(text) for text in texts]


def _found(text: str) -> Found:
    names: list[Span] = []
    for name, label in NAMES.items():
        start = text.find(name)
        if start >= 0 and not any(one.start <= start < one.end for one in names):
            names.append(Span(start, start + len(name), label))
    names.sort()
    word = next((word for word in ("founded by", "acquired") if word in text), "")
    ties = (Tie(names[0], names[1], "bought" if word == "acquired" else word, 0.8),) if word and len(names) > 1 else ()
    return Found(tuple(names), ties)


def test_its_names_and_relations_become_claims() -> None:
    reading = GlinerReader("local:g@1", LABELS, lambda: by_words)(ARTICLE)
    found = {(c.subject.id, c.relation, c.object.id): c for c in reading.claims}
    assert found.keys() == {("morvan-photonique", "acquires", "zelvo"), ("ada-brun-person", "founded", "zelvo")}
    claim = found["morvan-photonique", "acquires", "zelvo"]
    assert (claim.subject.name, claim.subject.mention, claim.object.mention) == ("Morvan Photonique", "Morvan", "Zelvo GmbH")
    assert (claim.evidence.quote, claim.confidence, claim.extractor) == ("Morvan has acquired Zelvo GmbH.", 0.8, "local:g@1")


def test_what_the_ontology_does_not_have_is_a_rejection() -> None:
    wrong = Labels({"bought": Label("works-for"), "founded by": Label("founded", swap=True)}, types=TYPES)
    reading = GlinerReader("local:g@1", wrong, lambda: by_words)(ARTICLE)
    assert [claim.relation for claim in reading.claims] == ["founded"]
    assert [one.reasons[0].partition(";")[0] for one in reading.rejections] == ["works-for does not go from Company to Company"]


def test_its_names_feed_a_classifier() -> None:
    def said(texts: Sequence[str]) -> list[tuple[str, float]]:
        return [("bought" if text.startswith("[E1] Morvan [/E1] has acquired") else "none", 0.9) for text in texts]

    names = GlinerReader("names", LABELS, lambda: by_words).names
    reading = ClassifierReader("local:x@1", LABELS, lambda: said, names)(ARTICLE)
    assert [(c.subject.id, c.relation, c.object.id) for c in reading.claims] == [("morvan-photonique", "acquires", "zelvo")]


def test_a_name_of_the_catalogue_is_its_entity_whatever_the_model_takes_it_for() -> None:
    text = "Nvidia, Nvidia and Claude"
    names = [Named(0, 6, "Company"), Named(8, 14, "Organization"), Named(19, 25, "Person")]
    (found,) = mentions_of([text], [names], catalogue())
    assert [(found[one].entity, found[one].type) for one in names] == [
        ("nvidia", "Company"),
        ("nvidia", "Company"),
        ("claude-person", "Person"),
    ]


def test_a_short_form_of_two_names_is_neither() -> None:
    text = "Ada Brun, Leo Brun, Brun"
    names = [Named(0, 8, "Person"), Named(10, 18, "Person"), Named(20, 24, "Person")]
    (found,) = mentions_of([text], [names], catalogue())
    assert [found[one].entity for one in names] == ["ada-brun-person", "leo-brun-person", "brun-person"]


def _gliner_folder(folder: Path, *, config: object = None, tokenizer: str = "{}") -> Path:
    whole = {"encoder_config": {"model_type": "bert"}} if config is None else config
    (folder / "gliner_config.json").write_text(json.dumps(whole), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(tokenizer, encoding="utf-8")
    (folder / "model.safetensors").touch()
    (folder / "aigraph.json").write_text(gliner_named(), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("config", "tokenizer", "words"),
    [
        ({"encoder_config": {"auto_map": {"AutoModel": "evil.Model"}}}, "{}", "gliner_config.json has auto_map: the model wants code"),
        (None, '{"auto_map": {}}', "tokenizer_config.json has auto_map"),
        (None, "{", "cannot be read as JSON"),
        ({"model_name": "a/b"}, "{}", "has no encoder_config, which would have to be fetched"),
        ([], "{}", "has no encoder_config"),
    ],
)
def test_what_would_run_code_or_fetch_more_is_refused(tmp_path: Path, config: object, tokenizer: str, words: str) -> None:
    _gliner_folder(tmp_path, config=config, tokenizer=tokenizer)
    with pytest.raises(ModelUnusable) as caught:
        local_reader(str(tmp_path))(ARTICLE)
    assert words in str(caught.value)


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer_config.json"])
def test_what_is_missing_is_told(tmp_path: Path, missing: str) -> None:
    _gliner_folder(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelUnusable, match=r"has no (weights in safetensors|tokenizer)"):
        local_reader(str(tmp_path))(ARTICLE)


def test_labels_that_do_not_go_with_it_are_told(tmp_path: Path) -> None:
    _gliner_folder(tmp_path)
    (tmp_path / "aigraph.json").write_text(gliner_named(types={}), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="is a GLiNER, and its labels file has no types"):
        local_reader(str(tmp_path))
    (tmp_path / "aigraph.json").write_text(gliner_named(names="a/b"), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="finds the names itself: leave names out"):
        local_reader(str(tmp_path))


def test_a_finder_of_names_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "names").mkdir()
    (tmp_path / "model" / "aigraph.json").write_text(gliner_named(names="../names"), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="which is to find the names, is no GLiNER"):
        local_reader(str(tmp_path / "model"))


@pytest.mark.skipif(INSTALLED, reason="gliner is here")
def test_without_the_extra_it_says_what_brings_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"pip install 'ai-industry-graph\[gliner\]'"):
        local_reader(str(_gliner_folder(tmp_path)))(ARTICLE)


@needs_gliner
@pytest.mark.filterwarnings("ignore")
def test_a_tiny_one_of_the_tests_own_reads_names_and_relations(tmp_path: Path) -> None:
    tiny_gliner(tmp_path, ties=True)
    (tmp_path / "aigraph.json").write_text(gliner_named(), encoding="utf-8")
    reading = local_reader(str(tmp_path))(ARTICLE)
    assert len(reading.claims) + len(reading.rejections) > 0
    assert {claim.relation for claim in reading.claims} <= {"acquires"}
    assert all(ARTICLE.text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in reading.claims)
    assert [c.id for c in local_reader(str(tmp_path))(ARTICLE).claims] == [c.id for c in reading.claims]


@needs_gliner
@pytest.mark.filterwarnings("ignore")
def test_a_tiny_one_finds_names_for_a_tiny_classifier(tmp_path: Path) -> None:
    for name in ("names", "model"):
        (tmp_path / name).mkdir()
    tiny_gliner(tmp_path / "names", ties=False)
    tiny_classifier(tmp_path / "model")
    labels = gliner_named(names="../names", labels={"bought": {"relation": "acquires"}})
    (tmp_path / "model" / "aigraph.json").write_text(labels, encoding="utf-8")
    reading = local_reader(str(tmp_path / "model"))(ARTICLE)
    assert reading.claims
    assert {claim.relation for claim in reading.claims} == {"acquires"}


@needs_gliner
@pytest.mark.filterwarnings("ignore")
def test_one_for_names_alone_is_no_reader(tmp_path: Path) -> None:
    tiny_gliner(tmp_path, ties=False)
    (tmp_path / "aigraph.json").write_text(gliner_named(), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="finds names and no relations: name a classifier"):
        local_reader(str(tmp_path))(ARTICLE)


@needs_gliner
@pytest.mark.filterwarnings("ignore")
def test_one_that_is_broken_is_told(tmp_path: Path) -> None:
    tiny_gliner(tmp_path, ties=True)
    (tmp_path / "aigraph.json").write_text(gliner_named(), encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(ModelUnusable, match="cannot be loaded"):
        local_reader(str(tmp_path))(ARTICLE)
