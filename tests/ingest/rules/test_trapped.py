"""How the cases of traps are held against a reading, and how the figures are told."""

from __future__ import annotations

import pytest
import yaml

from bench.traps import floors_of, main, table
from tests.ingest.readers import PlainReader
from tests.ingest.rules.trapped import ClaimCase, NameCase, Outcome, Statement, outcomes

TEXT = "Ondine supplies Galvor. Galvor acquires Brumal."


def faults(*, states: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> tuple[str, ...]:
    case = ClaimCase("sales", "en", TEXT, tuple(map(Statement.of, states)), tuple(map(Statement.of, never)))
    [found] = outcomes(PlainReader(), [case])
    return found.faults


def test_a_case_of_claims_holds_when_all_is_stated_and_nothing_else() -> None:
    assert faults(states=("Ondine supplies Galvor", "Galvor acquires Brumal (planned or current)"), never=("Ondine * Brumal",)) == ()


@pytest.mark.parametrize("never", ["Ondine supplies Galvor", "Galvor * Ondine", "* acquires Brumal (asserted and current)", "* * *"])
def test_a_claim_that_must_not_be_made_is_a_fault(never: str) -> None:
    assert all(fault.startswith("false: ") for fault in faults(never=(never,)))
    assert faults(never=(never,))


@pytest.mark.parametrize("states", ["Galvor supplies Ondine", "Ondine acquires Galvor", "Ondine supplies Galvor (denied)"])
def test_a_claim_that_is_turned_round_or_has_another_status_is_missing(states: str) -> None:
    assert [fault.partition(";")[0] for fault in faults(states=(states,))] == [f"missing: {states}"]


def test_names_have_their_places_the_longer_ones_first() -> None:
    case = NameCase("alike", "en", "Ann Ford left Ford. Ford paid a ford.", (("Ann Ford",), ("Ford",)), ("ford",))
    assert case.places() == {"Ann Ford": [(0, 8)], "Ford": [(14, 18), (20, 24)], "ford": [(32, 36)]}
    case = NameCase("alike", "en", "Ann Ford left Ford. Ford paid.", (("Ann Ford",), ("Ford#3",)))
    assert case.places() == {"Ann Ford": [(0, 8)], "Ford#3": [(20, 24)]}


def test_merged_names_and_split_names_are_faults() -> None:
    text = "Nvidia met AMD. NVIDIA left."
    merged = NameCase("alike", "en", text, (("Nvidia",), ("NVIDIA",)))
    split = NameCase("alike", "en", text, (("Nvidia", "AMD"),))
    right = NameCase("alike", "en", text, (("Nvidia", "NVIDIA"), ("AMD",)), ("left",))
    absent = NameCase("alike", "en", text, (("left",),), ("AMD",))
    found = [one.faults for one in outcomes(PlainReader(), [merged, split, right, absent])]
    assert found == [("merged: Nvidia, NVIDIA (nvidia)",), ("apart: Nvidia, AMD (amd, nvidia)",), (), ("not found: left", "no name: AMD")]


def test_floors_are_what_holds_and_the_table_has_a_line_a_trap() -> None:
    good, bad = ClaimCase("sales", "en", TEXT, (), ()), ClaimCase("sales", "fr", TEXT, (), ())
    found = [Outcome(good, ()), Outcome(bad, ("false: x",)), Outcome(bad, ("missing: y; Y is not seen",)), Outcome(bad, ())]
    assert yaml.safe_load(floors_of(found)) == {"sales": {"en": 1, "fr": 1}}
    head, line, total = (row.split() for row in table(found).splitlines())
    assert head == ["trap", "en", "fr", "all", "false", "missing", "unseen"]
    assert line == ["sales", "1/1", "1/3", "2/4", "1", "0", "1"]
    assert total[1:] == line[1:]


def test_a_trap_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["mousetrap"])
    assert "no trap is called 'mousetrap'; there are product-users" in capsys.readouterr().err
