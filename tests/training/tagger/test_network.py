"""A tiny tagger learns, is written, and is read as the program reads the one that ships."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ingest.rules.encoder import encoder, pieces_in
from ingest.rules.tagger import LATER, Spoken, SpokenOf, tagger
from ingest.rules.windows import TYPES
from tests.training.encoder.test_network import EQUAL, NAMES, SIZES, TSV, network, source
from training.encoder.documents import passage_document

MISSING = [name for name in ("torch", "onnx") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}: the dependency group train brings them")


def rows() -> list[dict[str, Any]]:
    """A firm does something, and "it" is the firm."""
    return [
        {
            "sentences": [f"{name} {verb} a mill.", "It grows."],
            "entities": [[name, "Company"]],
            "phrases": [["It", 1, name]],
            "relations": [],
        }
        for name in NAMES
        for verb in ("owns", "sells", "wants")
    ]


def test_what_it_learns_survives_the_export(tmp_path: Path) -> None:
    torch, teach = import_module("torch"), import_module("training.tagger.teach")
    import_module("training.encoder.export").export(network(), TSV, EQUAL, tmp_path / "words")
    words = encoder(tmp_path / "words")
    torch.manual_seed(0)
    made = import_module("training.tagger.network").TaggerNetwork.pretrained(source(), SIZES.layers, [p for p, _ in pieces_in(TSV)])
    documents = [passage_document(row, f"en-01:{number}") for number, row in enumerate(rows())]
    teach.learn(made, documents, teach.Course(epochs=150, speed=3e-3, sentences=1.0), words.tokens_at, Random(0))  # noqa: S311 - no secret
    teach.write(made, tmp_path / "tagger")
    read = tagger(tmp_path / "tagger", tmp_path / "words")
    right = 0
    for row in rows():
        text = " ".join(row["sentences"])
        seen = read.read([text], "en")
        tags = {text[t.start : t.end]: (t.phrase, TYPES[t.shares.index(max(t.shares))]) for t in seen.tags[0]}
        if tags != {row["entities"][0][0]: (False, "Company"), "It": (True, "Company")}:
            continue
        phrase, name = seen.place(0, text.index("It grows")), seen.place(0, 0)
        assert phrase is not None
        assert name is not None
        right += seen.chosen(phrase, phrase, [Spoken([name], name, "Company")])[0] > 0.5
    assert right >= 0.8 * len(rows())


def test_a_lesson_is_read_alike_alone_and_among_longer_ones() -> None:
    torch, lessons = import_module("torch"), import_module("training.tagger.lessons")
    made = import_module("training.tagger.network").TaggerNetwork.pretrained(source(), SIZES.layers, [p for p, _ in pieces_in(TSV)]).eval()
    both = [lessons.Lesson([4, 5, 6], [0, 0, 0], phrases=True, links=()), lessons.Lesson([7] * 9, [0] * 9, phrases=True, links=())]
    with torch.no_grad():
        together, alone = made(both)[1][0, :3], made(both[:1])[1][0]
    assert torch.allclose(together, alone, atol=1e-5)


def test_phrases_are_weighed_as_they_were_learned(tmp_path: Path) -> None:
    torch, teach = import_module("torch"), import_module("training.tagger.teach")
    lessons = import_module("training.tagger.lessons")
    import_module("training.encoder.export").export(network(), TSV, EQUAL, tmp_path / "words")
    torch.manual_seed(0)
    made = import_module("training.tagger.network").TaggerNetwork.pretrained(source(), SIZES.layers, [p for p, _ in pieces_in(TSV)]).eval()
    teach.write(made, tmp_path / "tagger")
    states = torch.randn(9, SIZES.width)
    spoken_of = (SpokenOf((1, 4, 6), 7, 0, 0), SpokenOf((2,), 3, 1, 1), SpokenOf((8,), 8, 3, LATER))
    with torch.no_grad():
        learned = made.linked(states, lessons.Link((4, 5), spoken_of, (0,))).softmax(0).tolist()
    used = tagger(tmp_path / "tagger", tmp_path / "words").links(states.numpy(), (4, 5), spoken_of)
    assert used == pytest.approx(learned, abs=2e-3)
    assert len({round(share, 4) for share in used}) == 4


def test_learning_goes_on_from_what_was_written(tmp_path: Path) -> None:
    torch, teach = import_module("torch"), import_module("training.tagger.teach")
    networks = import_module("training.tagger.network").TaggerNetwork
    torch.manual_seed(0)
    made, other = (networks.pretrained(source(), SIZES.layers, [p for p, _ in pieces_in(TSV)]) for _ in range(2))
    teach.write(made, tmp_path)
    assert not torch.equal(made.tags.weight, other.tags.weight)
    teach.go_on(other, tmp_path)
    for (name, kept), again in zip(made.named_parameters(), other.parameters(), strict=True):
        assert torch.allclose(kept, again, atol=0.02), name
    shallow = networks.pretrained(source(), SIZES.layers - 1, [p for p, _ in pieces_in(TSV)])
    with pytest.raises(ValueError, match="another network"):
        teach.go_on(shallow, tmp_path)
