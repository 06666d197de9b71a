"""A process that reads articles for this one, one at a time."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import IO

from ingest.extract import Extractor
from ingest.sources import Unread
from ontology.records import Article, Reading

__all__ = ["Worker", "WorkerLost"]

_PROGRAM = """
import os, sys
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"))
sys.path[:] = sys.argv[2:]
from ingest.serving import serve
serve(int(sys.argv[1]))
"""
"""A core for each worker: libraries that would take all of them are told so before they are loaded."""


class WorkerLost(Exception):  # noqa: N818 - it is no error of the program
    """The process ended before it answered; says how, in a few words."""


class Worker:
    """A process with a reader. Ctrl-C in a terminal does not reach it: whoever started it decides when it ends."""

    def __init__(self, extractor: Extractor) -> None:
        command = [sys.executable, "-c", _PROGRAM, str(os.getpid()), *sys.path]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._first: Extractor | None = extractor

    def read(self, article: Article) -> Reading | Unread:
        """What the reader makes of the article; raises WorkerLost."""
        asked, answers = self._pipes()
        try:
            if self._first is not None:
                pickle.dump(self._first, asked, pickle.HIGHEST_PROTOCOL)
                self._first = None
            pickle.dump(article, asked, pickle.HIGHEST_PROTOCOL)
            asked.flush()
            answer: Reading | Unread = pickle.load(answers)  # noqa: S301 - from our own child
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerLost(self.close()) from error
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing; who waits for its answer gets WorkerLost."""
        self._process.kill()

    def close(self) -> str:
        """End the process, and say how it had ended before."""
        for pipe in self._pipes():
            with suppress(OSError):  # what was not sent has nobody to go to
                pipe.close()
        try:
            code = self._process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return "stopped answering"
        return f"was killed (signal {-code})" if code < 0 else f"ended with code {code}"

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise AssertionError("a worker has pipes")
        return asked, answers


_GRACE = 2.0
"""Seconds that a process has to end by itself once its pipes are closed."""
