"""What a store does, whichever Neo4j it is."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import lookup, writing
from graph.bands import Bands
from graph.checking import faults
from graph.errors import BadClaim, QueryRefused, QueryTimeout
from graph.store import Login, Store
from ontology.edges import edges_of
from ontology.entities import entities_of
from ontology.records import Article, ArticleRef, Claim, Reading
from tests.graph.samples import HOSTILE, article, corpus, emptied, moved, reading, says


def claims_of(readings: Iterable[Reading]) -> list[Claim]:
    return sorted((claim for read in readings for claim in read.claims), key=lambda claim: claim.id)


def hash_of(store: Store, readings: list[Reading]) -> str:
    emptied(store).add(readings)
    return store.graph_hash()


def test_each_store_is_of_the_release_that_it_is_named_after(store: Store, login: Login, request: pytest.FixtureRequest) -> None:
    assert store.address == login.uri
    lines = {"embedded": "5.26.", "calendar": "2026."}
    assert store.version().startswith(lines.get(request.node.callspec.params["login"], ""))


def test_preparing_twice_makes_nothing_twice(store: Store) -> None:
    before = store.ask("SHOW INDEXES YIELD name RETURN name ORDER BY name")
    store.prepare()
    assert store.ask("SHOW INDEXES YIELD name RETURN name ORDER BY name") == before


def test_an_empty_store_answers_with_nothing(store: Store) -> None:
    assert list(store.claims()) == []
    assert store.revision() == 0
    assert lookup.stats(store).entities == 0
    assert lookup.search(store, "x").items == ()
    assert lookup.edges(store).items == lookup.changes(store).items == ()
    assert lookup.claims(store).items == ()


def test_claims_come_back_as_they_went_in(store: Store) -> None:
    store.add(corpus())
    assert list(store.claims()) == claims_of(corpus())


def test_edges_and_entities_are_those_the_ontology_computes(store: Store) -> None:
    store.add(corpus(), batch=3)
    claims = claims_of(corpus())
    for edge in edges_of(claims):
        found = lookup.edge(store, edge.id)
        assert found is not None
        assert found.edge == edge
    for entity in entities_of(end for claim in claims for end in (claim.subject, claim.object)):
        known = lookup.entity(store, entity.id)
        assert known is not None
        assert known.entity == entity
    assert lookup.stats(store).edges == len(edges_of(claims))


def test_edges_carry_their_fields_for_those_who_write_cypher(store: Store) -> None:
    store.add(corpus())
    query = "MATCH (:Company {id: 'nvidia'})-[r:SUPPLIES]->(:Company {name: $name}) RETURN properties(r) AS r"
    (row,) = store.read(query, {"name": "Tesla"}).values
    expected = {"support": 2, "against": 1, "contradicted": True, "certainty": "asserted", "sources": 2, "product": "GPU"}
    assert isinstance(row[0], dict)
    assert expected.items() <= row[0].items()


def test_the_report_counts_new_and_known_claims(store: Store) -> None:
    told: list[object] = []
    first = store.add(corpus(), each=told.append)
    again = store.add(corpus())
    assert tuple(told) == first
    assert [(r.new_article, r.new, r.known) for r in first] == [(True, len(read.claims), 0) for read in corpus()]
    assert [(r.new_article, r.new, r.known) for r in again] == [(False, 0, len(read.claims)) for read in corpus()]


def test_reading_again_changes_nothing(store: Store) -> None:
    store.add(corpus())
    before = store.graph_hash(), store.revision()
    store.add(corpus())
    assert (store.graph_hash(), store.revision()) == before


def test_a_graph_that_was_emptied_by_hand_never_has_an_old_revision_again(store: Store) -> None:
    store.add(corpus()[:1])
    before = store.revision(), store.graph_hash()
    with store._session() as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
    store.add(corpus()[1:2])
    assert store.revision() > before[0]
    assert store.graph_hash() != before[1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)), batch=st.integers(1, 9), twice=st.sets(st.integers(0, 7)))
def test_order_batches_and_repetition_do_not_matter(store: Store, order: list[int], batch: int, twice: set[int]) -> None:
    expected = hash_of(store, corpus())
    shuffled = [corpus()[i] for i in order] + [corpus()[i] for i in sorted(twice)]
    emptied(store).add(shuffled, batch=batch)
    assert store.graph_hash() == expected


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(0, 7), order=st.permutations(range(8)))
def test_what_is_left_after_retracting_the_others_is_that_one_alone(store: Store, kept: int, order: list[int]) -> None:
    expected = hash_of(store, [corpus()[kept]])
    emptied(store).add([corpus()[i] for i in order])
    for i in order:
        if i != kept:
            assert store.retract(corpus()[i].article.source, reason="a test")
    assert store.graph_hash() == expected


def test_hashes_of_different_content_differ(store: Store) -> None:
    surer = replace(corpus()[1].claims[0], confidence=0.51)
    variants = [corpus(), corpus()[:-1], [*corpus()[:1], Reading(corpus()[1].article, (surer,)), *corpus()[2:]]]
    variants.append([moved(corpus()[0], title="Another"), *corpus()[1:]])
    assert len({hash_of(store, readings) for readings in variants}) == len(variants)


def test_one_text_from_two_sources_is_one_article_in_either_order(store: Store) -> None:
    here = corpus()[0]
    there = moved(here, source="https://example.org/1", publisher="Early Bird", published="2024-12-31")
    forth = hash_of(store, [here, there])
    found = lookup.article(store, here.article.id)
    assert found is not None
    assert [version.source for version in found.versions] == sorted([here.article.source, there.article.source])
    assert found.article == ArticleRef.to(there.article)
    assert hash_of(store, [there, here]) == forth
    edge = lookup.entity_edges(store, "coreweave").items[0].edge
    assert (edge.first_seen, edge.support, edge.sources) == ("2024-12-31", 1, 1)


def test_retracting_one_of_two_sources_leaves_the_other(store: Store) -> None:
    here, there = corpus()[0], moved(corpus()[0], source="b", published="2024-12-31")
    expected = hash_of(store, [here])
    emptied(store).add([here, there])
    gone = store.retract("b", reason="a test")
    assert (gone.articles, gone.versions, gone.claims) == ((), 1, 0)
    assert store.graph_hash() == expected
    assert store.retract(here.article.source, reason="a test").articles == (here.article.id,)
    assert lookup.stats(store).articles == 0


def test_claims_that_only_one_source_gave_go_with_it(store: Store) -> None:
    base = corpus()[0]
    other = Reading(replace(base.article, source="b"), ())
    dated = says(other.article, "Nvidia", "supplies", "Tesla", valid_from="2024")
    both = [base, Reading(other.article, (dated,))]
    assert hash_of(store, both) == hash_of(store, both[::-1])
    assert len(list(store.claims())) == 3
    store.retract("b", reason="a test")
    assert list(store.claims()) == claims_of([base])


def test_one_claim_read_twice_with_different_confidence_is_kept_alike_in_any_order(store: Store) -> None:
    here = corpus()[0]
    there = moved(here, source="b")
    surer = Reading(there.article, tuple(replace(claim, confidence=0.99) for claim in there.claims))
    alone = hash_of(store, [here])
    assert hash_of(store, [here, surer]) == hash_of(store, [surer, here])
    assert {claim.confidence for claim in store.claims()} == {0.99}
    assert list(faults(store)) == []
    store.retract("b", reason="a test")
    assert store.graph_hash() == alone


def test_a_newer_extractor_replaces_its_older_claims_and_no_others(store: Store) -> None:
    read = corpus()[0]
    by_model = says(read.article, "Nvidia", "supplies", "Tesla", extractor="model@1")
    newer = says(read.article, "Nvidia", "supplies", "CoreWeave", extractor="rules@2")
    store.add([read, Reading(read.article, (by_model,))])
    report = store.add([Reading(read.article, (newer,))])[0]
    assert (report.new, report.replaced) == (1, 2)
    assert set(store.claims()) == {by_model, newer}
    gone = lookup.retraction(store, read.claims[0].id)
    assert gone is not None
    assert "later reading" in gone.reason


def test_a_newer_extractor_that_finds_nothing_replaces_its_older_claims_when_it_is_named(store: Store) -> None:
    store.add(corpus()[:1])
    report = store.add([Reading(corpus()[0].article, ())], extractors=("rules@2",))[0]
    assert report.replaced == 2
    assert lookup.stats(store).entities == 0
    assert lookup.stats(store).articles == 1


def test_a_claim_that_the_same_extractor_reads_no_more_is_replaced(store: Store) -> None:
    read = corpus()[0]
    store.add([read])
    store.add([Reading(read.article, read.claims[:1])])
    assert list(store.claims()) == [read.claims[0]]
    assert hash_of(store, [Reading(read.article, read.claims[:1])]) == store.graph_hash()


def test_articles_without_claims_stay(store: Store) -> None:
    store.add([Reading(article("Nothing to see."), ())])
    assert lookup.articles(store).total == 1


def test_retraction_takes_all_that_only_it_held_up_and_says_why(store: Store) -> None:
    store.add(corpus())
    read = corpus()[0]
    edge = next(e for e in edges_of(read.claims) if e.relation == "invests-in")
    gone = store.retract(read.article.id, reason="withdrawn by the outlet")
    assert (gone.articles, gone.versions, gone.claims, gone.edges, gone.entities) == ((read.article.id,), 1, 2, 1, 1)
    for id_ in (read.article.id, read.claims[0].id, edge.id, "coreweave"):
        tombstone = lookup.retraction(store, id_)
        assert tombstone is not None
        assert tombstone.reason == "withdrawn by the outlet"
    assert lookup.retraction(store, "tesla") is None
    assert lookup.entity(store, "coreweave") is None


def test_reading_a_retracted_article_again_brings_all_of_it_back(store: Store) -> None:
    expected = hash_of(store, corpus())
    store.retract(corpus()[0].article.source, reason="a mistake")
    assert store.graph_hash() != expected
    store.add(corpus()[:1])
    assert store.graph_hash() == expected
    assert store.ask("MATCH (t:Retraction) RETURN t.id") == []


def test_retracting_what_nobody_knows_takes_nothing(store: Store) -> None:
    store.add(corpus())
    before = store.graph_hash(), store.revision()
    assert not store.retract("no such source", reason="a test")
    assert (store.graph_hash(), store.revision()) == before


def test_a_refused_claim_is_reported_and_not_stored(store: Store) -> None:
    read = corpus()[0]
    wrong = says(read.article, "Product:H100", "invests-in", "Tesla")
    unknown = says(read.article, "Nvidia", "SUPPLIES]->() DETACH DELETE (n) //", "Tesla")
    report = store.add([Reading(read.article, (*read.claims, wrong, unknown))])[0]
    assert [rejection.claim for rejection in report.rejections] == [wrong, unknown]
    assert report.new == 2


def test_a_claim_of_another_article_is_a_fault_of_the_program(store: Store) -> None:
    with pytest.raises(BadClaim, match="came with article"):
        store.add([Reading(corpus()[0].article, corpus()[1].claims)])


def test_a_number_that_bolt_cannot_carry_is_named(store: Store) -> None:
    read = corpus()[0]
    with pytest.raises(BadClaim, match="whole numbers below"):
        store.add([Reading(read.article, (says(read.article, "Nvidia", "invests-in", "Tesla", amount=10**20),))])
    assert lookup.stats(store).articles == 0


def test_the_label_follows_the_computed_type(store: Store) -> None:
    texts = [article(f"Mistral, the {i}th time.") for i in range(3)]
    store.add([reading(texts[0], ("ResearchOrg:Mistral", "partners-with", "Nvidia"))])
    assert store.read("MATCH (e {id: 'mistral'}) RETURN labels(e) AS l").values == ((["Entity", "ResearchOrg"],),)
    store.add([reading(text, ("Mistral", "partners-with", "Nvidia")) for text in texts[1:]])
    assert store.read("MATCH (e:Company {id: 'mistral'}) WHERE NOT e:ResearchOrg RETURN e.type").values == (("Company",),)
    for text in texts[1:]:
        store.retract(text.source, reason="a test")
    assert store.read("MATCH (e:ResearchOrg {id: 'mistral'}) WHERE NOT e:Company RETURN e.type").values == (("ResearchOrg",),)


def test_a_symmetric_edge_is_stored_once_with_its_ends_in_order(store: Store) -> None:
    store.add(corpus())
    rows = store.read("MATCH (a)-[r:COMPETES_WITH]->(b) RETURN a.id, b.id, r.support").values
    assert rows == (("amd", "nvidia", 2),)


def test_a_denial_contradicts_and_an_edge_only_denied_is_denied(store: Store) -> None:
    store.add(corpus()[2:3])
    edge = lookup.entity_edges(store, "tesla").items[0].edge
    assert (edge.certainty, edge.support, edge.against, edge.contradicted) == ("denied", 0, 1, False)
    store.add(corpus()[:1])
    edge = lookup.entity_edges(store, "tesla").items[0].edge
    assert (edge.certainty, edge.support, edge.against, edge.contradicted) == ("asserted", 1, 1, True)


def test_writers_at_the_same_time_lose_nothing(store: Store) -> None:
    texts = [article(f"Nvidia supplies number {i}.", publisher=f"Outlet {i}") for i in range(24)]
    readings = [reading(text, ("Nvidia", "supplies", "Tesla"), ("AMD", "competes-with", "Nvidia")) for text in texts]
    readings += [moved(read, source="elsewhere") for read in readings[:8]]
    expected = hash_of(store, readings)
    emptied(store)
    failures: list[BaseException] = []

    def write(part: list[Reading]) -> None:
        try:
            store.add(part, batch=1)
        except BaseException as error:  # noqa: BLE001 - the test shows it
            failures.append(error)

    random.Random(7).shuffle(readings)  # noqa: S311 - no secret
    writers = [Thread(target=write, args=(readings[i::4],)) for i in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert store.graph_hash() == expected
    assert lookup.entity_edges(store, "tesla").items[0].edge.support == 24


def test_a_writer_waits_for_another_that_changes_the_same_edge(store: Store) -> None:
    first, second = (reading(article(f"Told by {name}.", published="2025"), ("Nvidia", "supplies", "Tesla")) for name in "AB")
    store.add([first, second])
    earliest, earlier = moved(first, source="a", published="2020"), moved(second, source="b", published="2021")
    with store._session() as session, session.begin_transaction() as slow:
        writing.add(slow, writing.prepare([earliest]), extractors=(), bands=Bands())  # type: ignore[arg-type]  # both kinds run queries
        other = Thread(target=store.add, args=([earlier],))
        other.start()
        other.join(timeout=1.5)
        slow.commit()
    other.join()
    assert lookup.entity_edges(store, "tesla").items[0].edge.first_seen == "2020"


def test_edges_follow_the_date_of_an_article_found_again_even_if_nothing_is_read_from_it(store: Store) -> None:
    here = corpus()[0]
    store.add([here])
    store.add([Reading(replace(here.article, source="b", published="2019"), ())])
    assert lookup.entity_edges(store, "tesla").items[0].edge.first_seen == "2019"
    assert {claim.article.published for claim in store.claims()} == {"2019"}


def test_hostile_words_are_kept_as_words(store: Store) -> None:
    text = Article(f"{HOSTILE} supplies Tesla.", HOSTILE, HOSTILE, HOSTILE, "2025-01-01", "en")
    claim = says(text, HOSTILE, "supplies", "Tesla", product=HOSTILE, event=HOSTILE, said_by=HOSTILE, extractor=f"{HOSTILE}@1")
    claim = replace(claim, subject=replace(claim.subject, id=HOSTILE))
    store.add([Reading(text, (claim,))])
    assert list(store.claims()) == [claim]
    found = lookup.entity(store, HOSTILE)
    assert found is not None
    assert found.entity.name == HOSTILE
    assert lookup.suggest(store, HOSTILE)[0].entity.id == HOSTILE
    assert lookup.stats(store).entities == 2
    assert store.retract(HOSTILE, reason=HOSTILE)
    assert lookup.stats(store).entities == 0


def test_a_query_may_not_write(store: Store) -> None:
    before = hash_of(store, corpus())
    for query in ("CREATE (n)", "MATCH (n) DETACH DELETE n", "MATCH (e:Entity) SET e.name = 'x'", "CREATE INDEX FOR (n:X) ON (n.y)"):
        with pytest.raises(QueryRefused):
            store.read(query)
    store._hash = None
    assert store.graph_hash() == before


def test_a_query_that_is_no_cypher_is_refused_with_the_place(store: Store) -> None:
    with pytest.raises(QueryRefused, match="no Cypher at line 1, column 1: 'MATHC'"):
        store.read("MATHC (n) RETURN n")


def test_a_query_without_its_parameter_is_refused(store: Store) -> None:
    with pytest.raises(QueryRefused, match="name"):
        store.read("RETURN $name")


def test_rows_are_capped_and_say_so(store: Store) -> None:
    rows = store.read("UNWIND range(1, 50) AS n RETURN n", limit=10)
    assert (len(rows.values), rows.truncated) == (10, True)
    rows = store.read("UNWIND range(1, 10) AS n RETURN n", limit=10)
    assert (len(rows.values), rows.truncated) == (10, False)


def test_size_is_capped_and_says_so(store: Store) -> None:
    rows = store.read("UNWIND range(1, 50) AS n RETURN '0123456789' AS text", size=100)
    assert rows.truncated
    assert 0 < len(rows.values) < 10


def test_time_is_capped(store: Store) -> None:
    with pytest.raises(QueryTimeout):
        store.read("UNWIND range(1, 10000000) AS a UNWIND range(1, 10000000) AS b RETURN sum(a + b)", timeout=0.5)


def test_rows_are_json_and_list_what_can_be_drawn(store: Store) -> None:
    store.add(corpus()[:1])
    rows = store.read("MATCH p = (:Entity {id: 'nvidia'})-[r:SUPPLIES]->() RETURN p, r, date('2025-01-01') AS d, [1.5, {a: null}] AS l")
    assert rows.fields == ("p", "r", "d", "l")
    assert rows.values[0][2:] == ("2025-01-01", [1.5, {"a": None}])
    assert {node["properties"]["name"] for node in rows.nodes} == {"Nvidia", "Tesla"}
    assert [(edge["type"], edge["properties"]["support"]) for edge in rows.edges] == [("SUPPLIES", 1)]
    assert {rows.edges[0]["source"], rows.edges[0]["target"]} == {node["id"] for node in rows.nodes}


def test_a_node_keeps_its_properties_when_its_edge_comes_first(store: Store) -> None:
    store.add(corpus()[:1])
    rows = store.read("MATCH (a:Entity {id: 'nvidia'})-[r:SUPPLIES]->(b) RETURN r, b, a")
    assert [node["properties"]["name"] for node in rows.nodes if node["properties"]] == ["Nvidia", "Tesla"]
    assert len(rows.nodes) == 2


def test_an_article_whose_entity_somebody_deleted_can_be_read_again_and_taken_back(store: Store) -> None:
    told = [reading(article(f"Told by {name}."), ("Nvidia", "supplies", "Tesla")) for name in "ABC"]
    for again in (
        lambda: store.retract(told[0].article.source, reason="a test"),
        lambda: store.add([Reading(told[0].article, (replace(told[0].claims[0], confidence=0.5),))]),
        lambda: store.add([moved(told[0], source="earlier", published="2019")]),
    ):
        emptied(store).add(told)
        store.mend("MATCH (e:Entity {id: 'tesla'}) DETACH DELETE e")
        again()


def test_an_article_of_which_there_is_but_a_bare_node_is_stored(store: Store) -> None:
    one = corpus()[0]
    store.add([one])
    expected = store.graph_hash()
    emptied(store).mend(f"CREATE (:Article {{id: '{one.article.id}'}})")
    store.add([one])
    store._hash = None
    assert store.graph_hash() == expected


def test_what_cannot_be_written_is_a_fault_of_its_claim_also_when_it_is_found_before(store: Store) -> None:
    text = article("Half a \ud800 character.")
    with pytest.raises(BadClaim, match="surrogates not allowed"):
        store.add([Reading(text, ())])
