"""Claims, one JSON object a line, in order of id: the form in which they can be read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.export.files import write_whole
from ontology.errors import RecordError
from ontology.records import Claim
from ontology.shown import json_line

__all__ = ["read_jsonl", "write_jsonl"]


def write_jsonl(claims: Iterable[Claim], path: Path) -> None:
    """Write the claims."""
    write_whole(path, (json_line(claim.to_json()) + "\n" for claim in claims))


def read_jsonl(path: Path) -> Iterator[Claim]:
    """The claims of a file; raises RecordError that names the line."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield Claim.from_json(json.loads(line))
            except (ValueError, AttributeError, RecordError) as error:  # an attribute is missing where an object should stand
                raise RecordError(f"{path}, line {number}: {error}") from error
