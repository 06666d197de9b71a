"""The parent's side: an index that is kept in step with the store, and questions to it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from graph.errors import QueryRefused, QueryTimeout, QueryTooLarge, StoreUnavailable
from graph.export.turtle import DATA, trig
from graph.sparql.forms import kind_of, names_graphs
from graph.store import Store
from ontology.records import Json
from ontology.vocabulary import AIG, TURTLE

__all__ = ["PREFIXES", "Answer", "Sparql"]

PREFIXES = {
    "": f"{DATA}entity/",
    "aig": str(AIG),
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""They need not be declared; the empty one is that of entities."""

_SCRIPT = Path(__file__).with_name("index.py")
_MEMORY = 1 << 29
_AT_ONCE = 4
_SPARE = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in the form asked for, and its media type."""

    media_type: str
    body: bytes


class Sparql:
    """SPARQL over a store. The index is made at the first question, and anew at the first one after the graph changed.

    Safe to use from several threads. The process that holds the index ends with this object, or with the program.
    """

    def __init__(self, store: Store, *, at_once: int = _AT_ONCE) -> None:
        self._store = store
        self._index: _Index | None = None
        self._making = threading.Lock()
        self._places = threading.BoundedSemaphore(at_once)

    def ask(
        self,
        query: str,
        form: str,
        *,
        timeout: float = 5.0,
        size: int = 20_000_000,
        memory: int = _MEMORY,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer in one of the forms that ``kind_of`` names for it, of at most ``timeout`` seconds and ``size`` bytes.

        Without graphs named, here or in the query, all of them together are asked. Raises QueryRefused, QueryTimeout, QueryTooLarge.
        """
        forms = kind_of(query)
        if form not in forms:
            raise QueryRefused(f"form {form!r} is none that this query can be answered in: expected {', '.join(forms)}")
        asked = {"query": query, "form": form, "seconds": timeout, "size": size, "memory": memory}
        asked |= {"default_graph": list(default_graphs), "named_graphs": list(named_graphs)}
        asked |= {"union": not (default_graphs or named_graphs or names_graphs(query))}
        if not self._places.acquire(timeout=timeout):
            raise QueryTimeout(f"other queries were still running after {timeout:g} s: ask again, or ask for less at once")
        try:
            return Answer(forms[form], _answered(self._current(), asked))
        finally:
            self._places.release()

    def close(self) -> None:
        """End the index; a later question makes it anew."""
        with self._making:
            if self._index is not None:
                self._index.close()
                self._index = None

    def _current(self) -> _Index:
        with self._making:
            revision = self._store.revision()
            if self._index is None or self._index.revision != revision or not self._index.lives:
                if self._index is not None:
                    self._index.close()
                self._index = _Index(self._store, revision)
            return self._index


class _Index:
    """The process with the graph as it was at one revision."""

    def __init__(self, store: Store, revision: int) -> None:
        self.revision = revision
        self._folder = Path(tempfile.mkdtemp(prefix="aigraph-"))  # a socket's address is at most some hundred characters long
        self.address = str(self._folder / "s")
        command = [sys.executable, "-I", str(_SCRIPT), self.address, str(TURTLE), json.dumps(PREFIXES)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        self.close = weakref.finalize(self, _end, self._process, self._folder)
        try:
            self._load(store)
        except BaseException:
            self.close()
            raise

    @property
    def lives(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def _load(self, store: Store) -> None:
        given, said = self._process.stdin, self._process.stdout
        assert given is not None  # noqa: S101 - they are pipes
        assert said is not None  # noqa: S101 - the same
        try:
            with given:
                for piece in trig(store):
                    given.write(piece.encode())
        except BrokenPipeError:  # what follows tells
            pass
        if not said.readline().startswith(b"ready"):
            raise StoreUnavailable("the index for SPARQL could not be made, most likely for want of memory: free some, or ask in Cypher")


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    shutil.rmtree(folder, ignore_errors=True)


def _answered(index: _Index, asked: Json) -> bytes:
    """The body of the answer; an answer that breaks off tells by when it does."""
    started = monotonic()
    seconds: float = asked["seconds"]
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(seconds + _SPARE)
            door.connect(index.address)
            door.sendall(json.dumps(asked).encode() + b"\n")
            with door.makefile("rb") as file:
                head, body = file.readline(), file.read()
    except TimeoutError:
        head, body = b"", b""
    if not head:
        if monotonic() - started >= seconds:
            raise QueryTimeout(f"the query was ended after {seconds:g} s: narrow it, or add LIMIT")
        raise QueryTooLarge("the query was ended because it needs more memory than one may have: narrow it, or add LIMIT")
    said = json.loads(head)
    if said["status"] == "refused":
        raise QueryRefused(f"the query cannot be answered: {said['detail'][:500]}")
    if said["status"] != "answered":
        raise QueryTooLarge("the answer is larger than one may be: narrow the query, or add LIMIT")
    return bytes(body)
