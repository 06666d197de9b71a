"""The explorer's modules as one: a browser asks once for what takes fifty requests otherwise, each some milliseconds.

A module becomes a block that takes from those before it what it imports, and leaves what it exports. The modules keep to two forms of
import, each on a line of its own, and export what they declare; what keeps to something else is refused when the server starts.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

__all__ = ["together"]

_IMPORT = re.compile(r'^import (?P<what>\{ [\w, ]+ \}|\* as \w+) from "(?P<place>\./[\w./-]+|\.\./[\w./-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (?P<name>\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\b|export\b).*", re.MULTILINE)


def together(folder: Path, first: str) -> str:
    """The module with all that it needs, in an order in which each finds what it imports; raises ValueError at another form."""
    blocks: dict[str, str] = {}
    _gather(folder, first, blocks, ())
    return "\n".join(["const modules = {};", *blocks.values()])


def _gather(folder: Path, name: str, blocks: dict[str, str], way: tuple[str, ...]) -> None:
    if name in way:
        raise ValueError(f"modules import one another in a circle: {' → '.join([*way[way.index(name) :], name])}")
    if name in blocks:
        return
    text = (folder / name).read_text(encoding="utf-8")
    places = {
        found["place"]: posixpath.normpath(posixpath.join(posixpath.dirname(name), found["place"])) for found in _IMPORT.finditer(text)
    }
    for place in places.values():
        _gather(folder, place, blocks, (*way, name))
    exports = [found["name"] for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _taken(found["what"], places[found["place"]]), text))
    if other := _OTHER.search(body):
        raise ValueError(f'{name} has {other[0]!r}: expected import {{ a, b }} from "./x.js"; or an export of what is declared')
    blocks[name] = f"{{ // {name}\n{body}\nmodules[{json.dumps(name)}] = {{ {', '.join(exports)} }};\n}}"


def _beside(name: str, place: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), place))


def _taken(what: str, place: str) -> str:
    names = what.removeprefix("* as ") if what.startswith("*") else what.replace(" as ", ": ")
    return f"const {names} = modules[{json.dumps(place)}];"
