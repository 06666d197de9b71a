"""Authors and canonical addresses in the store: kept by version, shown of the version that is shown, and no change where there are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import lookup
from graph.checking import faults
from graph.export import turtle, write_jsonl
from graph.export.turtle import DATA
from graph.kept import keep, kept_in
from graph.lines import read_jsonl, read_lines
from graph.properties import version_of
from graph.store import Store
from graph.validate import validate
from ontology.errors import RecordError
from ontology.records import Reading
from tests.graph.samples import HOSTILE, corpus, emptied, moved

BEFORE = "eddfcb849e6f047e97c907bed176807fb3fcb83b4c4bdb67481836c8544c2967"
"""The hash that ``corpus()`` had before articles had authors."""
AT = "https://daily.example/nvidia"
ID = corpus()[0].article.id


def signed() -> list[Reading]:
    """The corpus; of its first article three versions, the one that is shown with an author, one with another, one without."""
    first, *rest = corpus()
    shown = moved(first, author="Ada Lin, Bo Chen", canonical=AT)
    later = moved(first, source="mirror.txt", published="2025-02-01", author=HOSTILE, canonical="https://mirror.example/été")
    return [shown, later, moved(first, source="plain.txt", published="2025-03-01"), *rest]


def test_a_graph_without_authors_is_what_it_was(store: Store) -> None:
    store.add(corpus())
    assert store.graph_hash() == BEFORE
    assert store.ask("MATCH (a:Article) WHERE a.author IS NOT NULL OR a.canonical IS NOT NULL RETURN count(a) AS n")[0]["n"] == 0
    assert list(faults(store)) == []


def test_the_version_of_an_article_without_them_is_as_it_was() -> None:
    article = corpus()[0].article
    assert json.loads(version_of(article)).keys() == {"source", "title", "publisher", "published", "lang"}
    assert version_of(replace(article, author="")) == version_of(article)
    assert json.loads(version_of(replace(article, author="Ada Lin")))["author"] == "Ada Lin"


def test_what_is_shown_is_of_the_version_that_is_shown(store: Store) -> None:
    store.add(signed())
    found = lookup.article(store, ID)
    assert found is not None
    assert (found.article.author, found.article.canonical) == ("Ada Lin, Bo Chen", AT)
    assert [version.author for version in found.versions] == ["Ada Lin, Bo Chen", HOSTILE, None]
    store.retract(signed()[0].article.source, reason="a test")
    found = lookup.article(store, ID)
    assert found is not None
    assert (found.article.author, found.article.canonical) == (HOSTILE, "https://mirror.example/été")
    store.retract("mirror.txt", reason="a test")
    assert store.ask("MATCH (a:Article {id: $id}) RETURN a.author AS author, a.canonical AS at", id=ID) == [{"author": None, "at": None}]
    assert list(faults(store)) == []


def test_retracting_is_exact_and_order_does_not_matter(store: Store) -> None:
    readings = signed()
    store.add(readings)
    whole = store.graph_hash()
    assert whole != BEFORE
    assert list(faults(store)) == []
    emptied(store)
    for one in reversed(readings):
        store.add([one])
    assert store.graph_hash() == whole
    store.add([corpus()[0]])
    for source in ("mirror.txt", "plain.txt", readings[0].article.source):
        store.retract(source, reason="a test")
    store.add([corpus()[0]])
    assert store.graph_hash() == BEFORE


def test_a_source_that_is_read_again_by_a_program_that_reads_more_has_one_version(store: Store) -> None:
    store.add(signed())
    whole = store.graph_hash()
    for readings in ([*corpus(), *signed()], [*signed(), *corpus()]):
        emptied(store).add(readings)
        assert store.graph_hash() == whole
        assert list(faults(store)) == []
    emptied(store).add(corpus())
    store.add(signed())
    assert store.graph_hash() == whole


def test_they_go_out_as_json_lines_and_come_in_again(store: Store, tmp_path: Path) -> None:
    store.add(signed())
    before, claims, path = store.graph_hash(), list(store.claims()), tmp_path / "graph.jsonl"
    write_jsonl(kept_in(store), path)
    assert not any("author" in claim.to_json()["article"] for claim in claims)
    emptied(store)
    list(keep(store, read_jsonl(path)))
    assert (store.graph_hash(), list(store.claims())) == (before, claims)
    assert list(faults(store)) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"canonical": "javascript:alert(1)"}, "has the canonical 'javascript:alert.1.': expected an absolute address of http or https"),
        ({"canonical": " https://a.example"}, "expected an absolute address"),
        ({"author": ["Ada Lin"]}, "has the author .*Ada Lin.*: expected text"),
    ],
)
def test_a_line_that_says_them_wrongly_is_named(wrong: dict[str, object], words: str) -> None:
    line = json.dumps({"text": "Words.", "versions": [{"source": "a"} | wrong]})
    with pytest.raises(RecordError, match=f"x, line 1: .*article .* {words}"):
        list(read_lines([line], name="x"))


def test_turtle_has_them_and_fits_the_shapes(store: Store) -> None:
    store.add([*signed(), moved(corpus()[1], author=HOSTILE, canonical="https://weekly.example/a")])
    text = "".join(turtle(store))
    data, node = Graph().parse(data=text, format="turtle"), URIRef(f"{DATA}article/{ID}")
    assert validate(text).conforms
    assert data.value(node, DCTERMS.creator) == Literal("Ada Lin, Bo Chen")
    assert data.value(node, URIRef("https://schema.org/url")) == Literal(AT, datatype=XSD.anyURI)
    assert Literal(HOSTILE) in set(data.objects(None, DCTERMS.creator))
    assert len(set(data.subjects(DCTERMS.creator))) == 2
