"""What a model's labels mean: a JSON file beside the model, ``aigraph.json``, from its labels to relations and types of the ontology.

A classifier of the relation between two marked names::

    {"labels": {"org:founded_by": {"relation": "founded", "swap": true},
                "acquired": {"relation": "acquires", "certainty": "asserted", "phase": "current"}},
     "marks": ["[E1]", "[/E1]", "[E2]", "[/E2]"],
     "least": 0.6}

``marks`` stand around the first and the second name. ``swap`` says that the first is the tail. Labels that are not listed are no relation,
and what the model holds for less likely than ``least`` is not claimed.

A GLiNER finds the names itself: ``types`` says what it is asked for, and which type of entity each is. One that finds relations too is
asked for the ``labels``; another finds the names for a classifier, which says so with ``names``, a folder from the file's or a model
on the hub::

    {"types": {"company": "Company", "AI model": "Product"}, "least_name": 0.5,
     "names": "../a-gliner",
     "labels": {"acquired": {"relation": "acquires"}}}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ingest.errors import ModelUnusable
from ontology.vocabulary import ontology

__all__ = ["FILE", "Label", "Labels", "read_labels"]

FILE = "aigraph.json"
_MARKS = ("[E1]", "[/E1]", "[E2]", "[/E2]")
_LEAST = 0.5
_KNOWN = ("labels", "least", "least_name", "marks", "names", "types")


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says of the two names."""

    relation: str
    swap: bool = False
    certainty: str = "asserted"
    phase: str = "current"


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a model, the marks that it was trained with, and the least probability of a claim; the last three are a GLiNER's."""

    by_name: Mapping[str, Label]
    marks: tuple[str, str, str, str] = _MARKS
    least: float = _LEAST
    types: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    least_name: float = _LEAST


def read_labels(path: Path) -> Labels:
    """The labels of this file; raises ModelUnusable that says what is wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelUnusable(
            f"{path} does not tell what the model's labels mean ({_line(error)}): expected JSON in the form of ingest/local/labels.py"
        ) from error
    if not isinstance(data, dict):
        raise ModelUnusable(f"{path} holds {_shown(data)}: expected an object with {', '.join(_KNOWN)}")
    if unknown := sorted(data.keys() - set(_KNOWN)):
        raise ModelUnusable(f"{path} has {', '.join(unknown)}: known are {', '.join(_KNOWN)}")
    names = data.get("names", "")
    if not isinstance(names, str):
        raise _wrong(path, "names", names, "the folder of a GLiNER, or its name on the hub")
    types = _object(path, "types", data.get("types", {}))
    for name, kind in types.items():
        _check(path, f"types: {name!r}", kind, ontology().entity_types)
    if names and not types:
        raise _wrong(path, "types", types, "what the GLiNER is asked for, as in {'company': 'Company'}")
    return Labels(
        {name: _label(path, name, row) for name, row in _object(path, "labels", data.get("labels")).items()},
        _marks(path, data.get("marks", list(_MARKS))),
        _share(path, "least", data.get("least", _LEAST)),
        types,
        names,
        _share(path, "least_name", data.get("least_name", _LEAST)),
    )


def _label(path: Path, name: str, row: object) -> Label:
    of = f"labels: {name!r}"
    if not isinstance(row, dict) or "relation" not in row:
        raise _wrong(path, of, row, "an object with a relation")
    known = [one.name for one in fields(Label)]
    if unknown := sorted(row.keys() - set(known)):
        raise ModelUnusable(f"{path}: {of} has {', '.join(unknown)}: known are {', '.join(known)}")
    terms = ontology()
    allowed: list[tuple[str, Iterable[str]]] = [("relation", terms.relations), ("certainty", terms.certainties), ("phase", terms.phases)]
    for one, values in allowed:
        if one in row:
            _check(path, f"{of}: {one}", row[one], values)
    if not isinstance(row.get("swap", False), bool):
        raise _wrong(path, f"{of}: swap", row["swap"], "true or false")
    return Label(**row)


def _marks(path: Path, value: object) -> tuple[str, str, str, str]:
    texts = [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list) else []
    if not isinstance(value, list) or len(value) != len(_MARKS) or len(set(texts)) != len(_MARKS):
        raise _wrong(path, "marks", value, "four different texts, those around the first name and those around the second")
    first, first_end, second, second_end = texts
    return first, first_end, second, second_end


def _share(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _wrong(path, name, value, "a number from 0 to 1")
    return float(value)


def _object(path: Path, name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or (name == "labels" and not value) or not all(key.strip() for key in value):
        raise _wrong(path, name, value, "an object with the model's labels as names")
    return value


def _check(path: Path, name: str, value: object, values: Iterable[str]) -> None:
    if not isinstance(value, str) or value not in values:
        raise _wrong(path, name, value, f"one of {', '.join(values)}")


def _wrong(path: Path, name: str, value: object, wanted: str) -> ModelUnusable:
    found = "missing" if value is None else _shown(value)
    return ModelUnusable(f"{path}: {name} is {found}: expected {wanted}")


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


def _line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:120]
