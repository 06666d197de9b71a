"""Whether a query only reads, by an allow-list on the tree of Neo4j's own grammar; ``allowed.yaml`` is the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.cypher.grammar import Node, tree_of
from graph.cypher.sizes import too_large
from graph.errors import QueryRefused

__all__ = ["LONGEST", "only_reading"]

LONGEST = 20_000
"""Characters of a statement."""
_DEEPEST = 40
_HALF = re.compile("[\ud800-\udfff]")
_BEYOND = 1 << 63
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class _Allowed:
    clauses: str
    rules: frozenset[str]
    functions: frozenset[str]
    procedures: frozenset[str]


@cache
def _allowed() -> _Allowed:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("allowed.yaml").read_text(encoding="utf-8"))
    return _Allowed(data["clauses"], *(frozenset(_flat(data[name])) for name in ("rules", "functions", "procedures")))


def _flat(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _flat(item)


def only_reading(statement: str, parameters: Mapping[str, object] | None = None) -> str:
    """The statement without its comments; raises QueryRefused, which names what is not allowed and what is."""
    if len(statement) > LONGEST:
        raise QueryRefused(f"the query has {len(statement)} characters, at most {LONGEST} are read: give long values as parameters")
    if "\\u" in statement or "\\U" in statement:
        raise QueryRefused(r"the query has a \u escape, which Neo4j reads before everything else: write the character, or give a parameter")
    for name, value in (parameters or {}).items():
        if why := _not_sent(name, value):
            raise QueryRefused(f"parameter {name[:60]!r} {why}")
    _require_shallow(statement)
    tree, bare = tree_of(statement)
    if sum(1 for _ in tree.below("statement")) > 1:
        raise QueryRefused("the query is several statements: one is read at a time")
    for node in tree.nodes():
        _require_allowed(node)
    if reason := too_large(tree, parameters or {}):
        raise QueryRefused(reason)
    return bare


def _not_sent(*values: object) -> str | None:
    """Why Neo4j cannot be given these values, or what is in them; None when it can."""
    waiting = [*values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and _HALF.search(value):
            return "has half a character (a lone surrogate): text must be Unicode"
        if isinstance(value, int) and not -_BEYOND <= value < _BEYOND:
            return f"has a whole number of {value.bit_length() + 1} bits, and 64 are the most: write it as text, or with a decimal point"
        if isinstance(value, Mapping):
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple):
            waiting += value
    return None


def _require_shallow(statement: str) -> None:
    """Before the grammar is asked; brackets in texts count too, which is rarely a loss."""
    depth = 0
    for character in statement:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth > _DEEPEST:
            raise QueryRefused(f"the query nests brackets more than {_DEEPEST} deep: flatten it")


def _require_allowed(node: Node) -> None:
    allowed = _allowed()
    if node.rule not in allowed.rules:
        said = " ".join(node.words()[:3])[:60]
        raise QueryRefused(f"the query has {said!r} ({_plain(node.rule)}), and here queries only read: they are made of {allowed.clauses}")
    if node.rule == "functionName" and (name := _name(node)) not in allowed.functions:
        raise QueryRefused(f"function {name[:60]!r} is not allowed here: allowed are {', '.join(sorted(allowed.functions))}")
    if node.rule == "procedureName" and (name := _name(node)) not in allowed.procedures:
        raise QueryRefused(f"procedure {name[:60]!r} is not allowed here: allowed are {', '.join(sorted(allowed.procedures))}")


def _name(node: Node) -> str:
    """``Db . `Labels` `` → ``db.labels``."""
    return "".join(word[1:-1].replace("``", "`") if word.startswith("`") else word for word in node.words()).lower()


def _plain(rule: str) -> str:
    """``loadCSVClause`` → ``load csv clause``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", rule).lower()
