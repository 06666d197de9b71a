"""Accuracy on gold: ``python -m bench.accuracy ../shared/data ../shared/tools/score.py``.

Runs the offline reader over the articles and scores what it says: all of them, the part that the judge learned from, and the quarter
that was set aside (``training.examples.is_set_aside``); the last is the one to quote.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from api.cli.output import json_line
from ingest.rules import rules_extractor
from ingest.sources import Unread, read_articles
from training.examples import is_set_aside

PARTS: dict[str, Callable[[str], bool]] = {
    "all": lambda _: True,
    "learned from": lambda id_: not is_set_aside(id_),
    "set aside": is_set_aside,
    "set aside, French": lambda id_: is_set_aside(id_) and id_.startswith(("fr-", "seed-")),
    "set aside, English": lambda id_: is_set_aside(id_) and id_.startswith("en-"),
}


def claims(articles: Path) -> Iterator[str]:
    """One claim a line, in order of the files."""
    extractor = rules_extractor()
    for article in read_articles([articles]):
        if not isinstance(article, Unread):
            yield from (json_line(claim.to_json()) for claim in extractor(article).claims)


def figures(data: Path, score: Path, said: Path, wanted: Callable[[str], bool]) -> dict[str, object]:
    """What the scorer says of the articles wanted."""
    with tempfile.TemporaryDirectory() as folder:
        for gold in sorted((data / "gold").glob("*.json")):
            if wanted(gold.stem):
                (Path(folder) / gold.name).symlink_to(gold.resolve())
        command = [sys.executable, str(score), folder, str(data / "articles"), str(said), "--json"]
        found: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return found


def main() -> None:
    """Print a table."""
    data, score = (Path(argument) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "claims.jsonl"
        said.write_text("".join(line + "\n" for line in claims(data / "articles")), encoding="utf-8")
        print(f"{'part':20} articles  precision recall  F1     certainty F1  phase F1  evidence  verbatim")
        for name, wanted in PARTS.items():
            f = figures(data, score, said, wanted)
            edge = f["edge"]
            assert isinstance(edge, dict)  # noqa: S101 - what the scorer prints
            row = (
                edge["precision"],
                edge["recall"],
                edge["f1"],
                f["certainty_macro_f1"],
                f["phase_macro_f1"],
                f["evidence"],
                f["quotes_verbatim"],
            )
            print(f"{name:20} {f['articles']:8}  " + "   ".join(f"{value:.3f}" for value in row))


if __name__ == "__main__":
    main()
