"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from graph.errors import StoreFull

__all__ = ["is_full", "write_whole"]


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write UTF-8 text beside ``path`` and rename it into place; what stood there stays until then.

    Raises StoreFull when there is no room; whatever else goes wrong, nothing is left behind.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        Path(name).chmod(0o644 if not path.exists() else path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        if is_full(error):
            raise StoreFull(f"{path} cannot be written: the disk is full; make room and try again") from error
        raise
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_full(error: OSError) -> bool:
    """Whether there was no room."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
