"""Write a network as the program reads it: two ONNX graphs and the vectors of the vocabulary, with eight bits a weight.

Only the weights are rounded; the program reckons with whole floats. With rounded states too, as is usual, a fifth of what the layers say
was noise, other processors gave other claims, and F1 on unseen articles was 0.50 for 0.53.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch import Tensor, nn

from training.encoder.labels import CERTAINTIES, CLASSES, PHASES, RELATIONS
from training.encoder.network import Body, Network, Numbers

__all__ = ["Bare", "export", "rounded", "write_body"]

_LARGEST = 127
_OPSET = 17


class Bare(nn.Module):
    """The transformer from vectors to states."""

    def __init__(self, network: Body) -> None:
        super().__init__()
        self.norm, self.layers = network.norm, network.layers

    def forward(self, embedded: Tensor) -> Tensor:
        """From and to windows × tokens × width."""
        states = self.norm(embedded)
        for layer in self.layers:
            states = layer(states)
        return states


class _Head(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, sentences: Tensor, *pairs: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.network.pairs(states, sentences, Numbers(*pairs))
        return self.network.relations(seen), self.network.statuses_of(seen)


def export(network: Network, pieces: str, combination: Mapping[str, Sequence[float]], folder: Path) -> None:
    """Into ``folder``: ``body.onnx``, ``head.onnx``, ``embeddings.npz``, ``pieces.tsv`` (as given) and ``names.json``."""
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    _write_graphs(network, folder)
    rows, scales = rounded(network.words.detach().numpy())
    marks, places = (of.detach().numpy().astype(np.float32) for of in (network.marks, network.places))
    np.savez_compressed(folder / "embeddings.npz", allow_pickle=False, rows=rows, scales=scales, marks=marks, places=places)
    (folder / "pieces.tsv").write_text(pieces, encoding="utf-8")
    names = {"classes": CLASSES, "relations": RELATIONS, "certainties": CERTAINTIES, "phases": PHASES}
    text = json.dumps({**names, "combination": {name: list(row) for name, row in combination.items()}}, indent=1)
    (folder / "names.json").write_text(text + "\n", encoding="utf-8")


def rounded(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each vector as whole numbers up to 127, and what they are to be multiplied with."""
    scales = np.abs(vectors).max(axis=1) / _LARGEST + 1e-12
    rows = np.clip(np.round(vectors / scales[:, None]), -_LARGEST, _LARGEST).astype(np.int8)
    return rows, scales.astype(np.float32)


def write_body(network: Body, path: Path) -> None:
    """The transformer as a graph from ``embedded`` to ``states``, both 1 × tokens × width."""
    axes = {"embedded": {1: "tokens"}, "states": {1: "tokens"}}
    _write(Bare(network), (torch.randn(1, 50, network.places.shape[1]),), axes, path)


def _write_graphs(network: Network, folder: Path) -> None:
    width = network.marks.shape[1]
    tokens = 50
    pairs = Numbers(*map(torch.tensor, ([[1, 12], [3, 30], [4, 9]], [0, 1, 2], [0, 1, 2], [[0, 1], [2, 0], [1, 3]])))
    given = (torch.randn(tokens, width), torch.arange(tokens) // 10, *pairs)
    by_token, by_pair = ("states", "sentences"), ("pairs", "types", "distances", "ends", "relations", "statuses")
    axes = {**{name: {0: "tokens"} for name in by_token}, **{name: {0: "pairs"} for name in by_pair}}
    write_body(network, folder / "body.onnx")
    _write(_Head(network), given, axes, folder / "head.onnx")


def _write(module: nn.Module, given: tuple[Tensor, ...], axes: Mapping[str, Mapping[int, str]], path: Path) -> None:
    """Whole floats first, then eight bits a weight; ``axes`` names what goes in, then what comes out."""
    names = list(axes)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of the exporter that writes the plainer graphs
        whole = str(Path(scratch) / path.name)
        torch.onnx.export(
            module.eval(),
            given,
            whole,
            input_names=names[: len(given)],
            output_names=names[len(given) :],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        onnx.save(_in_eight_bits(onnx.load(whole)), str(path))


def _in_eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """The weights of products as whole numbers, one scale for each number that comes out, and a node that makes floats of them."""
    graph = model.graph
    floats = {one.name: one for one in graph.initializer}
    nodes = []
    for node in graph.node:
        name = node.input[1] if node.op_type in {"MatMul", "Gemm"} else ""
        if name in floats:
            turned = any(one.name == "transB" and one.i for one in node.attribute)  # then what comes out is counted by rows
            weights = numpy_helper.to_array(floats.pop(name))
            rows, scales = rounded(weights if turned else weights.T)
            kept = np.ascontiguousarray(rows if turned else rows.T)
            floats[f"{name}_rows"] = numpy_helper.from_array(kept, f"{name}_rows")
            floats[f"{name}_scales"] = numpy_helper.from_array(scales, f"{name}_scales")
            given, axis = [f"{name}_rows", f"{name}_scales"], 0 if turned else 1
            nodes.append(helper.make_node("DequantizeLinear", given, [name], axis=axis, name=f"{name}_whole"))
        nodes.append(node)
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(floats.values())
    return model
