"""Why edges are missed, and what false ones are, on gold of two firms, a person and a product."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.losses import Seen, false, main, missed
from ingest.evaluation.gold import Gold, Truth, edge

TYPES = {"a": "Company", "b": "Company", "p": "Person", "x": "Product"}


def gold(*edges: tuple[str, str, str]) -> Gold:
    relations = {
        edge(r, h, t): Truth(head=h, relation=r, tail=t, certainty="asserted", phase="current", required=True, evidence="…")
        for h, r, t in edges
    }
    return Gold("one", Path("one.json"), {}, {(key, TYPES[key]): key for key in TYPES}, relations)


def found(weighed: dict[tuple[str, str, str], float], **types: str) -> Seen:
    shares = {edge(r, h, t): share for (h, r, t), share in weighed.items()}
    return Seen({key: {type_} for key, type_ in types.items()}, shares, {about for about, share in shares.items() if share >= 0.5})


@pytest.mark.parametrize(
    ("saw", "why"),
    [
        (found({}, a="Company"), "an end is not found"),
        (found({}, a="Company", b="Product"), "an end has another type"),
        (found({}, a="Company", b="Company"), "never weighed together"),
        (
            found({("b", "supplies", "a"): 0.9, ("a", "supplies", "b"): 0.1}, a="Company", b="Company"),
            "drawn with another relation, or tur",
        ),
        (found({("a", "supplies", "b"): 0.4}, a="Company", b="Company"), "refused by a check"),
        (found({("a", "supplies", "b"): 0.25}, a="Company", b="Company"), "weighed from 0.2 on"),
        (found({("a", "supplies", "b"): 0.1}, a="Company", b="Company"), "weighed from 0.05 on"),
        (found({("a", "supplies", "b"): 0.01}, a="Company", b="Company"), "weighed below 0.05"),
    ],
)
def test_why_an_edge_is_missed(saw: Seen, why: str) -> None:
    assert missed(edge("supplies", "a", "b"), TYPES, saw).startswith(why)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("b", "supplies", "a"), "the same turned round"),
        (("b", "acquires", "a"), "another relation of the two"),
        (("a", "supplies", "?c"), "an end that the gold does not know"),
        (("a", "supplies", "x"), "another end"),
        (("x", "supplies", "b"), "another end"),
        (("p", "founded", "b"), "nothing of the kind"),
    ],
)
def test_what_a_false_edge_is(said: tuple[str, str, str], why: str) -> None:
    head, relation, tail = said
    assert false(edge(relation, head, tail), gold(("a", "supplies", "b"))) == why


@pytest.mark.parametrize("other", ["a", "b"])
def test_either_end_of_a_symmetric_edge_may_be_another(other: str) -> None:
    assert false(edge("competes-with", other, "x"), gold(("a", "competes-with", "b"))) == "another end"


def test_an_article_is_read_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "gold").mkdir()
    text = "Nvidia a racheté Mellanox en 2019. Le marché des puces reste tendu, et les prix montent encore cette année dans toute l’Europe."
    (tmp_path / "articles" / "one.txt").write_text(text, encoding="utf-8")
    names = {"nvidia": "Nvidia", "mellanox": "Mellanox", "elsewhere": "Elsewhere Ltd"}
    entities = [{"key": key, "type": "Company", "names": [name]} for key, name in names.items()]
    rest = {"certainty": "asserted", "phase": "current", "need": "required", "evidence": "Nvidia a racheté Mellanox en 2019."}
    edges = [("nvidia", "acquires", "mellanox"), ("nvidia", "supplies", "elsewhere")]
    relations = [{"head": h, "relation": r, "tail": t, **rest} for h, r, t in edges]
    made = {"id": "one", "entities": entities, "relations": relations}
    (tmp_path / "gold" / "one.json").write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["losses", str(tmp_path), "all"])
    main()
    told = capsys.readouterr().out
    assert told.startswith("1 articles, 1 required edges drawn\nmissed: 1\n")
    assert "1  1.00  an end is not found" in told
