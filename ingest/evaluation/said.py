"""Claims as far as the scorer looks at them: whoever made them, they come as ``aigraph extract`` prints them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import SourceMissing, SourceUnreadable
from ontology.errors import RecordError

__all__ = ["Party", "Said", "read_claims", "said"]


@dataclass(frozen=True, slots=True)
class Party:
    """An end of a claim by all that it is called, and its type."""

    names: tuple[str, ...]
    type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim; ``file`` is the name of the file, without folders, that it was read from."""

    file: str
    relation: str
    subject: Party
    object: Party
    certainty: str
    phase: str
    quote: str
    confidence: float


def read_claims(path: Path) -> tuple[Said, ...]:
    """The claims of a file, one in JSON a line; raises SourceError or RecordError, which names the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceMissing(f"{path} does not exist: give a file of claims, as 'aigraph extract' prints them") from error
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{path} is not UTF-8 (byte {error.start}): give a file of claims, one in JSON a line") from error
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read ({error.strerror}): give a file of claims, one in JSON a line") from error
    return tuple(_claims(path, text.split("\n")))


def _claims(path: Path, lines: Iterable[str]) -> Iterable[Said]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise RecordError(f"{path}, line {number}: no JSON ({error}); each line should be one claim") from error
        except RecursionError as error:
            raise RecordError(f"{path}, line {number}: JSON nested too deep for a claim; each line should be one claim") from error
        try:
            yield said(data)
        except RecordError as error:
            raise RecordError(f"{path}, line {number}: {error}") from error


def said(data: object) -> Said:
    """A claim from its JSON form; raises RecordError that names the field at fault."""
    claim = _object(data, "the claim")
    article = _object(claim.get("article"), "article")
    confidence = claim.get("confidence")
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise RecordError(f"confidence is {_shown(confidence)}: it should be a number from 0 to 1")
    return Said(
        file=Path(_text(article.get("source") or article.get("id"), "article.source")).name,
        relation=_text(claim.get("relation"), "relation"),
        subject=_party(claim.get("subject"), "subject"),
        object=_party(claim.get("object"), "object"),
        certainty=_text(claim.get("certainty"), "certainty"),
        phase=_text(claim.get("phase"), "phase"),
        quote=_text(_object(claim.get("evidence"), "evidence").get("quote"), "evidence.quote"),
        confidence=float(confidence),
    )


def _party(value: object, field: str) -> Party:
    end = _object(value, field)
    names = tuple(name for key in ("name", "mention", "id") if isinstance(name := end.get(key), str) and name)
    if not names:
        raise RecordError(f"{field} has no name: it should have the field 'name'")
    type_ = end.get("type")
    return Party(names, type_ if isinstance(type_, str) else None)


def _object(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RecordError(f"{field} is {_shown(value)}: it should be a JSON object")
    return value


def _text(value: object, field: str) -> str:
    if not isinstance(value, str) or not value:
        raise RecordError(f"{field} is {_shown(value)}: it should be a text")
    return value


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)[:60]
