"""What goes out can be read back, and fits the ontology; what should not run does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import networkx as nx
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from graph.export import json_lines, turtle, write_graphml, write_jsonl, write_page, write_rdf
from graph.export.turtle import DATA
from graph.held import Held, after_reading, checked
from graph.kept import Kept, keep, kept_in
from graph.lines import read_jsonl
from graph.networks import Network, network
from graph.store import Store
from graph.validate import validate, validate_file
from ontology.errors import RecordError
from ontology.records import Article, Reading
from ontology.vocabulary import AIG
from tests.graph.samples import HOSTILE, article, corpus, emptied, moved, reading, says


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(corpus())
    return store


def hostile() -> Reading:
    text = Article(f"{HOSTILE} supplies Tesla.", f"https://example.org/{HOSTILE}", HOSTILE, HOSTILE, "2025-01-01", "en")
    return Reading(text, (says(text, HOSTILE, "supplies", "Tesla", product=HOSTILE, event=HOSTILE, said_by=HOSTILE),))


def test_the_turtle_fits_the_shapes(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_rdf(filled, path)
    report = validate_file(path)
    assert report.problems == ()
    assert report.conforms


def test_the_turtle_has_every_claim_whole(filled: Store) -> None:
    data = Graph().parse(data="".join(turtle(filled)), format="turtle")
    assert {str(data.value(c, DCTERMS.identifier)) for c in data.subjects(RDF.type, AIG.Claim)} == {c.id for c in filled.claims()}
    claim = corpus()[0].claims[1]
    node = URIRef(f"{DATA}claim/{claim.id}")
    assert data.value(node, RDF.predicate) == AIG["invests-in"]
    assert str(data.value(node, AIG.amount)) == "2000000000"
    assert data.value(node, AIG.currency) == Literal("USD")
    evidence = data.value(node, AIG.evidence)
    oa = "http://www.w3.org/ns/oa#"
    assert [data.value(evidence, URIRef(oa + name)).toPython() for name in ("start", "end", "exact")] == [  # type: ignore[union-attr]  # it is there, or the test fails
        claim.evidence.start,
        claim.evidence.end,
        claim.evidence.quote,
    ]


def test_truthy_triples_stand_for_what_somebody_holds(store: Store) -> None:
    store.add([corpus()[2], *corpus()[4:6], reading(article("A rumour."), ("AMD", "acquires", "Tesla", {"certainty": "reported"}))])
    data = Graph().parse(data="".join(turtle(store)), format="turtle")
    amd, nvidia, tesla = (URIRef(f"{DATA}entity/{id_}") for id_ in ("amd", "nvidia", "tesla"))
    assert (nvidia, AIG.supplies, tesla) not in data  # only denied
    assert (amd, AIG["competes-with"], nvidia) in data
    assert (nvidia, AIG["competes-with"], amd) in data
    assert (amd, AIG.acquires, tesla) in data
    assert (tesla, AIG.acquires, amd) not in data


@pytest.mark.parametrize(
    ("old", "new", "says_so"),
    [
        ("aig:certainty aig:asserted", "aig:certainty aig:planned", "aig"),
        ("rdf:predicate aig:supplies", "rdf:predicate aig:likes", "none of the ontology"),
        ("rdf:predicate aig:supplies", "rdf:predicate aig:founded", "head of this relation"),
        ('oa:exact "', 'oa:exacts "', "Less than 1 values"),
        ("prov:wasDerivedFrom <", "prov:wasInformedBy <", "Less than 1 values"),
        ('"0.75"^^xsd:double', '"1.75"^^xsd:double', "<="),
        ("skos:prefLabel", "skos:hiddenLabel", "one name"),
    ],
)
def test_a_broken_graph_does_not_fit(store: Store, old: str, new: str, says_so: str) -> None:
    person = reading(article("He founded it."), ("Person:Elon Musk", "supplies", "Tesla"))
    assert store.add([person])[0].rejections
    store.add([reading(article("Inria supplies it."), ("ResearchOrg:Inria", "supplies", "Tesla"))])
    text = "".join(turtle(store))
    assert validate(text).conforms
    assert old in text
    report = validate(text.replace(old, new))
    assert not report.conforms
    assert any(says_so in problem.message for problem in report.problems), report.problems


def test_what_is_no_turtle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("this is no turtle", encoding="utf-8")
    with pytest.raises(RecordError, match=r"x\.ttl is no Turtle"):
        validate_file(path)


def test_hostile_words_come_back_from_turtle_as_they_were(store: Store) -> None:
    store.add([hostile()])
    text = "".join(turtle(store))
    data = Graph().parse(data=text, format="turtle")
    assert HOSTILE in {str(name) for name in data.objects(None, SKOS.prefLabel)}
    assert HOSTILE in {str(title) for title in data.objects(None, DCTERMS.title)}
    assert validate(text).conforms


def test_graphml_comes_back_with_its_parallel_edges(store: Store, tmp_path: Path) -> None:
    store.add([*corpus(), reading(article("A deal."), ("Nvidia", "invests-in", "Tesla"), ("Tesla", "supplies", "Nvidia")), hostile()])
    whole, path = network(store), tmp_path / "graph.graphml"
    write_graphml(whole, path)
    back = cast("Network", nx.read_graphml(path, force_multigraph=True))
    assert set(back) == set(whole)
    assert sorted(back.edges(keys=True)) == sorted(whole.edges(keys=True))
    assert len(back.get_edge_data("nvidia", "tesla")) == 2
    supplies = next(data for data in back.get_edge_data("nvidia", "tesla").values() if data["relation"] == "supplies")
    assert (supplies["support"], supplies["contradicted"], supplies["confidence"]) == (2, True, 0.875)
    assert back.nodes["jensen-huang"]["type"] == "Person"
    assert HOSTILE.replace("\x07", "\ufffd") in {data["name"] for _, data in back.nodes(data=True)}


def test_json_lines_come_back_as_the_same_graph(store: Store, tmp_path: Path) -> None:
    elsewhere = moved(corpus()[0], source="elsewhere.txt", publisher="Echo", published="2024-12-31")
    store.add([*corpus(), hostile(), replace(elsewhere, claims=elsewhere.claims[1:]), Reading(article("Nothing is said."), ())])
    before, claims, path = store.graph_hash(), list(store.claims()), tmp_path / "graph.jsonl"
    write_jsonl(kept_in(store), path)
    emptied(store)
    added = list(keep(store, read_jsonl(path)))
    assert len(added) == 11
    assert (store.graph_hash(), list(store.claims())) == (before, claims)
    assert not any(one.rejections for one in added)
    write_jsonl(kept_in(store), tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()
    assert {one.new for one in keep(store, read_jsonl(path))} == {0}
    assert store.graph_hash() == before


def lines_of(*readings: Reading) -> list[dict[str, Any]]:
    kept = (Kept(after_reading(Held(one.article.id), checked(one))[0], one.article.text) for one in readings)
    return [json.loads(line) for line in json_lines(kept)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"relation": "likes"}, "does not fit its content"),
        ({"relation": "likes", "id": None}, "id"),
        ({"confidence": "high"}, "has the confidence 'high': expected a number"),
        ({"confidence": 7.0}, "is refused: confidence 7.0 is not between 0 and 1"),
        ({"product": 5, "id": None}, "a claim has the product 5: expected text"),
        ({"article": None}, "is not of the form of a claim"),
        ({"sources": ["nowhere.txt"]}, "has the sources ['nowhere.txt']: expected some of its article's"),
        ({"sources": 5}, "has the sources 5"),
        ({"said_by": "\ud800"}, "half a character"),
    ],
)
def test_a_claim_that_may_not_be_kept_is_named_by_its_line(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    lines, path = lines_of(*corpus()[:2]), tmp_path / "graph.jsonl"
    lines[1] |= change
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(RecordError, match=r"graph\.jsonl, line 2: ") as error:
        list(read_jsonl(path))
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_claim_stands_after_its_own_article(tmp_path: Path) -> None:
    lines, path = lines_of(*corpus()[:2]), tmp_path / "graph.jsonl"
    for wrong, words in (
        ([lines[1]], "line 1: it has no article before it"),
        ([lines[3], lines[1]], "line 2: claim c_.* stands after article a_"),
    ):
        path.write_text("\n".join(map(json.dumps, wrong)), encoding="utf-8")
        with pytest.raises(RecordError, match=words):
            list(read_jsonl(path))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        "null",
        "{}",
        '{"id": "c_1", "article": null, "relation": "supplies"}',
        '{"text": "Words.", "versions": []}',
        '{"text": "Words.", "versions": [{}]}',
        '{"text": "Words.", "versions": [{"source": "a", "title": 5}]}',
        '{"text": "Words.", "versions": [{"source": "a"}], "id": "a_0"}',
        '{"text": 5, "versions": [{"source": "a"}]}',
    ],
)
def test_a_line_that_is_neither_article_nor_claim_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"claims\.jsonl, line 2: "):
        list(read_jsonl(path))


def test_an_export_that_fails_leaves_what_stood_there(store: Store, tmp_path: Path) -> None:
    store.add(corpus())
    path = tmp_path / "claims.jsonl"
    path.write_text("as it was", encoding="utf-8")

    def broken() -> Iterator[Kept]:
        yield from kept_in(store)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_jsonl(broken(), path)
    assert path.read_text(encoding="utf-8") == "as it was"
    assert [entry.name for entry in tmp_path.iterdir()] == ["claims.jsonl"]


def test_exports_of_the_same_graph_are_the_same_to_the_byte(store: Store, tmp_path: Path) -> None:
    written = []
    for order in (corpus(), corpus()[::-1]):
        store.retract(order[0].article.source, reason="a test")
        store.add(order)
        for name in ("a.ttl", "a.graphml", "a.jsonl", "a.html"):
            (tmp_path / name).unlink(missing_ok=True)
        write_rdf(store, tmp_path / "a.ttl")
        write_graphml(network(store), tmp_path / "a.graphml")
        write_jsonl(kept_in(store), tmp_path / "a.jsonl")
        write_page(network(store), store.claims(), tmp_path / "a.html")
        written.append([path.read_bytes() for path in sorted(tmp_path.iterdir())])
    assert len(written[0]) == 4
    assert written[0] == written[1]
