"""Gold, articles and claims that cannot be: each complaint names the file, what was found, and what would be right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import GoldError, SourceMissing, SourceUnreadable
from ingest.evaluation import annotated, read_claims, read_gold
from ontology.errors import AigraphError, RecordError
from tests.ingest.evaluation.marked import Json, claim, english, write


def gold_of(folder: Path, data: object) -> Path:
    (folder / "en-1.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def changed(**changes: object) -> Json:
    data = english()
    data["relations"][1] |= changes
    return data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "the whole is []: it should be a JSON object"),
        (english() | {"id": 3}, "id is 3: it should be a text"),
        (english() | {"entities": None}, "entities is missing: it should be a list"),
        (english() | {"entities": ["Velto"]}, "entities, number 1 is 'Velto': it should be a JSON object"),
        (
            english() | {"entities": [{"key": "velto", "type": "Firm", "names": []}]},
            "entities, number 1: type is 'Firm': it should be one of ",
        ),
        (
            english() | {"entities": [{"key": "velto", "type": "Company", "names": "Velto"}]},
            "names is 'Velto': it should be a list of texts",
        ),
        (changed(head="nobody"), "relations, number 2: head is 'nobody': it should be one of mirano, orvik, velto, tasko"),
        (changed(relation="buys"), "relations, number 2: relation is 'buys': it should be one of "),
        (changed(certainty="sure"), "certainty is 'sure': it should be one of asserted, reported, denied"),
        (changed(phase=["planned"]), "phase is ['planned']: it should be one of planned, current, ended"),
        (changed(need="must"), "need is 'must': it should be one of required, optional"),
        (changed(evidence=[5, 2]), "evidence is [5, 2]: it should be a text, or two offsets [start, end]"),
    ],
)
def test_gold_that_cannot_be(data: object, words: str, tmp_path: Path) -> None:
    with pytest.raises(GoldError) as caught:
        read_gold(gold_of(tmp_path, data))
    assert str(caught.value).startswith(f"{tmp_path / 'en-1.json'}: ")
    assert words in str(caught.value)


def test_gold_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "en-1.json").write_bytes(b"\xff{")
    with pytest.raises(GoldError, match="is no JSON"):
        read_gold(tmp_path)


def test_two_gold_files_of_one_id(tmp_path: Path) -> None:
    gold_of(tmp_path, english())
    (tmp_path / "more.json").write_text(json.dumps(english()), encoding="utf-8")
    with pytest.raises(GoldError, match=r"more\.json has the id 'en-1', which en-1\.json has too"):
        read_gold(tmp_path)


def test_folders_that_are_none_or_empty(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="is no folder"):
        read_gold(tmp_path / "gone")
    with pytest.raises(GoldError, match="holds no gold"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="is no folder"):
        annotated([], tmp_path / "gone")


def test_gold_without_its_article(tmp_path: Path) -> None:
    gold, articles, _ = write(tmp_path)
    (articles / "fr-1-rachat.txt").unlink()
    with pytest.raises(GoldError, match=r"no article in .* whose name starts with 'fr-1'"):
        annotated(read_gold(gold), articles)


def test_the_article_is_the_one_whose_name_is_the_whole_id(tmp_path: Path) -> None:
    gold, articles, _ = write(tmp_path)
    assert [Path(one.article.source).name for one in annotated(read_gold(gold), articles)] == ["en-1.txt", "fr-1-rachat.txt"]


def test_evidence_beyond_the_end_of_the_article(tmp_path: Path) -> None:
    _, articles, _ = write(tmp_path)
    folder = tmp_path / "other"
    folder.mkdir()
    with pytest.raises(GoldError, match="evidence ends at 9999"):
        annotated(read_gold(gold_of(folder, changed(evidence=[0, 9999]))), articles)


def without(field: str) -> Json:
    return {name: value for name, value in claim("en-1.txt", "Velto", "acquires", "Tasko", "…").items() if name != field}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: no JSON"),
        ("[" * 100_000, "line 2: "),
        ("[]", "line 2: the claim is []: it should be a JSON object"),
        (json.dumps(without("article")), "article is missing"),
        (json.dumps(without("subject")), "subject is missing"),
        (json.dumps(without("confidence")), "confidence is missing: it should be a number from 0 to 1"),
        (json.dumps(without("confidence") | {"confidence": 7}), "confidence is 7"),
        (json.dumps(without("confidence")).replace("}", ', "confidence": NaN}', 1), "confidence is "),
        (json.dumps(without("object") | {"object": {"type": "Company"}}), "object has no name"),
        (json.dumps(without("evidence") | {"evidence": {}}), "evidence.quote is missing: it should be a text"),
    ],
)
def test_claims_that_cannot_be(line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        read_claims(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda _: None, SourceMissing),
        (lambda path: path.mkdir(), SourceUnreadable),
        (lambda path: path.write_bytes(b"\xff"), SourceUnreadable),
    ],
)
def test_files_of_claims_that_cannot_be_read(make: Callable[[Path], object], kind: type[AigraphError], tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    make(path)
    with pytest.raises(kind, match=r"claims\.jsonl"):
        read_claims(path)
