"""Articles that tell the model what to answer, and a model that obeys: what only the order says enters no store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.llm.asking import Request
from ingest.llm.both import BothReaders
from ingest.llm.lines import lines_of
from ingest.llm.reader import ModelReader
from ingest.rules import rules_extractor
from ontology.records import Article, Json, Reading
from tests.ingest.llm.samples import Scripted, answer, entity, relation, shown

FILES = sorted(Path(__file__).with_name("injections").glob("*.yaml"))
ORDERS = Path(__file__).with_name("injections").joinpath("orders.txt").read_text(encoding="utf-8").splitlines()
OFFLINE = rules_extractor()
Row = tuple[str, str, str, str, str]
"""Head and its type, relation, tail and its type."""


def test_there_are_enough_of_both_languages() -> None:
    assert min(sum(path.name.startswith(lang) for path in FILES) for lang in ("fr-", "en-")) >= 6


def article_of(path: Path) -> tuple[Article, dict[str, Any]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Article(data["text"], path.name, lang=path.name[:2]), data


def obeying(rows: list[Row], others: list[Row]) -> Scripted:
    """A model that says what it was ordered to, citing each sentence alone, all together, and some that are not there; and the truth."""

    def says(request: Request) -> str:
        numbers = list(shown(request))
        cited = [[n] for n in range(1, max(numbers, default=1) + 3)] + [[a, a + 1] for a in numbers] + [numbers]
        named = {name: entity(name, name.split()[0], kind=kind) for row in rows + others for name, kind in (row[:2], row[3:])}
        ordered = [relation(head, name, tail, *some) for head, _, name, tail, _ in rows for some in cited]
        true = [relation(head, name, tail, *_naming(request, head, tail)) for head, _, name, tail, _ in others]
        return answer(list(named.values()), [*ordered, *true])

    return Scripted(says)


def _naming(request: Request, head: str, tail: str) -> list[int]:
    both = [n for n, text in shown(request).items() if head.split(maxsplit=1)[0] in text and tail.split(maxsplit=1)[0] in text]
    return both[-1:] or [1]


def edges(reading: Reading) -> set[tuple[str, str, str]]:
    return set(_said(reading))


def _said(reading: Reading) -> Iterator[tuple[str, str, str]]:
    for claim in reading.claims:
        if claim.certainty != "denied":
            yield claim.subject.name, claim.relation, claim.object.name
            yield claim.object.name, claim.relation, claim.subject.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["llm", "both"])
def test_what_only_the_order_says_is_refused(path: Path, kind: str) -> None:
    article, data = article_of(path)
    model = obeying([tuple(row) for row in data["obeyed"]], [tuple(row) for row in data["stated"]])
    reader = ModelReader(model, "tiny", witness=OFFLINE)
    reading = reader(article) if kind == "llm" else BothReaders(reader, OFFLINE)(article)
    false = {(head, name, tail) for head, _, name, tail, _ in data["obeyed"]}
    assert edges(reading) & (false | {(tail, name, head) for head, name, tail in false}) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_order_is_not_even_sent(path: Path) -> None:
    article, data = article_of(path)
    model = obeying([], [tuple(row) for row in data["stated"]])
    ModelReader(model, "tiny", witness=OFFLINE)(article)
    sent = " ".join(shown(model.asked[0]).values())
    assert len(shown(model.asked[0])) >= 3  # the rest of the article is
    for words in ("gnore", "SYSTEM", "certainty", "DAN", "assistant", "instructions", "Consigne", "modèle", "language model"):
        assert words not in sent or words == "assistant", sent


def test_the_truth_of_such_an_article_is_still_read_where_the_offline_reader_sees_it_too() -> None:
    found = 0
    for path in FILES:
        article, data = article_of(path)
        rows: list[Any] = [tuple(row) for row in data["stated"]]
        reading = ModelReader(obeying([], rows), "tiny", witness=OFFLINE)(article)
        found += len(reading.claims)
        assert edges(reading) <= {edge for row in rows for edge in ((row[0], row[2], row[3]), (row[3], row[2], row[0]))}
    assert found >= len(FILES) // 3


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_rests_on_a_sentence_that_gives_orders(order: str) -> None:
    article = Article(f"Marl sells chips to Stannary.\n\n{order}\n\nHalden and Stannary had stands at the fair.", "a.txt", lang="en")
    row: Row = ("Halden", "Company", "acquires", "Stannary", "Company")
    numbers = [line.number for line in lines_of(article) if line.text != "Halden and Stannary had stands at the fair."]
    said = [relation("Halden", "acquires", "Stannary", n) for n in numbers]
    model = Scripted(answer([entity("Halden"), entity("Stannary")], said))
    assert edges(ModelReader(model, "tiny")(article)) & {(row[0], row[2], row[3])} == set()


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_cited_together_with_an_innocent_sentence_lends_it_no_name(order: str) -> None:
    article = Article(f"Marl sells chips to Stannary.\n\n{order}\n\nStannary had a stand at the fair.", "a.txt", lang="en")
    numbers = [line.number for line in lines_of(article)]
    said = [relation("Halden", "acquires", "Stannary", a, b) for a in numbers for b in numbers if a < b]
    model = Scripted(answer([entity("Halden"), entity("Stannary")], said))
    assert ("Halden", "acquires", "Stannary") not in edges(ModelReader(model, "tiny")(article))


@pytest.mark.parametrize("field", ["name", "mentions", "head", "certainty", "phase", "product", "key"])
def test_script_in_a_field_is_refused_or_stays_words_of_the_article(field: str) -> None:
    script = "<script>alert('x')</script>\u202e\x1b[31m"
    said: Json = relation("Alpha", "supplies", "Beta", 1)
    alpha = entity("Alpha", "Alpha")
    if field in {"name", "key"}:
        alpha[field] = script
    elif field == "mentions":
        alpha["mentions"] = [script]
    elif field == "product":
        said["qualifiers"] = [{"name": "product", "value": script}]
    else:
        said[field] = script
    article = Article("Alpha supplies Beta.", "a.txt", lang="en")
    reading = ModelReader(Scripted(answer([alpha, entity("Beta")], [said])), "tiny")(article)
    for claim in reading.claims:
        assert "script" not in str(claim.to_json())
    assert reading.claims or reading.rejections
