"""Train the weights of names' kinds: ``python -m training.kinds --data ../shared/data``; writes ``ingest/data/kinds.yaml``.

The articles set aside are never learned from. The same data gives the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.catalogue import catalogue
from ingest.prose import blocks
from ingest.rules.candidates import candidates, surface_key
from ingest.rules.grammar import LANGUAGES
from ingest.rules.kinds import KINDS, PATH, values
from ingest.rules.known import with_known
from ingest.rules.lexicon import lexicon
from ingest.rules.linking import Group, bare_name, linked
from ingest.rules.reader import language_model
from ingest.rules.signs import signs
from ingest.rules.tokens import analysed
from training.examples import is_set_aside

LEAST_SEEN, LEAST_SEEN_WORD = 4, 8
PENALTY, ROUNDS, RATE = 1.0, 400, 0.05
SMALLEST, SMALLEST_PART = 0.1, 0.05
HEAD = "# Weights of the signs that tell what kind of entity a name stands for (see ingest/rules/signs.py); made by training/kinds.py.\n"

Sample = tuple[dict[str, float], int]
Matrix = NDArray[np.float64]


def samples(data: Path) -> Iterator[Sample]:
    """The signs of each group of names that the annotators know under one type, with that type."""
    for line in (data / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] not in LANGUAGES or is_set_aside(row["id"]):
            continue
        gold = json.loads((data / "gold" / f"{row['id']}.json").read_text(encoding="utf-8"))
        types: dict[str, set[str]] = {}
        for entity in gold["entities"]:
            for name in entity["names"]:
                types.setdefault(surface_key(bare_name(name)), set()).add(entity["type"])
        for group in groups((data / row["file"]).read_text(encoding="utf-8"), row["lang"]):
            found = {kind for name in group.surfaces for kind in types.get(surface_key(bare_name(name)), ())}
            if len(found) == 1:
                yield dict(values(group.signs, len(group.members))), KINDS.index(found.pop())


def groups(text: str, lang: str) -> list[Group]:
    """The groups of names of an article."""
    parts, lex, model = blocks(text), lexicon(lang), language_model(lang)
    read = analysed([b.text for b in parts], [b.kind for b in parts], lang, model)
    found = with_known(candidates(read, lex, model), read, catalogue(), lex, model)
    return linked(found, signs(found, read, lex), [b.text for b in parts])


def vocabulary(rows: Sequence[Mapping[str, float]]) -> dict[str, int]:
    """The signs seen often enough, words and endings more often than others."""
    counts = Counter(sign for row in rows for sign in row)
    kept = (sign for sign, n in counts.items() if n >= (LEAST_SEEN_WORD if sign[0] in "we" else LEAST_SEEN))
    return {sign: column for column, sign in enumerate(sorted(kept))}


def fitted(table: Matrix, wanted: NDArray[np.intp]) -> Matrix:
    """The weights by sign and kind; the last row is the bias, which is not held small."""
    weights = np.zeros((table.shape[1], len(KINDS)))
    truth = np.eye(len(KINDS))[wanted]
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    penalty = np.full((table.shape[1], 1), PENALTY / len(wanted))
    penalty[-1] = 0
    for step in range(1, ROUNDS + 1):
        sums = table @ weights
        powers = np.exp(sums - sums.max(1, keepdims=True))
        slope = table.T @ (powers / powers.sum(1, keepdims=True) - truth) / len(wanted) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def written(columns: Mapping[str, int], weights: Matrix) -> str:
    """The weights as the file has them."""
    lines = [f"bias: {_row(weights[-1], 0.0)}"]
    for sign, column in columns.items():
        if abs(weights[column]).max() >= SMALLEST:
            quoted = sign.replace("'", "''")
            lines.append(f"'{quoted}': {_row(weights[column], SMALLEST_PART)}")
    return HEAD + "\n".join(lines) + "\n"


def _row(weights: Matrix, smallest: float) -> str:
    parts = (f"{kind}: {weight:.2f}" for kind, weight in zip(KINDS, weights, strict=True) if abs(weight) >= smallest)
    return "{" + ", ".join(parts) + "}"


def main() -> int:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with articles.jsonl, articles/ and gold/")
    found = list(samples(parser.parse_args().data))
    columns = vocabulary([row for row, _ in found])
    table = np.zeros((len(found), len(columns) + 1))
    table[:, -1] = 1
    for n, (row, _) in enumerate(found):
        for sign, value in row.items():
            if sign in columns:
                table[n, columns[sign]] = value
    PATH.write_text(written(columns, fitted(table, np.array([kind for _, kind in found]))), encoding="utf-8")
    sys.stdout.write(f"{len(found)} groups of names, {len(columns)} signs → {PATH}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
