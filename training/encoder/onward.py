"""Teach the encoder that ships something more: ``python -m training.encoder.onward --data ../shared/data --fit samples bench/invented``.

Learning goes on from the weights that ship, with articles, sentences and passages as they are now: for texts that came later, or a
folder of one's own, without the hours of ``training.encoder.teach``; with ``torchrun --nproc-per-node 2 -m`` on two cores. Articles
whose mentions were marked are learned from twice: as the program reads them, and as they were marked. How much encoder and judge count
together is fitted anew on folders that nothing is learned from (``articles/`` and ``gold/``), with the judge that ships.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor

from ingest.evaluation import annotated, read_gold
from ingest.rules.encoder import FOLDER, pieces_in, tokenizer_of, tokens_of
from ingest.rules.judge import MODEL, Weights
from training.encoder.combine import Row, fitted, judged, rows
from training.encoder.documents import Document, article_document, articles, share_of, written
from training.encoder.export import export
from training.encoder.learning import Course, learn, weighed
from training.encoder.lessons import Plan
from training.encoder.network import Network
from training.encoder.peers import peers
from training.encoder.shipped import go_on
from training.encoder.source import pretrained
from training.encoder.teach import FROZEN, LAYERS
from training.examples import article_examples
from training.tagger.documents import articles as marked_articles
from training.train import PASSAGES, SENTENCES

__all__ = ["cooled", "main", "mean_of"]

ONWARD = Course(epochs=3, speed=1.5e-4, frozen=FROZEN, plan=Plan(sentences=0.3, silent=0.5))
LESS = 0.5
"""What the combination is lessened by: weights that saw an article often are surer of it than of a new one, and of texts like those that
they learned from, on which it is fitted."""


def main() -> int:
    """Teach and write."""
    options = _options()
    torch.manual_seed(options.seed)
    pieces = (options.start / "pieces.tsv").read_text(encoding="utf-8")
    vocabulary = pieces_in(pieces)
    network = Network.pretrained(pretrained(), LAYERS, [piece for piece, _ in vocabulary])
    go_on(network, options.start)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    read = partial(tokens_of, tokenizer_of(vocabulary))
    documents = [
        *articles(options.data),
        *(d for d in marked_articles(options.data, kept=True) if d.phrases),
        *_of(written(options.sentences, options.passages), options.newest, options.others),
    ]
    course = Course(options.epochs, options.speed, ONWARD.frozen, ONWARD.plan)
    learn(network, documents, course, tokens_of=read, rng=Random(options.seed), say=_say)  # noqa: S311 - no secret
    if not peers().first:
        return 0
    network.load_state_dict(mean_of(before, network.state_dict(), options.new))
    combination = cooled(fitted([row for folder in options.fit for row in _rows(folder, network, read)]))
    export(network, pieces, combination, options.out)
    _say(f"{len(documents)} texts → {options.out}")
    return 0


def _of(made: Sequence[Document], newest: Sequence[str], others: float) -> list[Document]:
    """The newest texts, by patterns of their files' names, and a share of the others, so that what was learned before is not forgotten."""
    new = [document for document in made if any(fnmatch(document.id.partition(":")[0], pattern) for pattern in newest)]
    ids = {document.id for document in new}
    return [*new, *share_of([document for document in made if document.id not in ids], others)]


def mean_of(before: Mapping[str, Tensor], after: Mapping[str, Tensor], new: float) -> dict[str, Tensor]:
    """Weights between those before and those after; ``new`` is the share of the latter."""
    return {name: torch.lerp(value, after[name], new) for name, value in before.items()}


def cooled(combination: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """The same, less sure."""
    return {name: [*row[:-1], round(row[-1] - LESS, 4)] for name, row in combination.items()}


def _rows(folder: Path, network: Network, read: Callable[[str], list[int]]) -> Iterator[Row]:
    """The edges that the articles of a folder may have, with the scores of network and judge."""
    with np.load(MODEL, allow_pickle=False) as data:
        judge = Weights.read(data, "relations")
    for one in annotated(read_gold(folder / "gold"), folder / "articles"):
        gold, path = json.loads(one.gold.path.read_text(encoding="utf-8")), Path(one.article.source)
        scores = judged(article_examples(gold, path, one.lang), judge)
        document = article_document(gold, path, one.lang)
        yield from rows(document, weighed(network, document, read), scores.get(document.id, {}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with articles.jsonl, articles/ and gold/")
    parser.add_argument("--fit", type=Path, nargs="+", required=True, help="folders with articles/ and gold/ that nothing is learned from")
    parser.add_argument("--start", type=Path, default=FOLDER, help="the weights to go on from (default: those that ship)")
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument(
        "--newest", nargs="+", default=["*"], help="sentences and passages of these files, as 'fr-article-d-*' (default: all)"
    )
    parser.add_argument("--others", type=float, default=1.0, help="the share of other sentences and passages (default: all)")
    parser.add_argument("--epochs", type=int, default=ONWARD.epochs)
    parser.add_argument("--speed", type=float, default=ONWARD.speed)
    parser.add_argument("--new", type=float, default=1.0, help="the share of the new weights in the mean with the old ones (default: all)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=FOLDER)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
