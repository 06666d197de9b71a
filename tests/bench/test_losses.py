"""Why edges are missed, and what false ones are, on gold of two firms, a person and a product."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.losses import Seen, false, missed
from ingest.evaluation.gold import Gold, Truth, edge

TYPES = {"a": "Company", "b": "Company", "p": "Person", "x": "Product"}


def gold(*edges: tuple[str, str, str]) -> Gold:
    relations = {
        edge(r, h, t): Truth(head=h, relation=r, tail=t, certainty="asserted", phase="current", required=True, evidence="…")
        for h, r, t in edges
    }
    return Gold("one", Path("one.json"), {}, {(key, TYPES[key]): key for key in TYPES}, relations)


def found(weighed: dict[tuple[str, str, str], float], **types: str) -> Seen:
    return Seen({key: {type_} for key, type_ in types.items()}, {edge(r, h, t): share for (h, r, t), share in weighed.items()})


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
