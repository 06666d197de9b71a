"""Places that were marked in articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.examples import is_set_aside
from training.mentions import MENTIONS, Place, digest, places

TYPES = {"Company", "ResearchOrg", "Government", "Person", "Product"}


def test_a_line_has_places_and_no_words(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(
        '{"id": "a", "text": "0f", "phrases": [[0, 3, 9, "x"]], "names": [], "unlisted": [[1, 0, 4, "Person"]]}\n', encoding="utf-8"
    )
    found = places(path)["a"]
    assert found.phrases == (Place(0, 3, 9, "x"),)
    assert found.unlisted == (Place(1, 0, 4, "Person"),)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": "a", "text": "", "phrases": [[0, 1]], "names": [], "unlisted": []}'])
def test_a_line_written_otherwise_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"m\.jsonl:1: not the marks of an article"):
        places(path)


def test_what_ships_marks_nothing_that_is_set_aside_and_has_the_types() -> None:
    found = places(MENTIONS)
    assert len(found) == 260
    assert not any(is_set_aside(name) for name in found)
    assert {place.of for marks in found.values() for place in marks.unlisted} <= TYPES
    assert all(0 <= p.start < p.end for marks in found.values() for p in (*marks.phrases, *marks.names, *marks.unlisted))


def test_the_digest_is_of_the_text() -> None:
    assert digest("a") != digest("b")
    assert len(digest("a")) == 16
