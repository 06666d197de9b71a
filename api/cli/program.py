"""The program: how every error leaves it, as one line and a number."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from api.cli.commands import app
from api.cli.output import complain
from api.errors import UsageError
from ontology.errors import AigraphError

__all__ = ["main"]

_FAILED = 1
_MISUSED = 2
_INTERRUPTED = 130
_PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command (the process's own arguments by default) and return its exit code.

    0 is well, 1 an error, 2 a wrong use, 130 an interruption, 141 a reader of the output that went away, 143 a SIGTERM.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _PIPE_CLOSED
        with suppress(OSError, ValueError):  # so that the interpreter does not try once more at its end
            out = sys.stdout.fileno()
            os.dup2(os.open(os.devnull, os.O_WRONLY), out)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(arguments, prog_name="aigraph")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        raise
    except AigraphError as error:
        complain(str(error))
        return _MISUSED if isinstance(error, UsageError) else _FAILED
    except OSError as error:
        complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return _FAILED
    return 0
