"""ingest and extract with a model: where the text goes is said first, what it took is said last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.ingest.llm.endpoint import completion, error, serving
from tests.ingest.llm.samples import answer, entity, relation

GOOD = answer([entity("Alpha"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1)])
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("AIGRAPH_LLM_MODEL", "AIGRAPH_LLM_ENDPOINT", "AIGRAPH_LLM_KEY", "AIGRAPH_LLM_KEY_FILE", "AIGRAPH_LLM_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path / "home"))
    folder = tmp_path / "news"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"Alpha supplies Beta. It rained {n} times in the valley.", encoding="utf-8")
    return str(folder)


def test_it_says_where_the_text_goes_and_what_it_took(news: str, capsys: Capture) -> None:
    with serving(completion(GOOD)) as server:
        options = ["extract", "--lang", "en", "--reader", "llm", "--model", "tiny", "--endpoint", server.url]
        assert main([*options, news]) == 0
        first = capsys.readouterr()
        assert main([*options, news]) == 0
        second = capsys.readouterr()
        assert len(server.calls) == 3
    assert first.err.splitlines()[0].startswith(
        f"aigraph: the text of 3 articles goes to {server.url} (on this machine), model tiny: 3 calls, about "
    )
    assert first.err.splitlines()[-1] == "aigraph: tiny: 3 calls, 360 tokens, $0.0000 used"
    assert [json.loads(line)["relation"] for line in first.out.splitlines()] == ["supplies"] * 3
    assert second.err.splitlines()[0] == "aigraph: tiny: all answers for 3 articles are kept from before, nothing is sent"
    assert second.out == first.out


def test_one_reason_for_all_is_told_once(news: str, capsys: Capture) -> None:
    with serving(error(401)) as server:
        assert main(["extract", "--reader", "llm", "--model", "tiny", "--endpoint", server.url, "--jobs", "1", news]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "does not accept the key" in line]
    assert len(told) == 2
    assert told[0].startswith(f"aigraph: {news}/0.txt: ")
    assert told[1].startswith("aigraph: 2 more articles were not read for the same reason: ")


def test_both_read_with_both(news: str, capsys: Capture) -> None:
    Path(news, "0.txt").write_text("Microsoft has acquired Morvan Photonique.", encoding="utf-8")
    firms = [entity("Microsoft"), entity("Morvan Photonique")]
    with serving(completion(answer(firms, [relation("Microsoft", "acquires", "Morvan Photonique", 1)]))) as server:
        assert main(["extract", "--lang", "en", "--reader", "both", "--model", "tiny", "--endpoint", server.url, f"{news}/0.txt"]) == 0
    readers = [json.loads(line)["extractor"].partition("@")[0] for line in capsys.readouterr().out.splitlines()]
    assert set(readers) == {"rules", "llm:tiny"}


def test_a_floor_of_confidence_holds_for_every_reader(news: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    Path(news, "0.txt").write_text("Microsoft has acquired Morvan Photonique.", encoding="utf-8")
    firms = [entity("Microsoft"), entity("Morvan Photonique")]

    def read(*options: str) -> list[float]:
        assert main(["extract", "--lang", "en", *options, f"{news}/0.txt"]) == 0
        return [json.loads(line)["confidence"] for line in capsys.readouterr().out.splitlines()]

    with serving(completion(answer(firms, [relation("Microsoft", "acquires", "Morvan Photonique", 1)]))) as server:
        model = ["--model", "tiny", "--endpoint", server.url]
        for reader in (["--reader", "rules"], ["--reader", "fast"], ["--reader", "llm", *model], ["--reader", "both", *model]):
            usual = read(*reader)
            assert usual
            assert read(*reader, "--min-confidence", "1") == []
            assert set(usual) <= set(read(*reader, "--min-confidence", "0"))
    monkeypatch.setenv("AIGRAPH_MIN_CONFIDENCE", "1")
    assert read() == []
    assert read("--min-confidence", "0.3")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--reader", "oracle"], "--reader is 'oracle': expected rules, fast, llm, both, local"),
        (["--model", "tiny"], "--model goes with --reader llm or both or local: rules takes no notice of it"),
        (["--max-tokens", "5"], "--max-tokens goes with --reader llm or both: rules takes no notice of it"),
        (["--labels", "x.json"], "--labels goes with --reader local: rules"),
        (["--reader", "llm", "--labels", "x.json"], "--labels goes with --reader local: llm"),
        (["--reader", "local"], "--reader local needs --model"),
        *(
            (["--reader", "local", "--model", "x", *option], f"{option[0]} goes with --reader llm or both: local takes no notice of it")
            for option in (
                ["--max-tokens", "5"],
                ["--max-cost", "1"],
                ["--endpoint", "ollama"],
                ["--second-pass"],
                ["--llm-config", "x.toml"],
            )
        ),
        (
            ["--reader", "local", "--model", "x", "--jobs", "2"],
            "--jobs goes with --reader rules or fast or llm or both: local takes no notice of it",
        ),
        (["--date", "2024-13"], "--date is '2024-13', no date: expected 2024, 2024-07 or 2024-07-27"),
        (["--date", "2024-02-30"], "--date is '2024-02-30', no date: expected 2024, 2024-07 or 2024-07-27"),
        (["--date", "1602"], "'1602' is no date of publication: give YYYY, YYYY-MM or YYYY-MM-DD, of 1800 or later"),
        (["--date", ""], "--date is '', no date"),
        (["--lang", "xx"], "--lang is 'xx', no language: expected a code of ISO 639-1, as en or fr"),
        (["--lang", "eng"], "--lang is 'eng', no language"),
        (["--publisher", " "], "--publisher is ' ': expected a name in one line"),
        (["--publisher", "a\nb"], "expected a name in one line"),
        (["--reader", "llm"], "none is named: name it with --model"),
        (["--min-confidence", "1.5"], "--min-confidence is 1.5: expected a number between 0 and 1"),
        (["--min-confidence", "-0.1"], "--min-confidence is -0.1: expected a number between 0 and 1"),
        (["--min-confidence", "nan"], "--min-confidence is nan: expected a number between 0 and 1"),
    ],
)
def test_wrong_use_is_told(options: list[str], words: str, news: str, capsys: Capture) -> None:
    assert main(["extract", *options, news]) == 2
    assert words in capsys.readouterr().err
