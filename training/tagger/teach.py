"""Teach the tagger: ``python -m training.tagger.teach --data ../shared/data``; writes ``ingest/data/tagger/``.

It learns from the articles that are not set aside and from the sentences and passages written for the project, with names swapped, so that
it learns what is said and not who is known for what. It needs the dependency group ``train``; on two cores an epoch takes half an hour.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ingest.rules.encoder import FOLDER as WORDS
from ingest.rules.encoder import encoder, pieces_in
from ingest.rules.tagger import FOLDER
from ingest.rules.windows import TYPES
from training.encoder.documents import Document, held_out, written
from training.encoder.export import write_body
from training.encoder.lessons import batched
from training.encoder.peers import peers
from training.encoder.shipped import weights_in
from training.encoder.source import pretrained
from training.encoder.steps import course, half
from training.encoder.swap import names_of, swapped
from training.tagger.documents import articles
from training.tagger.lessons import IGNORED, Lesson, TokensAt, lessons
from training.tagger.network import HEADS, TaggerNetwork
from training.train import PASSAGES, SENTENCES

__all__ = ["Course", "go_on", "learn", "main", "write"]

LAYERS = 8
_HEADS_FASTER, _DECAY = 4.0, 0.01
_BATCH_TOKENS = 1200
_LINKS_SHARE = 0.4
_NEVER = -30.0
_NAME_LABELS = 1 + 2 * len(TYPES)


@dataclass(frozen=True, slots=True)
class Course:
    """Epochs, the speed of the transformer (the heads' is higher), and the share of the single sentences that an epoch takes."""

    epochs: int
    speed: float = 2.5e-4
    sentences: float = 0.4


def main() -> int:
    """Teach and write."""
    options = _options()
    torch.manual_seed(options.seed)
    rng = Random(options.seed)  # noqa: S311 - no secret
    vocabulary = pieces_in((WORDS / "pieces.tsv").read_text(encoding="utf-8"))
    network = TaggerNetwork.pretrained(pretrained(), LAYERS, [piece for piece, _ in vocabulary])
    if options.warm:
        network.resume(options.warm)
    elif options.start:
        go_on(network, options.start)
    real = articles(options.data)
    aside = held_out(real) if options.without_held_out else frozenset()
    documents = [*(d for d in real if d.id not in aside), *written(options.sentences, options.passages)]
    learn(network, documents, Course(options.epochs, options.speed), encoder().tokens_at, rng)
    if not peers().first:
        return 0
    if options.keep:
        network.keep(options.keep)
    write(network, options.out)
    _say(f"{len(documents)} documents → {options.out}")
    return 0


def learn(network: TaggerNetwork, documents: Sequence[Document], plan: Course, tokens_at: TokensAt, rng: Random) -> None:
    """Change the network."""
    names = names_of(documents)

    def batches() -> list[list[Lesson]]:
        taken = [d for d in documents if ":" not in d.id or len(d.pieces) > 1 or rng.random() <= plan.sentences]
        found = [one for d in taken for one in lessons(swapped(d, names, rng), tokens_at, rng) if one.ids]
        return batched(found, lambda lesson: len(lesson.ids), rng, most=_BATCH_TOKENS)

    course(network, _optimizer(network, plan), plan.epochs, batches=batches, loss_of=partial(loss_of, network), say=_say)


def loss_of(network: TaggerNetwork, batch: Sequence[Lesson]) -> Tensor:
    """Of the labels, and of what phrases stand for; where nobody annotated phrases, their labels are not open."""
    with half():
        states, scores = network(batch)
    states, scores = states.float(), scores.float()
    closed = torch.tensor([not lesson.phrases for lesson in batch])[:, None, None]
    scores = torch.cat([scores[..., :_NAME_LABELS], scores[..., _NAME_LABELS:].masked_fill(closed, _NEVER)], -1)
    loss = functional.cross_entropy(scores.transpose(1, 2), network.labels(batch), ignore_index=IGNORED)
    links = [_link_loss(network.linked(states[row], link), link.meant) for row, lesson in enumerate(batch) for link in lesson.links]
    return loss + _LINKS_SHARE * torch.stack(links).mean() if links else loss


def _link_loss(scores: Tensor, meant: Sequence[int]) -> Tensor:
    """Shared between those meant; a phrase whose name is out of sight stands for none."""
    return -scores.log_softmax(0)[list(meant) or [-1]].mean()


def write(network: TaggerNetwork, folder: Path) -> None:
    """Into ``folder``: ``body.onnx`` and ``heads.npz``."""
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    write_body(network, folder / "body.onnx")
    heads = {name: value.numpy().astype(np.float16) for name, value in network.state_dict().items() if name.split(".")[0] in HEADS}
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **heads)


def go_on(network: TaggerNetwork, folder: Path) -> None:
    """Give the network the weights that ``write`` left in this folder; raises ValueError when they are another network's."""
    with np.load(folder / "heads.npz", allow_pickle=False) as data:
        heads = {name: data[name].astype(np.float32) for name in data.files}
    found = weights_in(folder / "body.onnx") | heads
    network.take({name: torch.tensor(array) for name, array in found.items()}, folder)


def _optimizer(network: TaggerNetwork, course: Course) -> torch.optim.AdamW:
    network.norm.requires_grad_(requires_grad=False)
    heads = [p for name, p in network.named_parameters() if name.split(".")[0] in HEADS]
    groups = [{"params": network.layers.parameters(), "lr": course.speed}, {"params": heads, "lr": course.speed * _HEADS_FASTER}]
    return torch.optim.AdamW(groups, weight_decay=_DECAY)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with articles.jsonl, articles/ and gold/")
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--speed", type=float, default=2.5e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--keep", type=Path, help="a file for the whole weights, without the vocabulary's vectors")
    parser.add_argument("--warm", type=Path, help="start from such a file")
    parser.add_argument("--start", type=Path, help="go on from a folder that was written, as ingest/data/tagger")
    parser.add_argument("--without-held-out", action="store_true", help="leave out the quarter that encoder and judge are combined on")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
