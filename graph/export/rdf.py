"""The graph in the forms of RDF: Turtle and TriG are written here, the others are converted from TriG by Oxigraph, which streams."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, parse, serialize

from graph.export.files import write_whole
from graph.export.turtle import trig, turtle
from graph.store import Store

__all__ = ["RDF_FORMS", "Bytes", "rdf", "write_rdf"]

_CONVERTED = {"nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
_PIECE = 1 << 16
RDF_FORMS = ("turtle", "trig", *_CONVERTED)


def write_rdf(store: Store, path: Path, form: str = "turtle", *, truthy: bool = False) -> None:
    """Write the whole graph; with ``truthy``, entities and truthy triples alone."""
    write_whole(path, rdf(store, form, truthy=truthy))


def rdf(store: Store, form: str, *, truthy: bool = False) -> Iterator[str]:
    """The whole graph in this form, piece by piece."""
    writers: dict[str, Callable[..., Iterator[str]]] = {"turtle": turtle, "trig": trig}
    if form in writers:
        yield from writers[form](store, truthy=truthy)
        return
    with tempfile.TemporaryFile() as file:
        whole = cast("IO[bytes]", Bytes(trig(store, truthy=truthy)))
        serialize(parse(whole, RdfFormat.TRIG), file, _CONVERTED[form])
        file.seek(0)
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        while piece := text.read(_PIECE):
            yield piece


class Bytes(io.RawIOBase):
    """A text that comes piece by piece, as a file of UTF-8."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces, self._left = iter(pieces), b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what io calls it with
        """Fill some of the buffer; 0 at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece.encode()
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
