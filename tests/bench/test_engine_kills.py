"""Two of the kills that ``bench.engine_kills`` makes by the hundred."""

from __future__ import annotations

from pathlib import Path

from bench.engine_kills import PROGRAM, rounds


def test_a_killed_engine_or_program_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found = rounds(1, tmp_path, programs=(PROGRAM,))
    assert {kind: whole for kind, (whole, _) in found.items()} == {"engine": 1, "program": 1}
