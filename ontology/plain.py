"""Whether a record's values are of the kinds of its fields: JSON, from which records are read, has no types that would hold it."""

from __future__ import annotations

from math import isfinite

from ontology.errors import RecordError

__all__ = ["require_plain"]

_NUMBERS = {"start": (int, "a whole number"), "end": (int, "a whole number"), "confidence": (int | float, "a number")}
_KINDS = _NUMBERS | {"amount": (int | float, "a number")}
_RECORDS = ("article", "subject", "object", "evidence")


def require_plain(record: object, *, optional: frozenset[str], of: str = "") -> None:
    """Raise RecordError for a value of another kind than text, or a number where one stands; only ``optional`` fields may be None."""
    for name in record.__slots__:  # type: ignore[attr-defined]  # every record has slots
        value = getattr(record, name)
        if value.__class__ is str and name not in _KINDS:
            continue
        if name in _RECORDS:
            require_plain(value, optional=optional, of=f"{name}'s ")
        elif value is not None or name not in optional:
            _require(value, f"a claim has the {of}{name} {value!r}", *_KINDS.get(name, (str, "text")))


def _require(value: object, words: str, kind: type, expected: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        raise RecordError(f"{words}: expected {expected}")
