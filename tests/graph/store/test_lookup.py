"""The questions, asked of a small graph and of generated ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import combinations, pairwise, permutations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import lookup
from graph.analysis import Analyst, changes
from graph.errors import BadCursor
from graph.lookup import EdgeFilter, FoundPath, Page
from graph.networks import centrality, network, shortest_paths
from graph.store import Store
from ontology.edges import edges_of
from tests.graph.samples import article, corpus, emptied, reading, says

RELATIONS = ("supplies", "partners-with", "competes-with")
Links = list[tuple[int, int, str]]
LINKS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(RELATIONS)).filter(lambda link: link[0] != link[1]), max_size=16
)
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(corpus())
    return store


def linked(store: Store, links: Links) -> Store:
    told = [
        reading(article(f"Text {i}."), (f"Firm {a}", relation, f"Firm {b}", {"confidence": 0.5 + i / 100}))
        for i, (a, b, relation) in enumerate(links)
    ]
    emptied(store).add(told)
    return store


def all_pages(ask: Callable[[str | None], Page[lookup.FoundEdge]]) -> list[str]:
    ids, cursor = [], None
    while True:
        page = ask(cursor)
        ids += [item.edge.id for item in page.items]
        cursor = page.next
        if cursor is None:
            return ids


def names(found: tuple[lookup.FoundEntity, ...]) -> list[str]:
    return [item.entity.name for item in found]


def test_an_entity_comes_with_counts(filled: Store) -> None:
    found = lookup.entity(filled, "nvidia")
    assert found is not None
    assert (found.entity.type, found.edges, found.claims, found.articles) == ("Company", 7, 10, 7)
    assert lookup.entity(filled, "nobody") is None


def test_a_search_ignores_accents_and_case_and_finds_beginnings(store: Store) -> None:
    told = article("Société Générale et Œuvre & Co, et Sogé.")
    store.add([reading(told, ("Société Générale", "supplies", "Œuvre & Co"), ("Societe Anonyme", "supplies", "Œuvre & Co"))])
    assert names(lookup.search(store, "societe GENERALE").items) == ["Société Générale"]
    assert names(lookup.search(store, "Société g").items) == ["Société Générale"]
    assert names(lookup.search(store, "oeuvre").items) == ["Œuvre & Co"]
    assert names(lookup.search(store, "generale societe").items) == ["Société Générale"]
    assert sorted(names(lookup.suggest(store, "soc"))) == ["Societe Anonyme", "Société Générale"]
    assert lookup.search(store, "OR AND NOT").items == ()
    assert lookup.search(store, '+-&&||!(){}[]^"~*?:\\/').items == ()


def test_a_search_finds_aliases_and_says_which(store: Store) -> None:
    told = article("Big Blue supplies Tesla.")
    claim = says(told, "IBM", "supplies", "Tesla")
    claim = replace(claim, subject=replace(claim.subject, mention="Big Blue"))
    store.add([replace(reading(told), claims=(claim,))])
    (found,) = lookup.search(store, "big b").items
    assert (found.entity.name, found.matched) == ("IBM", "Big Blue")


def test_a_search_puts_the_name_itself_first_then_more_claims(store: Store) -> None:
    told = [article(f"Text {i}.") for i in range(3)]
    store.add([reading(text, ("Meta Platforms", "supplies", "Tesla"), ("Metagenomi", "supplies", "Tesla")) for text in told[:2]])
    store.add([reading(told[2], ("Meta", "supplies", "Tesla"), ("Metagenomi", "supplies", "Tesla"))])
    assert names(lookup.search(store, "meta").items) == ["Meta", "Metagenomi", "Meta Platforms"]


def test_a_search_pages_through_everything_once(filled: Store) -> None:
    seen, cursor = [], None
    while True:
        page = lookup.search(filled, "", cursor=cursor, limit=2)
        seen += names(page.items)
        cursor = page.next
        if cursor is None:
            break
    assert page.total == len(seen) == len(set(seen)) == lookup.stats(filled).entities
    assert seen[0] == "Nvidia"
    assert names(lookup.search(filled, "", type=("Person", "Government")).items) == ["Jensen Huang", "Washington"]


@pytest.mark.parametrize("cursor", ["x", "!!", "WyJ4Il0x", "W10", "bnVsbA", "é", "W1tbW1tbW1tb", "WzFlOTk5XQ", "A" * 5000, "WzEsMiwzXQ"])
def test_a_cursor_of_nobody_is_refused(filled: Store, cursor: str) -> None:
    with pytest.raises(BadCursor):
        lookup.search(filled, "", cursor=cursor)
    with pytest.raises(BadCursor):
        lookup.entity_edges(filled, "nvidia", cursor=cursor)
    with pytest.raises(BadCursor):
        lookup.articles(filled, cursor=cursor)


def test_edges_are_paged_in_a_stable_order_best_founded_first(filled: Store) -> None:
    whole = lookup.entity_edges(filled, "nvidia", limit=500)
    order = [(-item.edge.sources, -item.edge.support, -item.edge.confidence) for item in whole.items]
    assert order == sorted(order)
    assert whole.next is None
    paged = all_pages(lambda cursor: lookup.entity_edges(filled, "nvidia", cursor=cursor, limit=2))
    assert paged == [item.edge.id for item in whole.items]
    assert whole.total == len(paged) == 7


FILTERS = [
    (EdgeFilter(relation=("supplies",)), {"supplies"}),
    (EdgeFilter(relation=("supplies", "founded")), {"supplies", "founded"}),
    (EdgeFilter(direction="in"), {"founded", "works-for", "regulates", "competes-with"}),
    (EdgeFilter(direction="out"), {"supplies", "invests-in", "develops", "competes-with"}),
    (EdgeFilter(type=("Person",)), {"founded", "works-for"}),
    (EdgeFilter(type=("Person",), relation=("founded",)), {"founded"}),
    (EdgeFilter(certainty=("denied", "reported")), set()),
    (EdgeFilter(phase=("current",), min_sources=2), {"supplies", "competes-with"}),
    (EdgeFilter(min_confidence=0.9), {"competes-with"}),
    (EdgeFilter(publisher=("Echo",)), {"supplies", "regulates"}),
    (EdgeFilter(publisher=("Echo",), until="2025-03"), {"supplies"}),
    (EdgeFilter(since="2025-02-01", until="2025-02"), {"supplies"}),
    (EdgeFilter(until="2024"), {"competes-with"}),
    (EdgeFilter(since="2026"), set()),
]


@pytest.mark.parametrize(("wanted", "relations"), FILTERS, ids=map(str, range(len(FILTERS))))
def test_filters_keep_what_fits_and_say_the_same_as_of_the_end_of_time(filled: Store, wanted: EdgeFilter, relations: set[str]) -> None:
    page = lookup.entity_edges(filled, "nvidia", filters=wanted)
    assert {item.edge.relation for item in page.items} == relations
    dated = {item.edge.relation for item in lookup.entity_edges(filled, "nvidia", filters=replace(wanted, as_of="9999")).items}
    assert dated == relations - {"regulates"}  # whose only article has no date
    counted = lookup.neighbour_counts(filled, "nvidia", filters=wanted)
    assert {count.relation for count in counted} == relations
    assert sum(count.edges for count in counted) == page.total


def test_as_of_a_date_only_what_was_published_by_then_is_known(filled: Store) -> None:
    id_ = next(edge.id for edge in edges_of(corpus()[0].claims) if edge.relation == "supplies")
    known = {}
    for date in ("2025-01-09", "2025-01-10", "2025-02", "2025", "2026-01-01"):
        found = lookup.edge(filled, id_, as_of=date)
        known[date] = found and (found.edge.support, found.edge.against)
    assert known == {"2025-01-09": None, "2025-01-10": (1, 0), "2025-02": (2, 0), "2025": (2, 1), "2026-01-01": (2, 1)}
    page = lookup.entity_edges(filled, "tesla", filters=EdgeFilter(as_of="2025-02"))
    assert [item.edge.contradicted for item in page.items] == [False]
    assert lookup.edge_claims(filled, id_, filters=EdgeFilter(as_of="2025-01")).total == 1
    early = lookup.subgraph(filled, ["nvidia"], filters=EdgeFilter(as_of="2025-01-02"))
    assert {edge.relation for edge in early.edges} == {"competes-with", "founded", "works-for", "develops"}


def test_an_edge_names_both_ends_whichever_way_it_is_stored(filled: Store) -> None:
    for item in lookup.entity_edges(filled, "nvidia", limit=500).items:
        assert lookup.edge(filled, item.edge.id) == item
        assert {item.subject.id, item.object.id} == {item.edge.subject, item.edge.object}
    assert lookup.edge(filled, "e_nothing") is None


def test_claims_of_an_edge_name_those_that_say_the_opposite(filled: Store) -> None:
    holds, rumour, denies = (corpus()[i].claims[0] for i in range(3))
    id_ = edges_of([holds])[0].id
    found = {item.claim.id: item.contradicted_by for item in lookup.edge_claims(filled, id_).items}
    assert found == {holds.id: (denies.id,), rumour.id: (denies.id,), denies.id: tuple(sorted((holds.id, rumour.id)))}
    assert [item.claim for item in lookup.edge_claims(filled, id_).items] == [denies, rumour, holds]
    one = lookup.claim(filled, denies.id)
    assert one is not None
    assert (one.claim, one.edge, one.contradicted_by) == (denies, id_, found[denies.id])
    assert lookup.claim(filled, "c_nothing") is None
    assert lookup.edge_claims(filled, "e_nothing").items == ()


def test_claims_are_paged(filled: Store) -> None:
    id_ = edges_of([corpus()[0].claims[0]])[0].id
    first = lookup.edge_claims(filled, id_, limit=2)
    assert first.next is not None
    second = lookup.edge_claims(filled, id_, limit=2, cursor=first.next)
    assert len({item.claim.id for item in (*first.items, *second.items)}) == first.total == 3
    assert second.next is None


def test_articles_are_paged_latest_first_undated_last(filled: Store) -> None:
    seen, cursor = [], None
    while True:
        page = lookup.articles(filled, cursor=cursor, limit=3)
        seen += [item.article.published for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == ["2025-05-20", "2025-04", "2025-03-05", "2025-02-01", "2025-01-10", "2025-01-02", "2024-12-01", None]
    assert lookup.articles(filled, publisher=("Daily",), since="2025-01-05").total == 1


def test_an_article_has_its_text_on_demand_and_its_claims_in_order(filled: Store) -> None:
    read = corpus()[3]
    bare, whole = lookup.article(filled, read.article.id), lookup.article(filled, read.article.id, with_text=True)
    assert bare is not None
    assert whole is not None
    assert (bare.text, whole.text, bare.claims) == (None, read.article.text, 3)
    claims = [item.claim for item in lookup.article_claims(filled, read.article.id).items]
    assert sorted(claims, key=lambda claim: claim.id) == sorted(read.claims, key=lambda claim: claim.id)
    assert lookup.article(filled, "a_nothing") is None


def test_neighbours_are_counted_by_relation_and_direction(filled: Store) -> None:
    counts = {(c.relation, c.direction): (c.edges, c.neighbours, dict(c.types)) for c in lookup.neighbour_counts(filled, "nvidia")}
    assert counts[("supplies", "out")] == (1, 1, {"Company": 1})
    assert counts[("competes-with", "both")] == (1, 1, {"Company": 1})
    assert counts[("founded", "in")] == (1, 1, {"Person": 1})
    assert lookup.neighbour_counts(filled, "nobody") == ()


def test_a_subgraph_says_what_it_left_out(filled: Store) -> None:
    some = lookup.subgraph(filled, ["nvidia", "nobody"], limit=3)
    assert some.entities[0].id == "nvidia"
    assert len(some.entities) == 3
    assert (some.capped, some.missing) == (True, ("nobody",))
    assert some.left_out["nvidia"] == 7 - len([edge for edge in some.edges if "nvidia" in (edge.subject, edge.object)])
    alone = lookup.subgraph(filled, ["nvidia", "tesla"], hops=0)
    assert ([edge.relation for edge in alone.edges], alone.capped) == (["supplies"], False)
    assert lookup.subgraph(filled, [], hops=2).entities == ()


@QUICK
@given(links=LINKS, hops=st.integers(0, 3), start=st.integers(0, 7))
def test_a_subgraph_without_cap_is_the_ego_network(store: Store, links: Links, hops: int, start: int) -> None:
    linked(store, links)
    whole = network(store)
    id_ = f"firm-{start}"
    found = lookup.subgraph(store, [id_], hops=hops)
    if id_ not in whole:
        assert found.missing == (id_,)
        return
    ego = nx.ego_graph(whole, id_, radius=hops, undirected=True)
    assert {entity.id for entity in found.entities} == set(ego)
    assert {edge.id for edge in found.edges} == {key for _, _, key in ego.edges(keys=True)}
    assert found.left_out == {i: whole.degree(i) - ego.degree(i) for i in ego if whole.degree(i) > ego.degree(i)}


@QUICK
@given(links=LINKS, k=st.integers(1, 6), max_hops=st.integers(1, 5))
def test_paths_are_those_of_networkx(store: Store, links: Links, k: int, max_hops: int) -> None:
    linked(store, links)
    whole = network(store)
    found = lookup.paths(store, "firm-0", "firm-1", k=k, max_hops=max_hops)
    every = shortest_paths(whole, "firm-0", "firm-1", k=10_000, max_hops=max_hops)
    walks = [[entity.id for entity in path.entities] for path in found]
    assert [len(walk) for walk in walks] == [len(walk) for walk in every[:k]]
    assert all(walk in every for walk in walks)
    assert len({tuple(walk) for walk in walks}) == len(walks)
    for path in found:
        for hop, (one, other) in zip(path.hops, pairwise(path.entities), strict=True):
            expected = set(whole.get_edge_data(one.id, other.id) or {}) | set(whole.get_edge_data(other.id, one.id) or {})
            assert set(hop.edges) == expected
        assert [edge.id for edge in path.edges] == [id_ for hop in path.hops for id_ in hop.edges]


@pytest.mark.parametrize("as_of", [None, "2026"])
def test_each_hop_of_a_path_has_a_type_at_either_end(filled: Store, as_of: str | None) -> None:
    wanted, whole = EdgeFilter(type=("Product", "Person"), as_of=as_of), network(filled, filters=EdgeFilter(as_of=as_of))
    types = {id_: data["type"] for id_, data in whole.nodes(data=True)}
    whole.remove_edges_from([edge for edge in whole.edges if {types[edge[0]], types[edge[1]]}.isdisjoint(wanted.type)])
    expected = {pair: shortest_paths(whole, *pair, k=1000, max_hops=4) for pair in permutations(sorted(whole), 2)}
    assert max(len(walk) for walks in expected.values() for walk in walks) == 4
    for pair, walks in expected.items():
        found = lookup.paths(filled, *pair, k=1000, max_hops=4, filters=wanted)
        assert sorted([entity.id for entity in path.entities] for path in found) == sorted(walks)


@pytest.mark.parametrize(
    "wanted",
    [
        EdgeFilter(),
        EdgeFilter(relation=("supplies", "develops")),
        EdgeFilter(type=("Product", "Person")),
        EdgeFilter(certainty=("reported", "denied")),
        EdgeFilter(phase=("planned", "ended")),
        EdgeFilter(min_confidence=0.8),
        EdgeFilter(min_sources=2),
    ],
)
def test_paths_are_the_same_whoever_finds_them(filled: Store, monkeypatch: pytest.MonkeyPatch, wanted: EdgeFilter) -> None:
    pairs = list(combinations(sorted(network(filled)), 2))

    def found(k: int, filters: EdgeFilter = wanted) -> list[tuple[FoundPath, ...]]:
        return [lookup.paths(filled, *pair, k=k, filters=filters) for pair in pairs]

    by_neo4j = [found(k) for k in (1, 3, 1000)]
    if wanted == EdgeFilter():
        assert any(len({len(path.hops) for path in some}) > 1 for some in by_neo4j[2])  # some by either
    else:
        assert by_neo4j[0] != found(1, EdgeFilter()), "the filter leaves something out"
    monkeypatch.setattr(import_module("graph.lookup.paths"), "_MOST", 1)  # the package has a function of that name
    assert [found(k) for k in (1, 3, 1000)] == by_neo4j


def test_paths_prefer_well_founded_hops_and_obey_filters(filled: Store) -> None:
    (path,) = lookup.paths(filled, "tesla", "inria", k=1)
    assert [entity.id for entity in path.entities] == ["tesla", "nvidia", "h100", "inria"]
    assert lookup.paths(filled, "tesla", "inria", max_hops=2) == ()
    assert lookup.paths(filled, "tesla", "inria", filters=EdgeFilter(relation=("supplies",))) == ()
    assert lookup.paths(filled, "tesla", "tesla") == ()
    assert lookup.paths(filled, "tesla", "nobody") == ()
    assert lookup.paths(filled, "tesla", "amd", filters=EdgeFilter(as_of="2025-01-09")) == ()
    assert len(lookup.paths(filled, "tesla", "amd", filters=EdgeFilter(as_of="2025-01-10"))) == 1


def test_the_latest_edges_come_first(filled: Store) -> None:
    latest = lookup.changes(filled, limit=3).items
    assert [item.edge.last_seen for item in latest] == ["2025-05-20", "2025-05-20", "2025-04"]
    assert {item.edge.last_seen for item in lookup.changes(filled, since="2025-05").items} == {"2025-05-20"}


@pytest.mark.parametrize("since", ["2020", "2025", "2025-01-31", "2025-05", "2026"])
def test_what_changed_is_the_same_a_few_edges_at_a_time(filled: Store, monkeypatch: pytest.MonkeyPatch, since: str) -> None:
    monkeypatch.setattr("graph.analysis.analyst._AT_ONCE", 2)
    assert Analyst(filled).changes(since) == changes([filled.claims()], since)


@pytest.mark.parametrize("since", [None, "2025", "2025-05-20", "2026"])
def test_the_latest_edges_are_the_same_by_the_dates_of_articles_and_by_their_own(filled: Store, since: str | None) -> None:
    every = [item.edge for item in lookup.edges(filled).items if (item.edge.last_seen or "") >= (since or "0")]
    due = sorted(every, key=lambda edge: edge.last_seen or "", reverse=True)
    for filters in (EdgeFilter(), EdgeFilter(min_confidence=0.0)):
        pages = [lookup.changes(filled, since=since, filters=filters, limit=2)]
        while pages[-1].next:
            pages.append(lookup.changes(filled, since=since, filters=filters, limit=2, cursor=pages[-1].next))
        assert [item.edge for page in pages for item in page.items] == due
        assert {page.total for page in pages} == {len(due)}


def test_stats_count_every_kind(filled: Store) -> None:
    found = lookup.stats(filled)
    assert (found.articles, found.claims, found.entities, found.edges, found.publishers) == (8, 13, 9, 10, 4)
    assert (found.types["Person"], found.relations["acquires"], found.contradicted) == (1, 0, 1)
    assert (found.first_published, found.last_published) == ("2024-12-01", "2025-05-20")
    assert found.graph_hash == filled.graph_hash()


@pytest.mark.parametrize("wanted", [wanted for wanted, _ in FILTERS if wanted.direction is None], ids=lambda value: str(value)[:60])
def test_the_network_has_the_edges_that_fit(filled: Store, wanted: EdgeFilter) -> None:
    keys = {key for *_, key in network(filled, filters=wanted).edges(keys=True)}
    everyone = [found.entity.id for found in lookup.search(filled, "").items]
    assert keys == {item.edge.id for id_ in everyone for item in lookup.entity_edges(filled, id_, filters=wanted).items}


def test_centrality_puts_the_hub_first(filled: Store) -> None:
    whole = network(filled)
    figures = centrality(whole)
    assert set(figures) == set(whole)
    for measure in ("degree", "pagerank", "betweenness"):
        assert max(figures, key=lambda id_: figures[id_][measure]) == "nvidia"
    assert sum(entity["pagerank"] for entity in figures.values()) == pytest.approx(1.0)
    assert centrality(network(emptied(filled))) == {}
