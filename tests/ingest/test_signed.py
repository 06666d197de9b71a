from __future__ import annotations

import pytest

from ingest.signed import author


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ada Lin", "Ada Lin"),
        ("  Par\tRédaction \n", "Par Rédaction"),
        ("redaction@lefil.example", "redaction@lefil.example"),
        (["Ada Lin", {"name": "Bo Chen"}, "Ada Lin", {"url": "x"}, None, 5], "Ada Lin, Bo Chen"),
        ({"@type": "Person", "name": "Ada Lin"}, "Ada Lin"),
        ({"name": ["Ada Lin"]}, None),
        ("nil\u202e adA\u200b\x00\ud800 \u2028 Lin", "nil adA Lin"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_name_is_kept_as_it_is_given_in_one_line(value: object, expected: str | None) -> None:
    assert author(value) == expected


@pytest.mark.parametrize("value", ["", " \u202e ", [], {}, None, True, 7, 0.5])
def test_what_is_no_name_is_none(value: object) -> None:
    assert author(value) is None


def test_it_is_no_longer_than_a_line() -> None:
    assert author("A" * 5000) == "A" * 300
    assert author([f"Author {n}" for n in range(5000)]) == ", ".join(f"Author {n}" for n in range(50))[:300].rstrip(" ,")
