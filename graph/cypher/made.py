"""Makes ``grammar.json`` from Neo4j's own grammar of Cypher 25: ``python -m graph.cypher.made FOLDER``.

The folder is an unpacked npm package ``@neo4j-cypher/language-support`` (Apache-2.0), whose ``src/generated-parser`` holds what
ANTLR made of the grammar for any language: names, and the transition network as numbers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

__all__ = ["made"]

_LISTS = ("token literal names", "token symbolic names", "rule names", "channel names", "mode names", "atn")


def made(folder: Path) -> str:
    """The lexer and the parser of an unpacked package, as JSON."""
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    parts = {part: _part(folder / "src" / "generated-parser" / f"CypherCmd{part.capitalize()}.interp") for part in ("lexer", "parser")}
    source = {"source": f"{package['name']}@{package['version']}", "license": package["license"], "copyright": "Neo4j Sweden AB"}
    return json.dumps(source | parts, separators=(",", ":"), sort_keys=True) + "\n"


def _part(path: Path) -> dict[str, list[object]]:
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    at = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.removesuffix(":") in lists:
            at = line.removesuffix(":")
        elif line:
            lists[at].append(line)
    kept: dict[str, list[object]] = {"tokens": [*lists["token symbolic names"]], "rules": [*lists["rule names"]]}
    return kept | {"modes": [*lists["mode names"]], "atn": json.loads(lists["atn"][0])}


if __name__ == "__main__":
    Path(__file__).with_name("grammar.json").write_text(made(Path(sys.argv[1])), encoding="utf-8")
