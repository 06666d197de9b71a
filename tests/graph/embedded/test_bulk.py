"""A whole graph by Neo4j's own import: the same as the usual way gives, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli import main
from bench.claims import kept
from graph.bulk import write_csv
from graph.bulk.tables import BETWEEN
from graph.embedded import attach, stop
from graph.embedded.admin import load_csv
from graph.embedded.jars import default_cache
from graph.embedded.record import Places
from graph.errors import BackupFailed, BadClaim
from graph.export import json_lines, write_jsonl
from graph.held import Held, after_reading, checked
from graph.kept import Kept, keep, kept_in
from graph.schema import VERSION
from graph.store import Store
from ontology.check import rejection_of
from ontology.records import Article, Reading
from tests.graph.samples import HOSTILE, article, corpus, moved, reading, says, story


def told() -> list[Kept]:
    """Made-up articles, hostile ones, whole amounts beside decimal ones, two lines, copies, one without claims, one in three versions."""
    text = Article(f'{HOSTILE}\r\n""supplies"", Tesla;\n', HOSTILE, HOSTILE, HOSTILE, None, None, HOSTILE, "https://a.example/é")
    nasty = Reading(text, (says(text, HOSTILE, "supplies", "Tesla", product="", event='"', confidence=1),))
    first = corpus()[0]
    surer = moved(first, source="surer.txt", author="Ada Lin, Bo Chen")
    surer = replace(surer, claims=tuple(replace(claim, confidence=0.9) for claim in surer.claims))
    thrice = [
        replace(moved(first, source="elsewhere.txt", published="2024", canonical="https://elsewhere.example/"), claims=()),
        first,
        surer,
    ]
    more = [nasty, *corpus()[1:], Reading(article("Nothing.", publisher=None, published=None), ())]
    more += [reading(article(story(1) + f" {n}", publisher=f"Outlet {n}"), ("Nvidia", "supplies", "Tesla")) for n in range(3)]
    more.append(reading(article("A deal."), ("Nvidia", "invests-in", "Tesla", {"amount": 1.5, "currency": "EUR"})))
    held = Held(first.article.id)
    for one in thrice:
        held, _ = after_reading(held, checked(one))
    rest = [Kept(after_reading(Held(one.article.id), checked(one))[0], one.article.text) for one in more]
    return [*kept(60, 20), Kept(held, first.article.text), *rest]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that was used but holds nothing, filled in bulk by the program."""
    folder = tmp_path_factory.mktemp("bulk") / "d'ici"
    file = folder.parent / "graph.jsonl"
    write_jsonl(told(), file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIGRAPH_HOME", str(folder))
        patch.delenv("AIGRAPH_STORE", raising=False)
        assert main(["import", "--bulk", str(file)]) == 0
    yield folder
    stop(folder / "store")


def test_made_up_claims_pass_the_check_and_come_again_the_same() -> None:
    made = list(kept(300, 50))
    assert sum(len(one.held.claims) for one in made) == 300
    readings = [reading for one in made for reading in one.readings()]
    assert not any(rejection_of(claim, one.article) for one in readings for claim in one.claims)
    assert made == list(kept(300, 50))
    assert made != list(kept(300, 50, seed=8))


def test_the_graph_is_that_of_the_usual_way(home: Path, store: Store, tmp_path: Path) -> None:
    list(keep(store, told()))
    with attach(home / "store", idle_seconds=60, progress=False) as login, Store(login) as bulk:
        assert bulk.graph_hash() == store.graph_hash()
        assert list(bulk.claims()) == list(store.claims())
        assert bulk.revision() == 1
        signed = "MATCH (a:Article) WITH a ORDER BY a.id RETURN a.author AS author, a.canonical AS at"
        assert bulk.ask(signed) == store.ask(signed)
        again = tmp_path / "again.jsonl"
        write_jsonl(kept_in(bulk), again)
        assert list(json_lines(kept_in(store))) == again.read_text(encoding="utf-8").splitlines(keepends=True)
        schemas = [{row["name"] for row in of.ask("SHOW CONSTRAINTS")} for of in (bulk, store)]
        assert schemas[0] == schemas[1]
    places = Places(home / "store")
    assert not places.restoring.exists()
    assert sum(path.stat().st_blocks * 512 for path in places.data.rglob("*") if path.is_file()) < 40_000_000


def test_a_home_that_has_a_graph_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("AIGRAPH_HOME", str(home))
    assert main(["import", "--bulk", str(home.parent / "graph.jsonl")]) == 2
    said = capsys.readouterr().err
    assert "has a graph already, and 'import --bulk' makes a new one: name another AIGRAPH_HOME" in said
    assert said.count("\n") == 1


def test_a_line_at_fault_leaves_the_home_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(json_lines(kept(20, 10)))
    lines[5] = lines[5].replace('"confidence": 0.', '"confidence": 9.')
    (tmp_path / "graph.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path / "home"))
    assert main(["import", "--bulk", str(tmp_path / "graph.jsonl")]) == 1
    assert "graph.jsonl, line 6: " in capsys.readouterr().err
    places = Places(tmp_path / "home" / "store")
    assert not places.data.exists()
    assert not places.restoring.exists()


def test_csv_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    twice = [*kept(10, 5), *kept(10, 5)]
    with pytest.raises(BadClaim, match=r"article a_\w+ comes twice: one import in bulk takes each article once"):
        write_csv(twice, tmp_path / "csv")
    text = article("Odd.", source=f"a{BETWEEN}b")
    with pytest.raises(BadClaim, match=r"U\+001F"):
        write_csv([Kept(after_reading(Held(text.id), checked(Reading(text, ())))[0], text.text)], tmp_path / "csv")
    assert list(tmp_path.iterdir()) == []


def test_csv_that_cannot_be_imported_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id:ID\nsame\nsame\n", encoding="utf-8")
    (tmp_path / "arguments").write_text("--nodes=Entity=a.csv", encoding="utf-8")
    (tmp_path / "home").mkdir()
    with pytest.raises(BackupFailed, match="could not import full it: Id 'same' is defined more than once"):
        load_csv(tmp_path / "home", tmp_path, arguments="arguments", cache=default_cache())


def test_csv_is_made_of_a_file_without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path / "home"))
    write_jsonl(kept(50, 10), tmp_path / "graph.jsonl")
    assert main(["export", "csv", str(tmp_path / "csv"), "--from", str(tmp_path / "graph.jsonl")]) == 0
    assert ", 50 claims, " in capsys.readouterr().out
    assert not (tmp_path / "home").exists()
    arguments = (tmp_path / "csv" / "arguments").read_text(encoding="utf-8").splitlines()
    named = {argument.rpartition("=")[2] for argument in arguments if argument.endswith(".csv")}
    assert named == {path.name for path in (tmp_path / "csv").glob("*.csv")}
    revision = (tmp_path / "csv" / "revision.csv").read_text(encoding="utf-8").splitlines()
    assert revision == ["id:ID(Revision),number:long,schema:long", f'"graph",1,{VERSION}']
    assert main(["export", "csv", str(tmp_path / "csv")]) == 2
    assert "name a new folder" in capsys.readouterr().err
