"""What a worker process does: it takes a reader, then articles, one at a time, and gives what the reader makes of each.

Both ends speak pickle over the process's standard input and output; they are of one program and one user.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from typing import BinaryIO

from ingest.attempts import attempted
from ingest.extract import Extractor

__all__ = ["serve"]

_BETWEEN_LOOKS = 0.5
"""Seconds."""


def serve(parent: int) -> None:
    """Read until nothing comes any more; end at once when the process with the number ``parent`` is gone."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    given, made = sys.stdin.buffer, _own_output()
    try:
        extractor: Extractor = pickle.load(given)  # noqa: S301 - from our own parent
        while True:
            answer = attempted(pickle.load(given), extractor)  # noqa: S301 - the same
            pickle.dump(answer, made, pickle.HIGHEST_PROTOCOL)
            made.flush()
    except (EOFError, BrokenPipeError):  # nobody asks any more
        os._exit(0)


def _own_output() -> BinaryIO:
    """Standard output for answers alone; what else is printed goes to standard error."""
    sys.stdout.flush()
    made = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return made


def _watch(parent: int) -> None:
    """A killed parent leaves its children to another: they are not to read on for nobody."""
    while os.getppid() == parent:
        time.sleep(_BETWEEN_LOOKS)
    os._exit(0)
