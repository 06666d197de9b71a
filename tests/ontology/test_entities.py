from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ontology.edges import ends_of
from ontology.entities import entities_of, with_more
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


WORDS = st.sampled_from(("Mistral", "Mistral AI", "Mixtral", "le groupe", "its"))
SAID = st.lists(st.builds(End, st.just("x"), WORDS, st.sampled_from(("Company", "ResearchOrg", "Product")), WORDS), min_size=1, max_size=7)


@given(SAID, SAID)
def test_what_two_parts_of_its_ends_make_of_an_entity_all_of_them_do_when_that_can_be_told(some: list[End], others: list[End]) -> None:
    [held], [more], [whole] = entities_of(some), entities_of(others), entities_of([*some, *others])
    assert with_more(held, more) in (whole, None)
    assert with_more(held, None) == held


def test_more_of_the_same_is_told_without_the_ends() -> None:
    [held] = entities_of([End("x", "Mistral AI", "Company", "Mistral")])
    [more] = entities_of([End("x", "Mistral AI", "Company", "the Mistral AI"), End("x", "Mistral AI", "Company", "its")])
    assert with_more(held, more) == Entity("x", "Mistral AI", "Company", ("Mistral", "the Mistral AI"))
    assert with_more(Entity("x", "Mistral AI", "Company", ("le groupe",)), more) is None
    assert with_more(held, Entity("x", "Mistral", "Company")) is None
    assert with_more(held, Entity("x", "Mistral AI", "Product")) is None
