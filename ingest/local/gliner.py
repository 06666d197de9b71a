"""A GLiNER as a function from sentences to names and the relations between them; the package is an extra, loaded with the model."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import ModelUnusable
from ingest.local.hub import checked_weights
from ingest.local.labels import Labels

__all__ = ["Find", "Found", "Span", "Tie", "gliner", "is_gliner"]

_CONFIG = "gliner_config.json"
_BATCH = 8


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A name in a text, and which label the model gives it."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that the model sees from one name to another, and how likely it holds it."""

    first: Span
    second: Span
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a text has; the ends of ``ties`` are among the ``names``."""

    names: tuple[Span, ...]
    ties: tuple[Tie, ...] = ()


class Find(Protocol):
    """Names and relations of each text."""

    def __call__(self, texts: Sequence[str]) -> list[Found]:
        """One a text."""


def is_gliner(folder: Path) -> bool:
    """Whether the folder holds a GLiNER."""
    return (folder / _CONFIG).is_file()


def gliner(folder: Path, labels: Labels, *, ties: bool) -> Find:
    """The GLiNER in this folder, asked for the ``types`` of the labels, and for relations if it is to find ``ties``; raises ModelUnusable.

    Nothing is fetched for it, no code that comes with it is run, and the weights must be safetensors.
    """
    _check(folder)
    try:
        with warnings.catch_warnings():  # of its own making, when it is imported
            warnings.simplefilter("ignore")
            package: Any = import_module("gliner")
    except ImportError as error:
        raise ModelUnusable("a GLiNER needs the package gliner: pip install 'ai-industry-graph[gliner]' brings it") from error
    try:
        model: Any = package.GLiNER.from_pretrained(str(folder), local_files_only=True)
    except Exception as error:  # whatever it stumbles over in files that anybody may have written
        reason = " ".join(str(error).split())[:200]
        raise ModelUnusable(f"{folder} cannot be loaded ({reason}): name a folder or a hub model with a GLiNER in safetensors") from error
    if ties and not hasattr(model, "predict_relations"):
        raise ModelUnusable(
            f"{folder} finds names and no relations: name a classifier, or a GLiNER for relations, and let its aigraph.json say names"
        )
    asked: dict[str, Any] = {"threshold": labels.least_name, "batch_size": _BATCH}
    if ties:
        asked |= {"relations": list(labels.by_name), "relation_threshold": labels.least}

    def find(texts: Sequence[str]) -> list[Found]:
        with warnings.catch_warnings():  # of texts that are cut
            warnings.simplefilter("ignore")
            found = model.inference(list(texts), list(labels.types), **asked)
        names, relations = found if isinstance(found, tuple) else (found, [()] * len(texts))
        return [_found(text, *both) for text, *both in zip(texts, names, relations, strict=True)]

    return find


def _check(folder: Path) -> None:
    """Raises ModelUnusable unless all that the model needs is in the folder, and no code: the package would fetch it, and run it."""
    checked_weights(folder, str(folder))
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise ModelUnusable(f"{path} cannot be read as JSON ({' '.join(str(error).split())[:100]})") from error
        if _names_code(data):
            raise ModelUnusable(f"{path} has auto_map: the model wants code of its own to be run, which is not done")
        if path.name == _CONFIG and not (isinstance(data, dict) and isinstance(data.get("encoder_config"), dict)):
            raise ModelUnusable(
                f"{path} has no encoder_config, which would have to be fetched: load the model and save it in a folder anew"
            )
    if not (folder / "model.safetensors").is_file():
        raise ModelUnusable(f"{folder} has no model.safetensors: save the model so, and name its folder")
    if not (folder / "tokenizer_config.json").is_file():
        raise ModelUnusable(f"{folder} has no tokenizer, which would have to be fetched: load the model and save it in a folder anew")


def _names_code(data: object) -> bool:
    if isinstance(data, dict):
        return "auto_map" in data or any(map(_names_code, data.values()))
    return isinstance(data, list) and any(map(_names_code, data))


def _found(text: str, names: Sequence[dict[str, Any]], relations: Sequence[dict[str, Any]]) -> Found:
    spans = {span for row in names if (span := _span(text, row, "label")) is not None}
    ties = []
    for row in relations:
        first, second = _span(text, row["head"], "type"), _span(text, row["tail"], "type")
        if first in spans and second in spans and first is not None and second is not None:
            ties.append(Tie(first, second, str(row["relation"]), float(row["score"])))
    return Found(tuple(sorted(spans)), tuple(ties))


def _span(text: str, row: dict[str, Any], label: str) -> Span | None:
    """The name at these offsets, without spaces around it; None for what is no word of the text."""
    start, end = int(row["start"]), int(row["end"])
    words = text[start:end] if 0 <= start < end <= len(text) else ""
    if not any(map(str.isalpha, words)):
        return None
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()), str(row[label]))
