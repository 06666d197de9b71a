"""Articles with their claims, one JSON object a line: the form in which a graph can be read back whole.

An article stands first, ``{"id", "text", "versions"}``, and after it its claims in their fixed form, each with the ``sources`` it was
read from where those are not all of the article's. What sources give with another confidence, or by other names, has a line for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.export.files import write_whole
from graph.held import HeldClaim
from graph.kept import Kept
from graph.properties import version_ref
from ontology.records import ArticleRef, Json
from ontology.shown import json_line

__all__ = ["json_lines", "write_jsonl"]


def write_jsonl(kept: Iterable[Kept], path: Path) -> None:
    """Write the articles with their claims."""
    write_whole(path, json_lines(kept))


def json_lines(kept: Iterable[Kept]) -> Iterator[str]:
    """The lines, with their ends."""
    for one in kept:
        held = one.held
        versions = sorted(held.versions)
        yield json_line({"id": held.id, "text": one.text, "versions": [json.loads(version) for version in versions]}) + "\n"
        sources = {version_ref(held.id, version).source for version in versions}
        for _, claim in sorted(held.claims.items()):
            for line in _claim(claim, sources, held.ref or ArticleRef(held.id, "")):
                yield json_line(line) + "\n"


def _claim(held: HeldClaim, sources: set[str], article: ArticleRef) -> Iterator[Json]:
    surest = held.sources - held.otherwise.keys()
    said = held.claim.told_by(article).to_json()
    yield said if surest == sources else said | {"sources": sorted(surest)}
    for source, claim in sorted(held.otherwise.items()):
        yield claim.told_by(article).to_json() | {"sources": [source]}
