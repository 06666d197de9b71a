"""The encoder: a small multilingual transformer that reads a window and weighs each pair of names in it.

It is multilingual-e5-small (Microsoft, MIT), cut to the words of four languages and to its lower layers, taught by ``training/`` and
stored with eight bits a weight. Each window is run alone, so that what is found in an article does not hang on its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from ingest.rules.windows import END, START, Window

__all__ = ["FOLDER", "Encoder", "Weighed", "encoder", "pieces_in", "session", "tokenizer_of", "tokens_of"]

FOLDER = Path(__file__).parents[1] / "data" / "encoder"
_WHOLE = "session.disable_quant_qdq"
_BOS, _EOS, _UNKNOWN = "<s>", "</s>", "<unk>"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """By pair of a window: the score (a logit) of each class in ``classes``, and of each certainty and phase for each relation.

    Shapes: ``relations`` pairs × classes; ``certainties`` and ``phases`` pairs × relations × values.
    """

    relations: Floats
    certainties: Floats
    phases: Floats


@dataclass(frozen=True, slots=True)
class Encoder:
    """The weights, ready to run."""

    tokenizer: Tokenizer
    rows: NDArray[np.int8]
    scales: Floats
    marks: Floats
    places: Floats
    body: InferenceSession
    head: InferenceSession
    classes: tuple[str, ...]
    relations: tuple[str, ...]
    certainties: tuple[str, ...]
    phases: tuple[str, ...]

    def tokens_of(self, text: str) -> list[int]:
        """The ids of a stretch of text."""
        return tokens_of(self.tokenizer, text)

    def tokens_at(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The ids of a stretch of text, and where each token starts and ends in it (without the space before it)."""
        read = self.tokenizer.encode(text, add_special_tokens=False)
        bare = [(end - len(text[start:end].lstrip()), end) for start, end in read.offsets]
        return list(read.ids), bare

    def embedded_between(self, ids: Sequence[int]) -> Floats:
        """The vectors of a window of these ids, with those that open and close it: tokens + 2 × width."""
        return self._embedded([START, *ids, END])

    def weighed(self, window: Window) -> Weighed:
        """What the encoder thinks of each pair."""
        (states,) = self.body.run(None, {"embedded": self._embedded(window.ids)[None]})
        given = {
            "states": states[0],
            "sentences": window.sentences,
            "pairs": np.array([c.places for c in window.couples], dtype=np.int64),
            "types": np.array([c.types for c in window.couples], dtype=np.int64),
            "distances": np.array([c.distance for c in window.couples], dtype=np.int64),
            "ends": np.array(window.ends, dtype=np.int64),
        }
        relations, statuses = self.head.run(None, given)
        return Weighed(relations, statuses[:, :, : len(self.certainties)], statuses[:, :, len(self.certainties) :])

    def _embedded(self, ids: Sequence[int]) -> Floats:
        named = {START: self.tokenizer.token_to_id(_BOS), END: self.tokenizer.token_to_id(_EOS)}
        numbers = np.array([named.get(i, i) for i in ids])
        words = np.maximum(numbers, 0)
        vectors = self.rows[words] * self.scales[words, None]
        marked = numbers < 0
        vectors[marked] = self.marks[END - 1 - numbers[marked]]
        return np.asarray(vectors + self.places[: len(ids)], dtype=np.float32)


@cache
def encoder(folder: Path = FOLDER) -> Encoder:
    """The encoder that ships with the program, read on first use."""
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    with np.load(folder / "embeddings.npz", allow_pickle=False) as data:
        rows, scales, marks, places = (data[name] for name in ("rows", "scales", "marks", "places"))
    return Encoder(
        tokenizer_of(pieces_in((folder / "pieces.tsv").read_text(encoding="utf-8"))),
        rows,
        scales.astype(np.float32),
        marks.astype(np.float32),
        places.astype(np.float32),
        session(folder / "body.onnx"),
        session(folder / "head.onnx"),
        classes=tuple(names["classes"]),
        relations=tuple(names["relations"]),
        certainties=tuple(names["certainties"]),
        phases=tuple(names["phases"]),
    )


def pieces_in(text: str) -> list[tuple[str, float]]:
    """The vocabulary out of ``pieces.tsv``: a piece and its score a line; the number of the line is the piece's id."""
    return [(piece, float(score)) for piece, _, score in (line.partition("\t") for line in text.rstrip("\n").split("\n"))]


def tokens_of(tokenizer: Tokenizer, text: str) -> list[int]:
    """The ids of a stretch of text."""
    words = " ".join(text.split())
    return list(tokenizer.encode(words, add_special_tokens=False).ids) if words else []


def tokenizer_of(pieces: list[tuple[str, float]]) -> Tokenizer:
    """The unigram tokenizer of these pieces and scores."""
    unknown = next(i for i, (piece, _) in enumerate(pieces) if piece == _UNKNOWN)
    found = Tokenizer(models.Unigram(pieces, unk_id=unknown))
    found.normalizer = normalizers.NFKC()
    found.pre_tokenizer = pre_tokenizers.Metaspace()
    found.decoder = decoders.Metaspace()
    return found


def session(path: Path) -> InferenceSession:
    """A graph, ready to run on one thread, a core for each reader.

    Weights have eight bits in the file and are whole floats once read, so that every processor gives the same scores but for rounding.
    """
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry(_WHOLE, "1")
    options.log_severity_level = 3
    return InferenceSession(path, options, providers=["CPUExecutionProvider"])
