"""Writes what is generated under ``docs/``, or says what is out of date.

``python -m docs.cypher.written`` after a change of the ontology, the graph, the questions or the template.
"""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

from pathlib import Path

from docs.cypher.browser import saved_csv, saved_zip, style
from docs.cypher.model import picture
from docs.cypher.page import page

__all__ = ["generated", "stale", "write"]

DOCS = Path(__file__).parents[1]


def generated() -> dict[Path, bytes]:
    """Every generated file with its content."""
    return {
        DOCS / "cypher.md": page().encode(),
        DOCS / "cypher" / "model.svg": picture().encode(),
        DOCS / "neo4j-browser" / "style.grass": style().encode(),
        DOCS / "neo4j-browser" / "saved-cypher.csv": saved_csv().encode(),
        DOCS / "neo4j-browser" / "saved-scripts.zip": saved_zip(),
    }


def stale() -> list[str]:
    """The names of generated files that are not as they would be written now."""
    return [path.name for path, content in generated().items() if not path.exists() or path.read_bytes() != content]


def write() -> None:
    """Write them all."""
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    write()
