from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ontology.edges import ends_of
from ontology.entities import entities_of
from ontology.records import End, Entity
from tests.graph.samples import corpus

ENDS = ends_of([claim for read in corpus() for claim in read.claims])


@given(st.permutations(ENDS))
def test_the_order_of_ends_does_not_matter(ends: list[End]) -> None:
    assert entities_of(ends) == entities_of(ENDS)


def test_the_name_and_type_given_most_often_win() -> None:
    ends = [End("x", "Mistral", "ResearchOrg", "Mistral"), *[End("x", "Mistral AI", "Company", "la pépite")] * 2]
    assert entities_of(ends) == [Entity("x", "Mistral AI", "Company", ("Mistral",))]


def test_of_equally_frequent_ones_the_first_in_the_alphabet_wins() -> None:
    assert entities_of([End("x", "B", "Product", "B"), End("x", "A", "Company", "A")]) == [Entity("x", "A", "Company", ("B",))]


def test_every_id_is_one_entity_in_order() -> None:
    found = [entity.id for entity in entities_of(ENDS)]
    assert found == sorted({end.id for end in ENDS})
    assert entities_of([]) == []
