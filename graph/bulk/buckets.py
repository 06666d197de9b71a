"""Rows put into some hundred files by a key, so that all rows of one key can be worked on together without holding those of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

__all__ = ["Buckets"]

_NUMBER = 256
_line = json.JSONEncoder(ensure_ascii=False).encode
_CHARACTERS_IN_HAND = 1 << 16


@dataclass(slots=True)
class Buckets:
    """Rows of JSON values in files of this new folder."""

    folder: Path
    _hands: dict[int, list[str]] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir()

    def add(self, key: str, row: object) -> None:
        """Keep a row with those of the same key."""
        number, line = crc32(key.encode()) % _NUMBER, _line(row) + "\n"
        self._hands.setdefault(number, []).append(line)
        self._sizes[number] = self._sizes.get(number, 0) + len(line)
        if self._sizes[number] > _CHARACTERS_IN_HAND:
            self._put_down(number)

    def _put_down(self, number: int) -> None:
        with (self.folder / str(number)).open("a", encoding="utf-8") as file:
            file.writelines(self._hands.pop(number))
        self._sizes.pop(number)

    def each(self) -> Iterator[Iterator[list[object]]]:
        """The rows, bucket by bucket; each bucket's file is removed when its rows were taken."""
        for number in sorted(self._hands):
            self._put_down(number)
        for path in sorted(self.folder.iterdir()):
            with path.open(encoding="utf-8", newline="\n") as file:
                yield map(json.loads, file)
            path.unlink()
