"""Orders in disguise: other letters, other languages, cut up, dressed as definitions or answers; a model that obeys is not believed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.llm.both import BothReaders
from ingest.llm.reader import ModelReader
from ingest.rules import rules_extractor
from ontology.records import Article
from tests.ingest.llm.test_injections import edges, obeying

FOLDER = Path(__file__).with_name("injections") / "disguised"
OFFLINE = rules_extractor()
_ALIKE = str.maketrans("aeopcxyiABEHKMOPTX", "аеорсхуіАВЕНКМОРТΧ")


def _lines(order: str) -> str:
    words = order.split()
    return "\n".join("- " + " ".join(words[at : at + 4]) for at in range(0, len(words), 4))


WRITTEN: Mapping[str, Callable[[str], str]] = {
    "plain": str,
    "decomposed": lambda order: unicodedata.normalize("NFD", order),
    "full-width": lambda order: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in order),
    "look-alike": lambda order: order.translate(_ALIKE),
    "unseen": lambda order: "\u200b".join(order[:30]) + "\u00ad".join(order[30:]),
    "apart": lambda order: " ".join(order[:30].replace(" ", "")) + order[30:],
    "lines": _lines,
}


def cases(name: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return data


def article_of(case: dict[str, Any]) -> Article:
    order = WRITTEN[case.get("how", "plain")](case["order"].replace("\n    ", "\n"))
    return Article(case["text"].replace("{order}", order), f"{case['name']}.md", lang=case["lang"])


KNOWN = cases("known.yaml")


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case["name"])
@pytest.mark.parametrize("kind", ["llm", "both"])
def test_what_only_a_disguised_order_says_is_refused(case: dict[str, Any], kind: str) -> None:
    model = ModelReader(obeying([tuple(row) for row in case["obeyed"]], []), "tiny", witness=OFFLINE)
    reading = model(article_of(case)) if kind == "llm" else BothReaders(model, OFFLINE)(article_of(case))
    false = {(head, name, tail) for head, _, name, tail, _ in case["obeyed"]}
    assert edges(reading) & (false | {(tail, name, head) for head, name, tail in false}) == set()


def test_there_are_enough_of_each_language() -> None:
    assert {case["lang"] for case in KNOWN} == {"de", "en", "es", "fr", "it"}
    assert len(KNOWN) >= 16


def test_the_list_that_nothing_was_mended_for_still_gets_through_as_the_docs_say() -> None:
    """What passes is told; when a change stops some of these, the figure in docs/decisions/llm-reader.md is to follow."""
    through = 0
    for case in cases("open.yaml"):
        rows = [tuple(row) for row in case["obeyed"]]
        reading = ModelReader(obeying(rows, []), "tiny", witness=OFFLINE)(article_of(case))
        through += bool(edges(reading) & {(head, name, tail) for head, _, name, tail, _ in rows})
    assert through == 10
    page = Path(__file__).parents[3] / "docs" / "decisions" / "llm-reader.md"
    assert f"{through} of 10" in " ".join(page.read_text(encoding="utf-8").split())
