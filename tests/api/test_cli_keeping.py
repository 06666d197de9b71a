"""export, check, retract."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Graph

from api.checks import misfits
from graph.checking import faults
from graph.export import json_lines
from graph.held import Held, after_reading, checked
from graph.kept import Kept, kept_in
from graph.lines import read_jsonl
from graph.store import Store
from tests.api.doors import Ran
from tests.graph.samples import article, corpus, emptied, reading

Run = Callable[..., Ran]


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(corpus())
    return store


def test_the_graph_is_written_in_each_form(run: Run, filled: Store, tmp_path: Path) -> None:
    for form in ("turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "jsonl", "html", "sheets"):
        assert run("export", form, str(tmp_path / form)) == Ran(0, "", "")
    assert run("export", "turtle", str(tmp_path / "truthy"), "--truthy").code == 0
    assert run("export", "gexf", str(tmp_path / "figures"), "--figures").code == 0
    assert "pagerank" in (tmp_path / "figures").read_text(encoding="utf-8")
    assert run("export", "html", str(tmp_path / "few"), "--most", "2").code == 0
    assert (tmp_path / "few").stat().st_size < (tmp_path / "html").stat().st_size
    assert 10 < len(Graph().parse(tmp_path / "truthy", format="turtle")) < 50
    assert len(Graph().parse(tmp_path / "turtle", format="turtle")) > 100
    assert len(nx.read_graphml(tmp_path / "graphml")) == 9
    assert list(read_jsonl(tmp_path / "jsonl")) == list(kept_in(filled))
    assert "<!doctype html>" in (tmp_path / "html").read_text(encoding="utf-8").lower()


def test_a_page_of_a_large_graph_has_the_best_connected_and_says_so(run: Run, store: Store, tmp_path: Path) -> None:
    store.add([reading(article("Many supply one."), *[(f"Maker {n}", "supplies", "Nvidia") for n in range(1000)])])
    ran = run("export", "html", str(tmp_path / "page"))
    assert (ran.code, ran.err) == (0, "the graph has 1001 entities: the page has the 300 with the most edges; --most takes up to 1000\n")
    assert (tmp_path / "page").read_text(encoding="utf-8").count("<tr id=") == 299


@pytest.mark.parametrize(
    ("form", "path", "words"),
    [
        ("pdf", "x", "format 'pdf' is not one of turtle, trig, nquads, jsonld, graphml, gexf, sheets, jsonl, html, csv"),
        ("turtle", "/nowhere/graph.ttl", "there is no folder /nowhere"),
        ("turtle", "/", "/ is a folder"),
        ("sheets", "-", "- is no folder"),
        ("graphml", "--truthy", "--truthy is for turtle, trig, nquads, jsonld, not for graphml"),
    ],
)
def test_what_cannot_be_written_is_named(run: Run, form: str, path: str, words: str) -> None:
    ran = run("export", form, path, *(["x"] if path.startswith("--") else []))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_json_lines_bring_the_graph_back(run: Run, filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, before = tmp_path / "graph.jsonl", filled.graph_hash()
    run("export", "jsonl", str(file))
    emptied(filled)
    assert run("import", str(file)).out == "8 articles, 13 claims, 13 new, 0 known, 0 replaced\n"
    assert filled.graph_hash() == before
    emptied(filled)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert json.loads(run("import", "-", "--json").out)["new"] == 13
    assert filled.graph_hash() == before


def test_nothing_of_a_file_with_a_line_at_fault_is_stored(run: Run, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    lines = list(json_lines(Kept(after_reading(Held(one.article.id), checked(one))[0], one.article.text) for one in corpus()))
    file.write_text("".join([*lines[:-1], lines[-1].replace("Mistral", "Mistrals")]), encoding="utf-8")
    ran = run("import", str(file))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert f"graph.jsonl, line {len(lines)}: " in ran.err
    assert store.ask("MATCH (n) RETURN count(n) AS number") == [{"number": 0}]


def test_what_cannot_be_imported_is_named(run: Run, tmp_path: Path) -> None:
    assert "is no file: name one that 'aigraph export jsonl' wrote" in run("import", str(tmp_path / "nowhere")).err
    ran = run("import", "--bulk", str(tmp_path / "nowhere"))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "is for the embedded Neo4j, and AIGRAPH_STORE names another" in ran.err


def test_a_pipe_or_device_is_never_replaced_by_a_file(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ran = run("export", "turtle", str(pipe))
    assert (ran.code, ran.out) == (2, "")
    assert "is no file" in ran.err
    assert pipe.is_fifo()


def test_a_graph_that_is_right_passes_the_check(run: Run, filled: Store) -> None:
    assert filled.revision()
    assert run("check") == Ran(0, "nothing is wrong\n", "")


def test_what_is_wrong_is_named_a_line_each(run: Run, filled: Store) -> None:
    with filled._session() as session:
        session.run(
            "MATCH ()-[r:SUPPLIES]->() SET r.sources = 9 WITH count(*) AS n MATCH (e:Entity {id: 'tesla'}) SET e.name = 'T'"
        ).consume()
    ran = run("check")
    assert (ran.code, ran.err) == (1, "")
    first, second, last = ran.out.splitlines()
    assert first.endswith("sources is 9, from its claims 2")
    assert (second, last) == ("entity tesla: name is 'T', from its claims 'Tesla'", "2 problems")


def test_ids_that_are_doubled_are_named_though_no_other_command_opens_the_graph(run: Run, filled: Store) -> None:
    with filled._session() as session:
        session.run("DROP CONSTRAINT entity_id").consume()
        session.run("MATCH (n:Entity {id: 'tesla'}) CREATE (m:Entity:Company) SET m = properties(n)").consume()
    try:
        refused = run("stats")
        assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
        assert "property `id` = 'tesla': 'aigraph check' names all such" in refused.err
        assert "entity tesla: it is there 2 times\n" in run("check").out
    finally:
        emptied(filled).prepare()


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (e:Entity {id: 'h100'}) SET e.type = 'Person'",
        "MATCH (e:Entity {id: 'tesla'}) SET e.name = ''",
        "MATCH (c:Claim {certainty: 'denied'}) SET c.confidence = 7.0",
        "MATCH (c:Claim {certainty: 'denied'}) SET c.quote = ''",
        "MATCH (c:Claim {certainty: 'denied'}) SET c.start = c.end",
        "MATCH (c:Claim {certainty: 'denied'}) SET c.extractor = ''",
        "MATCH (c:Claim {certainty: 'denied'}) SET c.object = c.subject",
        "MATCH (c:Claim {relation: 'invests-in'}) SET c.amount = -1",
        "MATCH (c:Claim {relation: 'invests-in'}) SET c.currency = 'dollars'",
    ],
)
def test_whatever_the_shapes_find_the_check_finds_without_them(filled: Store, damage: str) -> None:
    with filled._session() as session:
        session.run(damage).consume()
    assert list(misfits(filled)) != []
    assert list(faults(filled)) != []


def test_the_shapes_are_asked_on_demand(run: Run, filled: Store) -> None:
    assert filled.revision()
    assert run("check", "--shapes") == Ran(0, "nothing is wrong\n", "")


def test_what_was_read_is_taken_back_by_path_or_id(run: Run, filled: Store) -> None:
    first, second, *_ = corpus()
    ran = run("retract", first.article.source, second.article.id, "--reason", "withdrawn", "--json")
    assert ran.code == 0
    done = json.loads(ran.out)
    assert [(one["what"], one["articles"], one["reason"]) for one in done] == [
        (first.article.source, 1, "withdrawn"),
        (second.article.id, 1, "withdrawn"),
    ]
    assert "is gone: withdrawn" in run("show", first.article.id).err
    assert len(list(filled.claims())) == 13 - 3


def test_a_path_may_be_spelt_otherwise_than_when_it_was_read(run: Run, filled: Store) -> None:
    source = corpus()[0].article.source
    assert run("retract", f"./{source}").out == f"./{source}: gone are 1 articles, 2 claims, 1 edges, 1 entities\n"
    assert run("retract", str(Path(corpus()[1].article.source).absolute())).code == 0
    assert len(list(filled.claims())) == 13 - 3


def test_taking_back_what_was_never_read_fails_but_the_rest_is_done(run: Run, filled: Store) -> None:
    ran = run("retract", "nope.txt", corpus()[0].article.source)
    assert ran.code == 1
    assert ran.err.startswith("aigraph: nothing was read from nope.txt")
    assert len(list(filled.claims())) == 11


def test_taking_back_all_but_one_gives_the_graph_of_that_one(run: Run, store: Store) -> None:
    store.add(corpus()[:1])
    alone = store.graph_hash()
    store.add(corpus())
    assert run("retract", *(read.article.source for read in corpus()[1:])).code == 0
    assert store.graph_hash() == alone
