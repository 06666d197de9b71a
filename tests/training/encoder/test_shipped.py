"""The files of the encoder that ships fit together."""

from __future__ import annotations

import json

import numpy as np

from ingest.rules.encoder import FOLDER, pieces_in
from ingest.rules.windows import LONGEST, TYPES
from training.encoder.labels import CERTAINTIES, CLASSES, PHASES, RELATIONS


def test_every_piece_is_there_once_with_a_score() -> None:
    pieces = pieces_in((FOLDER / "pieces.tsv").read_text(encoding="utf-8"))
    assert [piece for piece, _ in pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len({piece for piece, _ in pieces}) == len(pieces)
    assert all(piece and score <= 0 for piece, score in pieces)


def test_every_piece_mark_and_place_has_a_vector() -> None:
    count = len(pieces_in((FOLDER / "pieces.tsv").read_text(encoding="utf-8")))
    with np.load(FOLDER / "embeddings.npz", allow_pickle=False) as data:
        rows, scales, marks, places = (data[name] for name in ("rows", "scales", "marks", "places"))
    assert (rows.dtype, rows.shape[0], scales.shape) == (np.dtype(np.int8), count, (count,))
    assert rows.shape[1] == marks.shape[1] == places.shape[1]
    assert len(marks) >= 2 * len(TYPES) + 1
    assert len(places) >= LONGEST + 2
    assert all(np.isfinite(array).all() for array in (scales, marks, places))


def test_its_names_are_the_ontologys() -> None:
    names = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
    for key, ours in (("classes", CLASSES), ("relations", RELATIONS), ("certainties", CERTAINTIES), ("phases", PHASES)):
        assert sorted(names[key]) == sorted(ours), key
    assert {name: len(row) for name, row in names["combination"].items()} == {"together": 4, "alone": 4, "apart": 4}
