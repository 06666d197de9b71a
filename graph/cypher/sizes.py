"""How large a query may let values grow, as far as its text tells: Neo4j counts the memory of rows, not that of a value in the making."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.cypher.grammar import Node
from graph.cypher.growth import bare_names, called, only, too_long

__all__ = ["too_large"]

MOST_IN_RANGE, MOST_IN_UNWOUND_RANGE = 10_000, 10_000_000
MOST_HOPS, MOST_HOPS_SHORTEST = 10, 30
_PATTERNS = ("pattern", "pathPatternNonEmpty", "shortestPathExpression")
_MAKING = ("listLiteral", "map", "functionInvocation", "listComprehension", "collectExpression", "reduceExpression")
"""Rules that make a new value of what is in them."""
_NUMBER = re.compile(r"-?\d+")
_MEASURES = ("size", "length")


def too_large(tree: Node, parameters: Mapping[str, object]) -> str | None:
    """The reason why a query may need more than there is; None when nothing tells so."""
    return _ranges(tree, parameters) or _hops(tree) or _steps(tree) or _nested(tree) or too_long(tree, parameters)


def _ranges(tree: Node, parameters: Mapping[str, object]) -> str | None:
    unwound = {id(call) for clause in tree.nodes() if clause.rule == "unwindClause" for call in [only(clause)]}
    for call in _calls(tree, "range"):
        most = MOST_IN_UNWOUND_RANGE if id(call) in unwound else MOST_IN_RANGE
        bounds = [_bound(argument, parameters) for argument in call.below("functionArgument")][:2]
        if None in bounds:
            return "range(from, to) takes whole numbers, parameters, size(…) and length(…) here, so that its length is known"
        if abs(sum(bound or 0 for bound in bounds[1:]) - (bounds[0] or 0)) > most:
            return f"range(from, to) may have {most} numbers here: narrow it"
    return None


def _calls(tree: Node, *names: str) -> list[Node]:
    return [node for node in tree.nodes() if node.rule == "functionInvocation" and called(node) in names]


def _bound(argument: Node, parameters: Mapping[str, object]) -> int | None:
    """The number that a bound of a range is; 0 for what measures a list, None for what is not known."""
    words = argument.words()
    if words[0] == "$" and len(words) == 2:  # noqa: PLR2004 - the sign and the name
        value = parameters.get(words[1].strip("`"))
        return value if isinstance(value, int) else None
    text = "".join(words)
    if _NUMBER.fullmatch(text):
        return int(text)
    measured = re.fullmatch(r"(size|length)\(.*\)([+-]\d+)?", text, re.DOTALL)
    within = [node for node in argument.nodes() if node.rule == "functionInvocation"]
    return int(measured[2] or 0) if measured and within and called(within[0]) in _MEASURES and _balanced(words) else None


def _balanced(words: list[str]) -> bool:
    """Whether the bracket that the measure opens is closed by the last one: ``size(a) * size(b)`` is no measure."""
    depth = 0
    for number, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if word == ")" and depth == 0:
            return ")" not in words[number + 1 :]
    return False


def _hops(tree: Node) -> str | None:
    for pattern in (node for node in tree.nodes() if node.rule in _PATTERNS):
        inner = list(pattern.nodes())
        prefixes = [word.upper() for node in pattern.below("pathPatternPrefix") for word in node.words()]
        shortest = "SHORTEST" in prefixes or any(node.rule == "shortestPathPattern" for node in inner)
        most = MOST_HOPS_SHORTEST if shortest else MOST_HOPS
        for node in inner:
            if node.rule in ("pathLength", "quantifier") and (reason := _length(node, most, shortest=shortest)):
                return reason
    return None


def _length(node: Node, most: int, *, shortest: bool) -> str | None:
    words = node.words()
    numbers = [int(word) for word in words if word.isdecimal()]
    open_ended = not numbers or words[-1] in ("..", ",") or (words[-1] == "}" and words[-2] == ",")
    if open_ended and not shortest:
        return f"the pattern has no longest length: say one of at most {most} hops, as in *1..{most}, or ask for a shortest path"
    if max(numbers, default=0) > most:
        return f"the pattern may be {max(numbers)} hops long, at most {most} are followed here"
    return None


def _steps(tree: Node) -> str | None:
    """A step of reduce may not multiply what it makes."""
    for node in tree.nodes():
        if node.rule != "reduceExpression":
            continue
        held, *_ = ("".join(name.words()) for name in node.below("variable"))
        step = list(node.below("expression"))[-1]
        for part in step.nodes():
            uses = bare_names(part)[held]
            sum_of_more = part.rule == "expression6" and len(part.children) > 1 and uses > 1
            if sum_of_more or (part.rule in _MAKING and uses):
                return f"a step of reduce may use {held!r} once, in a sum: what it makes could double with every step"
    return None


def _nested(tree: Node) -> str | None:
    """A list for each of a list for each of a list."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        depth += node.rule in ("listComprehension", "reduceExpression")
        if depth > 2:  # noqa: PLR2004 - two are told in the message
            return "the query nests list comprehensions or reduce more than 2 deep: use UNWIND, whose rows need no memory"
        waiting.extend((child, depth) for child in node.children if isinstance(child, Node))
    return None
