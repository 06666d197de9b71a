"""What more data would bring: ``python -m training.encoder.curve --data ../shared/data`` prints F1 by share of what is learned from.

A smaller encoder (fewer layers, fewer epochs) learns from a share of the articles, sentences and passages, chosen by a hash, and weighs the
quarter of the articles that ``held_out`` names. F1 is over required edges, at the threshold where it is best, without the judge.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

import torch

from ingest.rules.encoder import FOLDER, pieces_in, tokenizer_of, tokens_of
from training.encoder.combine import REQUIRED, best_f1, rows
from training.encoder.documents import Document, articles, held_out, share_of, written
from training.encoder.learning import Course, learn, weighed
from training.encoder.network import Network
from training.encoder.source import pretrained
from training.encoder.teach import FIRST
from training.train import PASSAGES, SENTENCES

__all__ = ["main"]


def main() -> int:
    """Learn from each share and print."""
    options = _options()
    vocabulary = pieces_in((FOLDER / "pieces.tsv").read_text(encoding="utf-8"))
    read = partial(tokens_of, tokenizer_of(vocabulary))
    real = articles(options.data)
    ids = held_out(real)
    aside, known = [d for d in real if d.id in ids], [d for d in real if d.id not in ids]
    known += written(options.sentences, options.passages)
    course = Course(options.epochs, FIRST.speed, FIRST.frozen, FIRST.plan)
    for share in options.shares:
        torch.manual_seed(options.seed)
        network = Network.pretrained(pretrained(), options.layers, [piece for piece, _ in vocabulary])
        taken = share_of(known, share)
        learn(network, taken, course, tokens_of=read, rng=Random(options.seed), say=_say)  # noqa: S311 - no secret
        found = [row for document in aside for row in rows(document, weighed(network, document, read), {})]
        sys.stdout.write(f"{share:.2f}\t{len(taken)} texts\tF1 {best_f1(found, _required(aside)):.3f}\n")
        sys.stdout.flush()
    return 0


def _required(documents: Sequence[Document]) -> int:
    return sum(len({(s.head, s.relation, s.tail) for s in d.said if s.weight >= REQUIRED}) for d in documents)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with articles.jsonl, articles/ and gold/")
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 0.75, 1.0])
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
