from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import RecordError
from ontology.records import QUALIFIERS, Article, ArticleRef, Claim, Evidence, content_id, slug
from tests.graph.samples import article, end, says

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TEXT = article("Nvidia supplies Tesla.")
CLAIM = says(TEXT, "Nvidia", "supplies", "Tesla", amount=5, currency="USD")


def test_an_id_comes_from_content_and_says_its_kind() -> None:
    assert re.fullmatch(r"c_[0-9a-f]{20}", CLAIM.id)
    assert content_id("x", "a", ["b"]) == "x_" + content_id("y", "a", ["b"])[2:]
    assert content_id("x", "a", "b") != content_id("x", "ab")


def test_ids_never_change() -> None:
    assert TEXT.id == "a_4f72089c733f4f8e1b38"
    assert CLAIM.id == "c_52de44a41d4d223060f4"


def test_an_article_is_its_text() -> None:
    assert replace(TEXT, source="elsewhere", title="Other", publisher=None).id == TEXT.id
    assert replace(TEXT, text="Nvidia supplies Tesla!").id != TEXT.id


CHANGES: list[dict[str, Any]] = [
    {"relation": "invests-in"},
    {"subject": end("AMD")},
    {"object": end("ResearchOrg:Tesla")},
    {"certainty": "denied"},
    {"phase": "ended"},
    {"amount": 6},
    {"currency": None},
    {"product": "GPU"},
    {"valid_from": "2024"},
    {"evidence": Evidence("Nvidia", 0, 6)},
    {"extractor": "rules@2"},
    {"article": replace(CLAIM.article, id="a_other")},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_another_statement_has_another_id(change: dict[str, Any]) -> None:
    assert replace(CLAIM, **change).id != CLAIM.id


@pytest.mark.parametrize("change", [{"confidence": 0.1}, {"subject": replace(CLAIM.subject, mention="NVDA")}], ids=str)
def test_the_same_statement_has_the_same_id(change: dict[str, Any]) -> None:
    assert replace(CLAIM, **change).id == CLAIM.id


@given(text=WORDS.filter(bool), name=WORDS, source=WORDS, product=st.none() | WORDS, confidence=st.floats(0, 1))
def test_a_claim_comes_back_from_json(text: str, name: str, source: str, product: str | None, confidence: float) -> None:
    told = Article(text, source, name, None, None, None)
    claim = says(told, "Nvidia", "supplies", "Tesla", product=product, confidence=confidence)
    claim = replace(claim, subject=replace(claim.subject, name=name))
    assert Claim.from_json(json.loads(json.dumps(claim.to_json()))) == claim


def test_the_json_form_has_the_fixed_fields_in_order() -> None:
    head, tail = ["id", "article", "relation", "subject", "object", "certainty", "phase"], ["evidence", "confidence", "extractor"]
    assert list(CLAIM.to_json()) == [*head, *QUALIFIERS, *tail]
    assert list(CLAIM.to_json()["article"]) == ["id", "source", "title", "publisher", "published", "lang"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"relation": "acquires"}, "does not fit its content"),
        ({"id": "c_0"}, "claim c_0 does not fit its content, whose id is c_"),
        ({"subject": {"id": "x"}}, "is not of the form of a claim"),
    ],
)
def test_a_claim_that_was_changed_by_hand_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        Claim.from_json(CLAIM.to_json() | change)


@pytest.mark.parametrize("field", ["article", "relation", "subject", "object", "certainty", "phase", "evidence", "confidence", "extractor"])
def test_a_missing_field_is_named(field: str) -> None:
    data = CLAIM.to_json()
    del data[field]
    with pytest.raises(RecordError, match=f"has no field '{field}'"):
        Claim.from_json(data)


def test_qualifiers_are_fields_of_a_claim() -> None:
    assert set(QUALIFIERS) <= {field.name for field in fields(Claim)}
    assert CLAIM.qualifiers == {"amount": 5, "currency": "USD"}


@given(text=WORDS, cut=st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_evidence_is_cut_from_the_text(text: str, cut: tuple[int, int]) -> None:
    start, stop = sorted(min(offset, len(text)) for offset in cut)
    evidence = Evidence.cut(text, start, stop)
    assert evidence.quote == text[evidence.start : evidence.end]


def test_a_reference_is_the_article_without_its_text() -> None:
    assert ArticleRef.to(TEXT) == ArticleRef(TEXT.id, TEXT.source, TEXT.title, TEXT.publisher, TEXT.published, TEXT.lang)
    assert "text" not in TEXT.to_json()
    assert TEXT.to_json(with_text=True)["text"] == TEXT.text
    signed = replace(TEXT, author="Ada Lin", canonical="https://daily.example/a")
    assert (signed.id, ArticleRef.to(signed)) == (TEXT.id, ArticleRef.to(TEXT))
    assert (signed.to_json()["author"], signed.to_json()["canonical"]) == ("Ada Lin", "https://daily.example/a")


def test_a_claim_says_nothing_of_who_signs_its_article() -> None:
    told = CLAIM.told_by(replace(CLAIM.article, author="Ada Lin", canonical="https://daily.example/a"))
    assert (told, told.id, told.to_json()) == (CLAIM, CLAIM.id, CLAIM.to_json())
    assert list(CLAIM.to_json()["article"]) == ["id", "source", "title", "publisher", "published", "lang"]
    more = CLAIM.to_json() | {"article": CLAIM.to_json()["article"] | {"author": 5, "canonical": "x"}}
    assert Claim.from_json(more).article.author is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Société Générale", "societe-generale"), ("  AT&T ", "at-t"), ("Straße", "strasse"), ("日本", "日本"), ("x_1", "x-1"), ("!", "")],
)
def test_a_slug_is_plain_words_with_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(WORDS)
def test_a_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)
