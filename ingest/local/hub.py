"""Where a model is: a folder, or a name on the Hugging Face hub, fetched to the cache that all its programs share."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from ingest.errors import ModelUnusable

__all__ = ["checked_weights", "located", "plain_name", "version_of"]

_PART = r"[A-Za-z0-9][\w.-]*"
_ON_HUB = re.compile(rf"({_PART}/{_PART})(?:@({_PART}(?:/{_PART})*))?", re.ASCII)
_SUFFIXES = (".json", ".safetensors", ".txt", ".model", ".spm")
"""What is fetched of a model: neither code nor pickles."""


def located(name: str, *, tell: Callable[[str], None]) -> Path:
    """The folder of this name, or that of the hub's model ``org/name`` or ``org/name@revision``; raises ModelUnusable.

    ``tell`` is told before the hub is asked.
    """
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return folder
    if name and folder.exists():
        raise ModelUnusable(f"{name} is a file: name the folder with the model")
    match = _ON_HUB.fullmatch(name)
    if match is None:
        raise ModelUnusable(f"{name!r} is no folder, nor a model of the Hugging Face hub as org/name or org/name@revision")
    return _fetched(match[1], match[2], tell)


def _fetched(repository: str, revision: str | None, tell: Callable[[str], None]) -> Path:
    try:
        hub: Any = import_module("huggingface_hub")
        place: Any = import_module("huggingface_hub.constants")
        bars: Any = import_module("huggingface_hub.utils")
    except ImportError as error:
        raise ModelUnusable(
            f"{repository} is no folder, and the hub is asked through huggingface_hub: pip install 'ai-industry-graph[models]' brings it"
        ) from error
    tell(
        f"there is no folder {repository}: the model of this name, revision {revision or 'main'}, is fetched from {place.ENDPOINT} "
        f"to {place.HF_HUB_CACHE}; no article goes there"
    )
    if not sys.stderr.isatty():
        bars.disable_progress_bars()
    try:
        return Path(hub.snapshot_download(repository, revision=revision, allow_patterns=[f"*{suffix}" for suffix in _SUFFIXES]))
    except Exception as error:  # whatever the hub's client and the network under it raise
        words = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelUnusable(f"{repository} cannot be fetched from {place.ENDPOINT} ({words}): name a folder, or another model") from error


def checked_weights(folder: Path, name: str) -> None:
    """Raises ModelUnusable when the folder has no weights in safetensors: pickles are programs, and are not loaded."""
    if not any(folder.glob("*.safetensors")):
        raise ModelUnusable(f"{name} has no weights in safetensors, and others are not loaded: save the model so, and name its folder")


def plain_name(name: str, folder: Path) -> str:
    """What a model is called in the name of its reader."""
    return (folder.resolve().name if Path(name).expanduser().is_dir() else name.partition("@")[0]).replace("@", "-")


def version_of(*paths: Path) -> str:
    """Eight hex digits of what is in models' folders and in files beside them: other weights or labels make another version."""
    found = hashlib.sha256()
    for path in (one for given in paths for one in (_files(given) if given.is_dir() else [given])):
        with path.open("rb") as file:
            found.update(f"{path.name}:{hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return found.hexdigest()[:8]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
