"""evaluate: figures on standard output, a page on demand, and a wrong use in one line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from api.cli import main
from api.cli.evaluating import evaluation
from ingest.evaluation import annotated, evaluate, read_claims, read_gold
from tests.api.doors import Ran
from tests.ingest.evaluation.marked import write
from tests.ingest.readers import PlainReader

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    gold, articles, claims = write(tmp_path)
    return str(gold), str(articles), str(claims)


def ran(capsys: Capture, *arguments: str) -> Ran:
    code = main(["evaluate", *arguments])
    printed = capsys.readouterr()
    return Ran(code, printed.out, printed.err)


def test_the_figures_are_printed_as_tables(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, claims = files
    done = ran(capsys, gold, articles, "--claims", claims)
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0] == "2 articles, 5 edges that should be found, 5 found"
    assert "edge f1\t0.667\t0.500–0.800" in lines
    assert "phase current\t0.667\t1.000\t0.800\t2" in lines
    assert any(line.startswith("supplies\t0.000\t0.000\t0.000\t") and line.endswith("\t0\t1\t1") for line in lines)
    assert "0.5–0.6\t2\t0.525\t0.500" in lines
    assert done.err == "aigraph: 1 claims belong to no article of the gold: the name of their article's file should start with its id\n"


def test_the_figures_are_printed_as_json(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, claims = files
    told = json.loads(ran(capsys, gold, articles, "--claims", claims, "--json", "--min-confidence", "0.55").out)
    found = evaluate(annotated(read_gold(Path(gold)), Path(articles)), read_claims(Path(claims)), min_confidence=0.55)
    assert told == json.loads(json.dumps(found.to_json()))


def test_without_claims_the_articles_are_read(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, _ = files
    Path(articles, "en-1.txt").write_text("Nvidia supplies Tesla. Nvidia acquires AMD.", encoding="utf-8")
    assert evaluation(Path(gold), Path(articles), extractor=PlainReader(), as_json=True) is True
    told = json.loads(capsys.readouterr().out)
    assert (told["found"], told["quotes_verbatim"]) == (2, 1.0)


def test_the_offline_reader_reads_them(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, _ = files
    told = json.loads(ran(capsys, gold, articles, "--json").out)
    assert told["found"] >= 1
    assert told["quotes_verbatim"] == 1.0


def test_another_offline_reader_can_read_them_and_no_model(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, _ = files
    assert json.loads(ran(capsys, gold, articles, "--reader", "fast", "--jobs", "2", "--json").out)["quotes_verbatim"] == 1.0
    words = "aigraph: --reader is 'llm': expected rules or fast; for others, give what 'extract' prints with --claims\n"
    assert ran(capsys, gold, articles, "--reader", "llm") == Ran(2, "", words)


def test_a_page_is_written_whole(files: tuple[str, str, str], tmp_path: Path, capsys: Capture) -> None:
    gold, articles, claims = files
    page = tmp_path / "page.html"
    assert ran(capsys, gold, articles, "--claims", claims, "--html", str(page)).code == 0
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert not list(tmp_path.glob(".page*"))


def test_places_where_no_page_can_be_are_named_before_anything_is_read(
    files: tuple[str, str, str], tmp_path: Path, capsys: Capture
) -> None:
    _, articles, _ = files
    os.mkfifo(tmp_path / "pipe")
    places = {
        os.devnull: f"aigraph: {os.devnull} is no file: name one\n",
        str(tmp_path / "pipe"): f"aigraph: {tmp_path / 'pipe'} is no file: name one\n",
        "-": "aigraph: --html - is no file: name one; the figures go to standard output\n",
        str(tmp_path): f"aigraph: {tmp_path} is a folder: name a file in it\n",
    }
    for place, words in places.items():
        assert ran(capsys, str(tmp_path / "gone"), articles, "--html", place) == Ran(2, "", words)


def test_gold_and_claims_that_cannot_be_are_one_line(files: tuple[str, str, str], tmp_path: Path, capsys: Capture) -> None:
    gold, articles, claims = files
    page = tmp_path / "page.html"
    Path(claims).write_text("{}\n", encoding="utf-8")
    done = ran(capsys, gold, articles, "--claims", claims, "--html", str(page))
    assert done == Ran(1, "", f"aigraph: {claims}, line 1: article is missing: it should be a JSON object\n")
    Path(gold, "fr-1.json").write_text("{}", encoding="utf-8")
    done = ran(capsys, gold, articles)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"aigraph: {gold}/fr-1.json: entities is missing: it should be a list\n"
    assert not page.exists()


def test_a_confidence_that_cannot_be_is_a_wrong_use(files: tuple[str, str, str], capsys: Capture) -> None:
    gold, articles, claims = files
    done = ran(capsys, gold, articles, "--claims", claims, "--min-confidence", "2")
    assert done == Ran(2, "", "aigraph: --min-confidence is 2: expected a number between 0 and 1\n")
