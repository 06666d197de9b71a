"""The weights that ship, read back into the network, so that learning can go on from them: what ``training.encoder.export`` wrote.

They are what eight bits left of them; the vectors of the vocabulary come from the source again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.encoder.network import Network

__all__ = ["go_on", "shipped", "weights_in"]

_OF_HEAD = "network."
_STATUS_VECTORS = "relation_vectors.weight"
Floats = NDArray[np.float32]


def go_on(network: Network, folder: Path) -> None:
    """Give the network the weights of this folder; raises ValueError when they are another network's."""
    found = {name: torch.tensor(array) for name, array in shipped(folder).items()}
    network.take(found, folder)


def shipped(folder: Path) -> dict[str, Floats]:
    """The weights of ``body.onnx``, ``head.onnx`` and ``embeddings.npz``, by the network's names."""
    found = {"marks": np.load(folder / "embeddings.npz")["marks"].astype(np.float32)}
    for file in ("body.onnx", "head.onnx"):
        found |= weights_in(folder / file)
    return found


def weights_in(path: Path) -> dict[str, Floats]:
    """The weights of one graph that ``training.encoder.export`` wrote, by the network's names."""
    return {name.removeprefix(_OF_HEAD): array for name, array in _arrays(onnx.load(str(path)).graph)}


def _arrays(graph: onnx.GraphProto) -> Iterator[tuple[str, Floats]]:
    """What has its name; and the weights of products, which have that of the bias that is added next, turned round."""
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    whole = {n.output[0]: _floats(kept, n) for n in graph.node if n.op_type == "DequantizeLinear" and n.input[0] in kept}
    for name, array in kept.items():
        if name.startswith("onnx::Add") and array.ndim == 3:  # noqa: PLR2004 - the one table that is added to each pair
            yield _STATUS_VECTORS, array[0]
        elif name.endswith((".weight", ".bias")):
            yield name, array
    yield from ((name, array) for name, array in whole.items() if name.endswith(".weight"))
    added = {name: n.input[0] if n.input[1] == name else n.input[1] for n in graph.node if n.op_type == "Add" for name in n.input}
    products = {n.output[0]: n.input[1] for n in graph.node if n.op_type == "MatMul"}
    for name in kept:
        weights = whole.get(products.get(added.get(name, ""), ""))
        if name.endswith(".bias") and weights is not None:
            yield f"{name.removesuffix('.bias')}.weight", weights.T


def _floats(kept: dict[str, NDArray[np.generic]], node: onnx.NodeProto) -> Floats:
    rows, scales = (kept[name].astype(np.float32) for name in node.input[:2])
    by_row = any(one.name == "axis" and one.i == 0 for one in node.attribute)
    return np.asarray(rows * (scales[:, None] if by_row else scales), dtype=np.float32)
