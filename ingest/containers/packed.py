"""Bounds of what is packed: nothing unpacks to more than its size allows."""

from __future__ import annotations

import io
from typing import BinaryIO
from zipfile import ZipInfo

from ingest.errors import SourceTooLarge
from ingest.raw import Budget

__all__ = ["RATIO", "Unpacked", "budget_of", "check_sizes", "is_bomb"]

RATIO = 200
"""So many times its packed size may something unpack to: text packs to a tenth, pages that repeat themselves to a fiftieth."""
_FREE = 10 * 1024 * 1024
"""Bytes that may unpack from anything."""

_REMEDY = "give the articles unpacked if they are to be trusted"


def budget_of(packed: int) -> Budget:
    """What a file of so many bytes may unpack to."""
    return Budget(max(_FREE, RATIO * packed))


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so many bytes cannot honestly come from so few."""
    return unpacked > _FREE and unpacked > RATIO * packed


def check_sizes(members: list[ZipInfo], packed: int, source: str) -> None:
    """Raise SourceTooLarge when the members of an archive of so many bytes unpack to too much, however they overlap."""
    unpacked = sum(member.file_size for member in members)
    if is_bomb(unpacked, packed):
        raise SourceTooLarge(f"{source} holds {packed} bytes that unpack to {unpacked}, more than {RATIO} times as many: {_REMEDY}")


class Unpacked(io.RawIOBase):
    """What a packed file unpacks to, read as a stream; raises SourceTooLarge once it is more than its packed bytes allow."""

    def __init__(self, stream: io.BufferedIOBase, packed: BinaryIO, source: str) -> None:
        self._stream, self._packed, self._source, self._out = stream, packed, source, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; all that may be when the size is negative."""
        most = max(_FREE, RATIO * self._packed.tell()) - self._out + 1
        data = self._stream.read1(most if size < 0 else min(size, max(most, 1)))  # what is whole before a fault comes before it
        self._out += len(data)
        if is_bomb(self._out, self._packed.tell()):
            raise SourceTooLarge(f"{self._source} unpacks to more than {RATIO} times its size: {_REMEDY}")
        return data

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # of any buffer
        """Fill a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
