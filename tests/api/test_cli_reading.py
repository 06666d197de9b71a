"""ingest and extract: claims out, reports, and sources that cannot be read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.reading import articles_at, extract, ingest
from api.errors import BadParameter
from graph.store import Store
from ontology.records import Claim
from tests.api.doors import Ran
from tests.ingest.readers import PlainReader

READER = PlainReader()
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def news(tmp_path: Path) -> list[str]:
    """A folder with two articles, an empty one, and a path where nothing is."""
    (tmp_path / "a.txt").write_text("Nvidia supplies Tesla. Nvidia regulates AMD.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Été : Nvidia acquires AMD.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    return [str(tmp_path), str(tmp_path / "gone.txt")]


def test_extract_prints_claims_that_can_be_read_back(news: list[str], capsys: Capture) -> None:
    assert extract(news, articles_at(news), extractor=READER) is False
    printed = capsys.readouterr()
    claims = [Claim.from_json(json.loads(line)) for line in printed.out.splitlines()]
    assert [(claim.subject.name, claim.relation, claim.object.name) for claim in claims] == [
        ("Nvidia", "supplies", "Tesla"),
        ("Nvidia", "acquires", "AMD"),
    ]
    assert "Été" in Path(claims[1].article.source).read_text(encoding="utf-8")
    empty, missing, refused = printed.err.splitlines()
    assert empty.startswith("aigraph: ")
    assert "c.txt is empty" in empty
    assert "gone.txt" in missing
    assert refused == "aigraph: 1 claims were refused by the check: 'aigraph ingest' counts the reasons"


def test_extract_of_readable_sources_is_well(news: list[str], capsys: Capture) -> None:
    paths = [str(Path(news[0], "b.txt"))]
    assert extract(paths, articles_at(paths, publisher="Daily", date="2025-07", lang="fr"), extractor=READER) is True
    article = json.loads(capsys.readouterr().out)["article"]
    assert (article["publisher"], article["published"], article["lang"]) == ("Daily", "2025-07", "fr")


def test_standard_input_is_an_article(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Nvidia supplies Tesla.")))
    assert extract(["-"], articles_at(["-"]), extractor=READER) is True
    assert json.loads(capsys.readouterr().out)["article"]["source"] == "-"


@pytest.mark.parametrize("given", [{"date": "yesterday"}, {"date": "2024-13"}, {"lang": "?"}, {"lang": "xx"}])
def test_what_is_said_of_the_articles_is_checked_at_once(given: dict[str, Any]) -> None:
    with pytest.raises(BadParameter, match=next(iter(given.values())).replace("?", r"\?")):
        articles_at([], **given)


def test_ingest_reports_once_and_keeps_what_it_read(store: Store, news: list[str], capsys: Capture) -> None:
    assert ingest(store, news, articles_at(news), extractor=READER, as_json=False) is False
    printed = capsys.readouterr()
    assert printed.out.splitlines()[:2] == [
        "2 articles read, 2 could not be",
        "claims: 2 new, 0 already known, 0 replaced, 1 refused",
    ]
    assert "refused 1 ×: regulates does not go from Company to Company" in printed.out
    assert len(printed.err.splitlines()) == 2
    assert len(list(store.claims())) == 2


def test_ingest_again_knows_all_and_tells_programs_in_json(store: Store, news: list[str], capsys: Capture) -> None:
    ingest(store, news, articles_at(news), extractor=READER, as_json=False)
    before = store.graph_hash()
    capsys.readouterr()
    ingest(store, news, articles_at(news), extractor=READER, as_json=True)
    report = json.loads(capsys.readouterr().out)
    assert (report["new"], report["known"], report["refused"]) == (0, 2, 1)
    assert [item["source"].rpartition("/")[2] for item in report["unread"]] == ["c.txt", "gone.txt"]
    assert store.graph_hash() == before


def test_a_page_tells_what_was_read_found_and_refused(store: Store, news: list[str], tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "report.html"
    ingest(store, news, articles_at(news), extractor=READER, as_json=True, page=page)
    assert capsys.readouterr().err.count("\n") == 2
    text = page.read_text(encoding="utf-8")
    assert "Nvidia acquires AMD" in text
    assert "regulates does not go from Company to Company" in text
    assert "c.txt is empty" in text


@pytest.mark.parametrize("command", ["ingest", "extract", "watch", "unread"])
def test_a_slip_is_told_before_the_store_is_opened(command: str, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGRAPH_STORE", "bolt://127.0.0.1:1")
    paths = [] if command == "unread" else ["none.toml"]
    slips = {"--reader": "oracle", "--min-confidence": "7"} | ({"--report": "/nowhere/report.html"} if command == "ingest" else {})
    for option, value in slips.items():
        ran = run(command, *paths, option, value)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert value.rpartition("/")[0] in ran.err
        assert option in ran.err or option == "--report"


def test_a_bar_is_drawn_for_a_person_only(store: Store, news: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    ingest(store, news, articles_at(news), extractor=READER, as_json=True)
    json.loads(capsys.readouterr().out)


def test_what_could_not_be_read_is_listed_and_tried_again(run: Callable[..., Ran], store: Store, tmp_path: Path) -> None:
    bad, by = tmp_path / "bad.txt", ("--reader", "fast", "--jobs", "1")
    bad.write_text("", encoding="utf-8")
    assert run("ingest", str(bad), *by).code == 1
    listed = run("unread", *by)
    assert listed.code == 0
    assert listed.out.splitlines() == ["source\ttries\treason", f"{bad}\t1\t{bad} is empty: an article has at least one sentence"]
    assert run("unread", "--retry", *by).code == 1
    (dead,) = json.loads(run("unread", "--json", *by).out)
    assert (dead["source"], dead["times"], dead["passing"]) == (str(bad), 2, False)
    assert run("unread").out.splitlines() == ["source\ttries\treason"]
    bad.write_text("Il a plu.", encoding="utf-8")
    assert run("unread", "--retry", *by).out.splitlines()[0] == "1 articles read, 0 could not be"
    again = run("ingest", str(bad), *by)
    assert again.out.splitlines()[-1] == "1 were read before: --again reads them anew"
    assert len(store.ask("MATCH (a:Article) RETURN a.id")) == 1
