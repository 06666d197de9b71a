"""The trap suites: of each trap and language, no fewer cases hold than did; ``python -m bench.traps`` prints the figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ingest.rules import rules_extractor
from tests.ingest.rules.trapped import ANY, FLOORS, ClaimCase, NameCase, Outcome, Statement, Tally, cases, outcomes, tallies

TRAINING = Path(__file__).parents[3] / "training"
CASES = cases()
TOTALS = tallies(CASES)
FLOOR: Tally = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
ROW = 8
"""As many words in a row as no trap shares with what the models learn from."""


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    return outcomes(rules_extractor(), CASES)


@pytest.mark.parametrize(("trap", "lang"), [(trap, lang) for trap, langs in TOTALS.items() for lang in langs])
def test_no_fewer_cases_hold_than_did(trap: str, lang: str, found: list[Outcome]) -> None:
    mine = [one for one in found if (one.case.trap, one.case.lang) == (trap, lang)]
    failed = [one for one in mine if one.faults]
    told = "\n".join(f"{one.case.text}\n    {'; '.join(one.faults)}" for one in failed)
    assert len(mine) - len(failed) >= FLOOR[trap][lang], f"{trap}, {lang}: of {len(mine)} cases do not hold\n{told}"


def test_every_trap_has_its_floor_and_none_lies_above_the_cases() -> None:
    assert {trap: set(langs) for trap, langs in FLOOR.items()} == {trap: set(langs) for trap, langs in TOTALS.items()}
    assert [(trap, lang) for trap, langs in FLOOR.items() for lang, floor in langs.items() if not 0 <= floor <= TOTALS[trap][lang]] == []


def test_every_trap_of_claims_is_laid_in_both_languages_and_every_other_case_claims_something() -> None:
    for trap, langs in tallies(case for case in CASES if isinstance(case, ClaimCase)).items():
        assert langs.keys() == {"en", "fr"}
        assert min(langs.values()) >= 6, trap
    claimed = [case for case in CASES if isinstance(case, ClaimCase)]
    assert sum(bool(case.states) for case in claimed) * 2 >= len(claimed)
    assert all(case.states or case.never for case in claimed)


def test_every_name_of_a_case_stands_in_its_text() -> None:
    for case in CASES:
        if isinstance(case, NameCase):
            assert [name for name, places in case.places().items() if not places] == [], case.text
        elif isinstance(case, ClaimCase):
            names = {name for one in (*case.states, *case.never) for name in (one.head, one.tail)} - {ANY}
            assert [name for name in names if name not in case.text] == []


def test_no_text_is_laid_twice() -> None:
    assert len({case.text for case in CASES}) == len(CASES)


def test_a_statement_is_read_with_its_statuses() -> None:
    one = Statement.of("Bank of America invests-in Arm (planned or denied and current)")
    assert (one.head, one.relation, one.tail) == ("Bank of America", "invests-in", "Arm")
    assert one.statuses == (frozenset({"planned"}), frozenset({"denied", "current"}))
    with pytest.raises(ValueError, match="a statement is a name"):
        Statement.of("Nvidia buys Arm")


def test_no_trap_is_in_what_the_models_learn_from() -> None:
    traps = {row: case.text for case in CASES for row in rows(case.text)}
    lessons = [path for folder in ("sentences", "passages") for path in sorted((TRAINING / folder).glob("*.jsonl"))]
    assert lessons
    for path in lessons:
        for line in path.read_text(encoding="utf-8").splitlines():
            lesson = json.loads(line)
            text = lesson.get("text") or " ".join(lesson["sentences"])
            assert [traps[row] for row in rows(text) if row in traps] == [], path.name


def rows(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return (tuple(words[at : at + ROW]) for at in range(len(words) - ROW + 1))
