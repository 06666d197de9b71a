from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.edges import Edge, edge_id, edge_key, edges_of
from ontology.records import Claim
from tests.graph.samples import article, corpus, says

ALL = [claim for read in corpus() for claim in read.claims]


def said(name: str, *, published: str | None = "2025-01-01", publisher: str | None = "Daily", **more: Any) -> Claim:  # noqa: ANN401 - any field
    return says(article(f"Told by {name}.", published=published, publisher=publisher), "Nvidia", "supplies", "Tesla", **more)


def only(*claims: Claim) -> Edge:
    (edge,) = edges_of(claims)
    return edge


@given(st.permutations(ALL))
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    assert edges_of(claims) == edges_of(ALL)


def test_every_claim_is_in_one_edge() -> None:
    edges = edges_of(ALL)
    assert sorted(id_ for edge in edges for id_ in edge.claims) == sorted(claim.id for claim in ALL)
    assert len({edge.id for edge in edges}) == len(edges)
    assert all(edge.id == edge_id((edge.subject, edge.relation, edge.object)) for edge in edges)


def test_a_symmetric_relation_has_one_edge_whichever_way_it_is_told() -> None:
    text = article("AMD and Nvidia compete.")
    forth, back = says(text, "AMD", "competes-with", "Nvidia"), says(text, "Nvidia", "competes-with", "AMD")
    assert edge_key(forth) == edge_key(back) == ("amd", "competes-with", "nvidia")
    assert only(forth, back).support == 2


def test_a_directed_relation_has_an_edge_each_way() -> None:
    text = article("They supply each other.")
    assert len(edges_of([says(text, "AMD", "supplies", "Nvidia"), says(text, "Nvidia", "supplies", "AMD")])) == 2


@pytest.mark.parametrize(
    ("certainties", "shown", "support", "against", "contradicted"),
    [
        (["asserted"], "asserted", 1, 0, False),
        (["reported"], "reported", 1, 0, False),
        (["reported", "asserted"], "asserted", 2, 0, False),
        (["denied"], "denied", 0, 1, False),
        (["denied", "denied"], "denied", 0, 2, False),
        (["reported", "denied"], "reported", 1, 1, True),
        (["asserted", "denied", "reported"], "asserted", 2, 1, True),
    ],
)
def test_the_surest_who_holds_it_is_shown_and_denials_contradict(
    certainties: list[str], shown: str, support: int, against: int, *, contradicted: bool
) -> None:
    edge = only(*(said(f"{i}", certainty=certainty) for i, certainty in enumerate(certainties)))
    assert (edge.certainty, edge.support, edge.against, edge.contradicted) == (shown, support, against, contradicted)


def test_the_phase_is_that_of_the_latest_who_holds_it() -> None:
    planned, current = said("A", published="2024", phase="planned"), said("B", published="2025-02", phase="current")
    ended = said("C", published="2026", phase="ended")
    assert only(planned, current).phase == "current"
    assert only(planned, current, ended).phase == "ended"
    assert only(planned, current, said("D", published="2027", phase="ended", certainty="denied")).phase == "current"
    assert only(said("E", phase="planned"), said("F", phase="current")).phase == "current"  # on one day


def test_dates_are_the_first_and_last_of_any_claim() -> None:
    claims = [said("A", published="2025-03-01"), said("B", published=None), said("C", published="2024-11", certainty="denied")]
    assert (only(*claims).first_seen, only(*claims).last_seen) == ("2024-11", "2025-03-01")
    assert (only(claims[1]).first_seen, only(claims[1]).last_seen) == (None, None)


def test_sources_are_outlets_and_each_counts_once() -> None:
    one = said("A", confidence=0.5)
    assert only(one, said("B", confidence=0.4)).sources == 1
    assert only(one, said("B", confidence=0.4)).confidence == 0.5
    assert only(one, said("B", publisher="Weekly", confidence=0.5)).confidence == 0.75
    assert only(said("A", publisher=None), said("B", publisher=None)).sources == 2
    assert only(one, said("B", publisher="Weekly", certainty="denied")).sources == 1


def test_readers_of_one_kind_do_not_make_an_edge_surer_however_often_they_say_it() -> None:
    alone = said("A", confidence=0.8, extractor="llm:tiny@1")
    others = [said("A", confidence=0.7, extractor=name) for name in ("llm:tiny@1", "llm:tiny@2", "llm:org/tiny@1", "llm:large@1")]
    assert only(alone, *others).confidence == 0.8
    assert only(alone, *others, said("A", confidence=0.5, extractor="rules@1")).confidence == 0.9


def test_qualifiers_are_the_latest_given() -> None:
    claims = [said("A", published="2024", product="H100", amount=5, currency="USD"), said("B", published="2025", product="B200")]
    assert (only(*claims).product, only(*claims).amount, only(*claims).currency) == ("B200", 5, "USD")
    later = said("C", published="2026", amount=7, currency="EUR")
    assert (only(*claims, later).amount, only(*claims, later).currency) == (7, "EUR")
    assert only(*claims, said("D", published="2027", amount=9, currency="GBP", certainty="denied")).currency == "USD"


def test_an_edge_of_nothing_does_not_exist() -> None:
    assert edges_of([]) == []
