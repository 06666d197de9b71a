"""Copies of one article are one group and one source of an edge, in whatever order they came, and never were when they are taken back."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from graph import bands, lookup
from graph.checking import faults
from graph.copies import print_articles
from graph.link import Login
from graph.store import Store
from ontology.copies import copies_among, print_of
from ontology.edges import Edge
from ontology.records import Reading
from tests.graph.samples import article, emptied, reading, story

TOLD = ("Nvidia", "supplies", "Tesla")
GROUPS = "MATCH (a:Article) WHERE a.group IS NOT NULL RETURN a.source AS source, a.group AS group ORDER BY source"


def told(text: str, source: str, publisher: str | None) -> Reading:
    return reading(article(text, source=source, publisher=publisher), TOLD)


AGENCY = [told(story(1) + f" {outlet}", f"agency/{outlet}", outlet) for outlet in ("Daily", "Weekly", "Echo")]
TWO_ADDRESSES = [told(story(2) + " " + here, f"two/{here}", None) for here in ("a", "b")]
PARTS = [told(story(3, part=part), f"part/{part}", f"Outlet {part}") for part in range(5)]
ALONE = [told(story(4), "alone/4", "Daily"), told(story(5), "alone/5", "Alone"), told("Nvidia supplies Tesla.", "short", "Echo")]
ALL = [*AGENCY, *TWO_ADDRESSES, *PARTS, *ALONE]


def the_edge(store: Store) -> Edge:
    [found] = lookup.edges(store).items
    return found.edge


def group(store: Store, *readings: Reading) -> set[str | None]:
    held = {row["source"]: row["group"] for row in store.ask(GROUPS)}
    return {held.get(read.article.source) for read in readings}


def test_the_parts_of_a_story_are_copies_of_those_beside_them_alone() -> None:
    prints = [print_of(read.article.text) for read in PARTS]
    assert all(copies_among(a, [b]) == [True] for a, b in pairwise(prints))
    assert not any(copies_among(prints[0], prints[2:]))


def test_copies_are_one_group_and_one_source(store: Store) -> None:
    store.add(ALL)
    for some in (AGENCY, TWO_ADDRESSES, PARTS):
        assert group(store, *some) == {min(read.article.id for read in some)}
    assert group(store, *ALONE) == {None}
    edge = the_edge(store)
    assert (edge.support, len(edge.claims)) == (len(ALL), len(ALL))
    # the agency's text, the two addresses', the story in parts, the Daily's own and Alone's; Echo's short one is beside the agency's copy
    assert edge.sources == 6
    assert list(faults(store)) == []
    found = lookup.article(store, AGENCY[0].article.id)
    assert found is not None
    assert {copy.source for copy in found.copies} == {"agency/Weekly", "agency/Echo"}
    assert all(item.copies == () for item in lookup.articles(store).items if item.article.group is None)
    grouped = [item.claim.article for item in lookup.edge_claims(store, edge.id).items if item.claim.article.group]
    assert len(grouped) == len(ALL) - len(ALONE)


def test_copies_count_as_one_source_whatever_their_outlets(store: Store) -> None:
    store.add(AGENCY)
    edge = the_edge(store)
    assert (edge.sources, edge.support, edge.confidence) == (1, 3, 0.75)
    store.add([ALONE[0]])  # the Daily has a text of its own besides
    assert (the_edge(store).sources, the_edge(store).confidence) == (2, round(1 - 0.25**2, 4))


@pytest.mark.parametrize("most", [-1, 100_000], ids=["by the index", "by bands in memory"])
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_reading_does_not_matter_and_what_is_taken_back_never_was(
    store: Store, seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bands, "_MOST", most)
    chance = random.Random(seed)  # noqa: S311 - no secret
    left = chance.sample(ALL, 7)
    store.add(left, batch=3)
    expected = store.graph_hash()
    assert list(faults(store)) == []
    emptied(store).add(chance.sample(ALL, len(ALL)), batch=chance.choice((1, 4, 50)))
    for read in chance.sample(ALL, len(ALL)):
        if read not in left:
            store.retract(read.article.source, reason="a test")
    assert store.graph_hash() == expected


@pytest.mark.parametrize("dear", [0, 50], ids=["by the index", "by bands in memory"])
def test_two_programs_that_write_by_turns_see_each_others_copies(
    store: Store, login: Login, dear: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(ALL)
    expected = store.graph_hash()
    emptied(store)
    monkeypatch.setattr(bands, "_AS_DEAR", dear)
    with Store(login) as other:
        for i, read in enumerate(ALL):
            (other, store)[i % 3 == 0].add([read])
    store._hash = None
    assert store.graph_hash() == expected
    assert list(faults(store)) == []


def test_a_story_whose_middle_is_taken_back_is_two(store: Store) -> None:
    store.add(PARTS)
    assert the_edge(store).sources == 1
    store.retract(PARTS[2].article.source, reason="a test")
    assert the_edge(store).sources == 2
    assert len(group(store, *PARTS)) == 3  # two groups, and the one that is gone
    assert list(faults(store)) == []
    store.add([PARTS[2]])
    assert the_edge(store).sources == 1


def test_a_graph_without_prints_gets_them(store: Store) -> None:
    store.add(ALL)
    expected, edge = store.graph_hash(), the_edge(store)
    with store._session() as session:
        session.run("MATCH (a:Article) REMOVE a.print, a.group WITH count(*) AS n MATCH ()-[r:SUPPLIES]->() SET r.sources = 9").consume()
        print_articles(session)
        print_articles(session)
    store._hash = None
    assert (store.graph_hash(), the_edge(store)) == (expected, edge)


def test_a_wrong_group_is_a_fault(store: Store) -> None:
    store.add(AGENCY)
    store.mend("MATCH (a:Article {publisher: 'Echo'}) REMOVE a.group")
    assert any("group is None, from the prints of all articles a_" in fault for fault in faults(store))
