"""Which articles are copies of one text: its print is made of the text alone, and two prints tell how much of both texts is the same.

A print is a MinHash (Broder, 1997) over all runs of four words, whatever their case and punctuation, in bands, by which an index finds
those that may be alike. Nothing of it is chance: the same text has the same print on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

__all__ = ["Numbers", "bands_of", "copies", "copies_among", "likeness", "numbers_of", "print_of"]

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
"""Where no spaces are written, each sign is one."""
_RUN = 4
_FEWEST = 32
"""Different runs that a text has at least, to have a print: of two sentences nobody can tell who wrote them first."""
_BANDS, _ROWS = 32, 4
"""Two texts that are half the same share a band with a probability of 0.87, six tenths 0.99, a tenth 0.003."""
_ALIKE = 0.5
_NAME, _DIGITS = 2, 4
"""Digits of a band's name in a print, and of each of its numbers."""
_AT_ONCE = 1 << 10

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.uint16]


def print_of(text: str) -> str:
    """The text's print, one word for each band; nothing when the text is too short to have one."""
    runs = _runs(text)
    if len(runs) < _FEWEST:
        return ""
    factors, terms = _functions()
    least = np.full(_BANDS * _ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for begin in range(0, len(runs), _AT_ONCE):
        values = runs[begin : begin + _AT_ONCE, None] * factors + terms
        np.minimum(least, values.min(axis=0), out=least)
    digits = [f"{value & 0xFFFF:0{_DIGITS}x}" for value in least.tolist()]
    return " ".join(f"{band:0{_NAME}x}" + "".join(digits[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS))


def likeness(print_: str, others: Sequence[str]) -> NDArray[np.float64]:
    """Of all runs that this or each of the other texts has, how many both have, as far as their prints tell (give or take 0.05)."""
    shares: NDArray[np.float64] = (numbers_of([print_]) == numbers_of(others)).mean(axis=(1, 2))
    return shares


def copies_among(print_: str, others: Sequence[str]) -> list[bool]:
    """Which of these are prints of a copy of the text."""
    return [bool(one) for one in copies(numbers_of([print_]), numbers_of(others))]


def bands_of(numbers: Numbers) -> Hashes:
    """A number for each band of each print; prints that share a band have that number in one place, others hardly ever."""
    bands: Hashes = numbers.view(np.uint64).reshape(len(numbers), _BANDS)
    places: Hashes = np.arange(_BANDS, dtype=np.uint64)
    return _mixed(np.add(_mixed(bands), places))


def numbers_of(prints: Sequence[str]) -> Numbers:
    """The numbers of these prints, by print, band and row."""
    signs = np.frombuffer(bytes.fromhex("".join(prints)), dtype=np.uint8)
    bands = signs.reshape(len(prints), _BANDS, _NAME // 2 + _ROWS * _DIGITS // 2)[:, :, _NAME // 2 :]
    return np.ascontiguousarray(bands).view(np.uint16)


def copies(numbers: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Which of the others are of a copy of the text, or of another version, by the numbers of one print and of theirs.

    They share a band, and half of all.
    """
    same = numbers == others
    found: NDArray[np.bool_] = (same.mean(axis=(1, 2)) >= _ALIKE) & same.all(axis=2).any(axis=1)
    return found


def _runs(text: str) -> Hashes:
    """A number for each different run of words, in order."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    numbers = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), dtype=np.uint64, count=len(words))
    count = max(len(words) - _RUN + 1, 0)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(_RUN):
        runs = _mixed(runs + numbers[place : place + count])
    return np.unique(runs)


def _mixed(values: Hashes) -> Hashes:
    """SplitMix64 (Steele, Lea and Flood, 2014): numbers without a pattern, from numbers."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _functions() -> tuple[Hashes, Hashes]:
    """As many orders of all runs as a print has numbers: an odd factor and a term each."""
    numbers = _mixed(np.arange(2 * _BANDS * _ROWS, dtype=np.uint64))
    return numbers[::2] | np.uint64(1), numbers[1::2]
