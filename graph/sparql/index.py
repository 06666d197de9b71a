"""The process that holds the graph's RDF in memory and answers SPARQL; run as a script, with nothing of the program imported.

It reads TriG from standard input, says ``ready`` on standard output, and listens on a Unix socket. Each query is answered by a fork of it,
which the kernel ends when its time is up, which can open no file and no connection, and may take only so much more memory: whatever a query
does, it ends, and only its own process. One line of JSON asks; one line of JSON, and the answer itself, come back.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import socketserver
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import pyoxigraph as ox

FORMS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class TooLarge(Exception):  # noqa: N818 - it says what happened
    """The answer is longer than it may be."""


class Body(io.RawIOBase):
    """What is answered, up to a size."""

    def __init__(self, size: int) -> None:
        self.parts: list[bytes] = []
        self._room = size

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        """Keep it; raise TooLarge when it does not fit."""
        piece = bytes(data)
        self._room -= len(piece)
        if self._room < 0:
            raise TooLarge
        self.parts.append(piece)
        return len(piece)


class Answering(socketserver.StreamRequestHandler):
    """Answers one query; this runs in a fork."""

    store: ClassVar[ox.Store]
    prefixes: ClassVar[dict[str, str]]
    pages: ClassVar[int] = 0

    def handle(self) -> None:
        """Read what is asked, answer it, and end."""
        asked = json.loads(self.rfile.readline())
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        confine(asked["memory"])
        said, body = self.answered(asked)
        self.wfile.write(json.dumps(said).encode() + b"\n" + b"".join(body.parts))

    def answered(self, asked: dict[str, Any]) -> tuple[dict[str, str], Body]:
        """What became of it, and the answer."""
        body, form = Body(asked["size"]), FORMS[asked["form"]]
        try:
            graphs = {name: [*map(named, asked[name])] for name in ("default_graph", "named_graphs") if asked[name]}
            found = self.store.query(asked["query"], prefixes=self.prefixes, use_default_graph_as_union=asked["union"], **graphs)  # type: ignore[arg-type]  # by name
            if isinstance(found, ox.QueryTriples):
                ox.serialize(found, body, form, prefixes=self.prefixes)  # type: ignore[arg-type]  # one of the forms of triples
            else:
                found.serialize(body, form)  # type: ignore[arg-type]  # one of the others
        except TooLarge:
            return {"status": "too large"}, Body(0)
        except MemoryError:
            return {"status": "memory"}, Body(0)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            return {"status": "refused", "detail": " ".join(str(error).split())}, Body(0)
        return {"status": "answered"}, body


def named(graph: str) -> ox.NamedNode:
    """The graph of this address."""
    try:
        return ox.NamedNode(graph)
    except ValueError as error:
        raise ValueError(f"graph {graph[:100]!r} is no address ({error})") from error


def confine(memory: int) -> None:
    """From here on this process opens nothing, and grows by no more than ``memory`` bytes (where the system can tell its size)."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if Answering.pages:
        most = Answering.pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


class Serving(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    """A fork for each query; the server ends when its parent is gone."""

    parent = os.getppid()
    request_queue_size = 64

    def service_actions(self) -> None:
        """Look, twice a second, whether anybody is left to ask."""
        super().service_actions()
        if os.getppid() != self.parent:
            os._exit(0)


def main(socket: str, ontology: str, prefixes: str) -> None:
    """Load, and serve until ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    Answering.store, Answering.prefixes = ox.Store(), json.loads(prefixes)
    Answering.store.bulk_load(sys.stdin.buffer, ox.RdfFormat.TRIG)
    Answering.store.bulk_load(path=ontology, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/ai-industry-graph"))
    with suppress(OSError):  # only Linux has it
        Answering.pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    with Serving(socket, Answering) as server:
        sys.stdout.write(f"ready {len(Answering.store)}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
