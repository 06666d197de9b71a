from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ontology.check import reasons_against, rejection_of
from ontology.records import Article, Claim, Evidence
from ontology.vocabulary import ontology
from tests.graph.samples import article, corpus, end, says

TEXT = article("Nvidia supplies Tesla.")
GOOD = says(TEXT, "Nvidia", "supplies", "Tesla", product="GPU", amount=5, currency="USD", valid_from="2024-05~", said_by="Reuters")


def test_a_good_claim_passes() -> None:
    assert rejection_of(GOOD, TEXT) is None
    assert all(rejection_of(claim, read.article) is None for read in corpus() for claim in read.claims)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"relation": "likes"}, "relation 'likes' is not one of acquires, "),
    ({"subject": end("Product:H100")}, "supplies does not go from Product to Company; it goes Company→Company, "),
    ({"object": end("Person:Elon Musk")}, "supplies does not go from Company to Person"),
    ({"object": replace(end("Tesla"), type="Robot")}, "supplies does not go from Company to Robot"),
    ({"object": end("Nvidia")}, "supplies joins 'nvidia' with itself"),
    ({"object": replace(end("Tesla"), mention="")}, "an end of supplies has no id, name or mention"),
    ({"object": replace(end("Tesla"), id="")}, "an end of supplies has no id, name or mention"),
    ({"role": "CEO"}, "supplies takes no role, found 'CEO'; it takes amount, "),
    ({"amount": 0}, "amount is '0', not a number above 0"),
    ({"amount": True}, "amount is 'True', not a number above 0"),
    ({"amount": "much"}, "amount is 'much', not a number above 0"),
    ({"currency": "dollars"}, "currency is 'dollars', which does not fit"),
    ({"amount": None}, "currency 'USD' stands without amount"),
    ({"valid_to": "May 2024"}, "valid_to is 'May 2024', which does not fit"),
    ({"valid_to": "2024-13"}, "valid_to is '2024-13', which does not fit"),
    ({"certainty": "sure"}, "certainty is 'sure', not one of asserted, reported, denied"),
    ({"phase": "past"}, "phase is 'past', not one of planned, current, ended"),
    ({"evidence": Evidence("  ", 0, 2)}, "the evidence has no words"),
    ({"evidence": Evidence("Nvidia", 0, 5)}, "the evidence's offsets 0–5 do not fit a quote of 6 characters"),
    ({"evidence": Evidence("Nvidia", -6, 0)}, "the evidence's offsets -6–0 do not fit"),
    ({"evidence": Evidence("NVIDIA", 0, 6)}, "the article does not have the quote at 0–6"),
    ({"article": replace(GOOD.article, id="a_other")}, f"the claim is of article a_other, not of {TEXT.id}"),
    ({"confidence": 1.01}, "confidence 1.01 is not between 0 and 1"),
    ({"confidence": float("nan")}, "confidence nan is not between 0 and 1"),
]


@pytest.mark.parametrize(("change", "reason"), BAD, ids=lambda value: str(value)[:50])
def test_a_bad_claim_is_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    rejection = rejection_of(replace(GOOD, **change), TEXT)
    assert rejection is not None
    assert any(found.startswith(reason) for found in rejection.reasons), rejection.reasons


def test_every_reason_is_given_at_once() -> None:
    rejection = rejection_of(replace(GOOD, certainty="sure", phase="past", confidence=7.0), TEXT)
    assert rejection is not None
    assert len(rejection.reasons) == 3


def test_without_the_article_only_the_claim_is_judged() -> None:
    elsewhere = replace(GOOD, evidence=Evidence("not there", 0, 9))
    assert rejection_of(elsewhere) is None
    assert rejection_of(elsewhere, TEXT) is not None


def test_offsets_count_code_points() -> None:
    told = Article("🚀 é Nvidia supplies Tesla.", "x")
    claim = replace(says(told, "Nvidia", "supplies", "Tesla"), evidence=Evidence.cut(told.text, 4, 10))
    assert claim.evidence.quote == "Nvidia"
    assert rejection_of(claim, told) is None


@pytest.mark.parametrize("name", list(ontology().relations))
def test_each_relation_takes_its_pairs_of_types_and_no_others(name: str) -> None:
    relation, types = ontology().relations[name], list(ontology().entity_types)
    for head in types:
        for tail in types:
            claim: Claim = says(TEXT, f"{head}:Nvidia", name, f"{tail}:Tesla")
            refused = any("does not go from" in reason for reason in reasons_against(claim))
            assert refused != ((head, tail) in relation.pairs)
