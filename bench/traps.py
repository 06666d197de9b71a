"""The trap suites: ``python -m bench.traps [--floors] [--failed] [TRAP…]``.

Reads the short texts of ``tests/ingest/rules/traps`` and prints for each trap and language how many cases hold, of how many; ``--failed``
prints the cases that don't, with what is wrong; ``--floors`` prints what holds as YAML, for ``tests/ingest/rules/traps/floors.yaml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from ingest.rules import rules_extractor
from tests.ingest.rules.trapped import Outcome, Tally, cases, outcomes, tallies

__all__ = ["floors_of", "main", "table"]

HEAD = """\
# How many cases of each trap hold, by language; when fewer do, tests/ingest/rules/test_traps.py fails.
# python -m bench.traps --floors > tests/ingest/rules/traps/floors.yaml writes it anew.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.traps", description="how many trap cases hold")
    parser.add_argument("traps", nargs="*", metavar="TRAP", help="only these, by the names in the files")
    parser.add_argument("--failed", action="store_true", help="the cases that do not hold, with what is wrong")
    parser.add_argument("--floors", action="store_true", help="what holds, as YAML")
    asked = parser.parse_args(arguments)
    every = cases()
    if unknown := set(asked.traps) - {case.trap for case in every}:
        parser.error(f"no trap is called {min(unknown)!r}; there are {', '.join(tallies(every))}")
    found = outcomes(rules_extractor(), [case for case in every if not asked.traps or case.trap in asked.traps])
    if asked.floors:
        print(floors_of(found), end="")
    else:
        print(table(found))
    if asked.failed:
        for one in found:
            if one.faults:
                print(f"\n{one.case.trap}, {one.case.lang}: {one.case.text}")
                print("\n".join(f"  {fault}" for fault in one.faults))


def held(found: Iterable[Outcome]) -> Tally:
    """How many hold, by trap and language."""
    return tallies(one.case for one in found if not one.faults)


def floors_of(found: Sequence[Outcome]) -> str:
    """What holds, as the file of floors has it."""
    those = held(found)
    lines = (
        f"{trap}: {{{', '.join(f'{lang}: {those.get(trap, {}).get(lang, 0)}' for lang in langs)}}}"
        for trap, langs in tallies(one.case for one in found).items()
    )
    return HEAD + "\n".join(lines) + "\n"


def table(found: Sequence[Outcome]) -> str:
    """A line a trap: held/total in each language, and cases with something false or merged, missing or apart, a name not seen; then all."""
    totals, those = tallies(one.case for one in found), held(found)
    langs = sorted({one.case.lang for one in found}, key=("en", "fr", "de", "es").index)
    lines = [f"{'trap':26}" + "".join(f"{lang:>9}" for lang in langs) + f"{'all':>9}    false  missing  unseen"]
    for trap, by_lang in totals.items():
        counts = [(those.get(trap, {}).get(lang, 0), by_lang.get(lang, 0)) for lang in langs]
        lines.append(_line(trap, counts, [one for one in found if one.case.trap == trap]))
    sums = [(sum(t.get(lang, 0) for t in those.values()), sum(t.get(lang, 0) for t in totals.values())) for lang in langs]
    return "\n".join([*lines, _line("all", sums, found)])


def _line(name: str, counts: Sequence[tuple[int, int]], found: Sequence[Outcome]) -> str:
    cells = [f"{good}/{total}" if total else "" for good, total in counts]
    cells.append(f"{sum(good for good, _ in counts)}/{sum(total for _, total in counts)}")
    false = sum(any(fault.startswith(("false", "merged", "no name")) for fault in one.faults) for one in found)
    unseen = sum(any(_is_unseen(fault) for fault in one.faults) for one in found)
    missing = sum(any(fault.startswith(("missing", "apart")) and not _is_unseen(fault) for fault in one.faults) for one in found)
    return f"{name:26}" + "".join(f"{cell:>9}" for cell in cells) + f"{false:9}{missing:9}{unseen:8}"


def _is_unseen(fault: str) -> bool:
    return fault.startswith("not found") or fault.endswith("is not seen")


if __name__ == "__main__":
    main()
