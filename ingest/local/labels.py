"""What a model's labels mean: a JSON file beside the model, ``aigraph.json``, from its labels to relations of the ontology.

::

    {"marks": ["[E1]", "[/E1]", "[E2]", "[/E2]"],
     "labels": {"org:founded_by": {"relation": "founded", "swap": true},
                "acquired": {"relation": "acquires", "certainty": "asserted", "phase": "current"}},
     "least": 0.6}

``marks`` stand around the first and the second name. ``swap`` says that the first is the tail. Labels that are not listed are no relation,
and what the model holds for less likely than ``least`` is not claimed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import ModelUnusable
from ontology.vocabulary import ontology

__all__ = ["FILE", "Label", "Labels", "read_labels"]

FILE = "aigraph.json"
_MARKS = ("[E1]", "[/E1]", "[E2]", "[/E2]")
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says of the two names."""

    relation: str
    swap: bool = False
    certainty: str = "asserted"
    phase: str = "current"


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a model, the marks that it was trained with, and the least probability of a claim."""

    by_name: Mapping[str, Label]
    marks: tuple[str, str, str, str]
    least: float


def read_labels(path: Path) -> Labels:
    """The labels of this file; raises ModelUnusable that says what is wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        labels = {name: Label(**row) for name, row in data["labels"].items()}
        first, first_end, second, second_end = map(str, data.get("marks", _MARKS))
        least = float(data.get("least", _LEAST))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnusable(
            f"{path} does not tell what the model's labels mean ({_line(error)}): expected the form of ingest/local/labels.py"
        ) from error
    for name, label in labels.items():
        _check(path, name, label)
    return Labels(labels, (first, first_end, second, second_end), least)


def _check(path: Path, name: str, label: Label) -> None:
    terms = ontology()
    allowed: list[tuple[str, Any]] = [("relation", terms.relations), ("certainty", terms.certainties), ("phase", terms.phases)]
    for field, values in allowed:
        if getattr(label, field) not in values:
            raise ModelUnusable(f"{path}: label {name!r} has {field} {getattr(label, field)!r}: expected one of {', '.join(values)}")


def _line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:120]
