"""How long a value a query may make, as far as its text and parameters tell: Neo4j counts the memory of rows, not of a value in the making.

A bound, not a guess: the characters that the query has in hand (parameters, literals, what may be stored), times how often it may repeat
them, by naming a value twice, by ``replace``, and by each turn of a list comprehension or ``reduce`` that uses what is not its own item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import log10, prod

from graph.cypher.grammar import Node

__all__ = ["LONGEST_VALUE", "bare_names", "called", "only", "too_long"]

LONGEST_VALUE = 20_000_000
"""Characters; an answer as a whole may have fewer."""
MOST_NAMED = 64
_STORED, _ARTICLE = 500, 100_000
"""Characters that a value of the graph is taken to have, and one that may be an article's text."""
_SOME, _MANY, _COLLECTED = 100, 10_000, 1_000_000
"""Items that a list is taken to have: one of a path, any, and any where rows are collected, whose memory Neo4j counts."""
_LOOPS = ("listComprehension", "patternComprehension", "reduceExpression")
_NAMING = ("expression6", "listLiteral", "map")
_OF_ONE = ("nodes", "relationships")
_SMALL = ("size", "length", "count", "char_length", "character_length", "tointeger", "tofloat", "toboolean", "id", "elementid", "type")
"""Functions whose answer is a number, or as short as one."""
Parameters = Mapping[str, object]


def too_long(tree: Node, parameters: Parameters) -> str | None:
    """The reason why a value may grow too long; None when none may."""
    used = {_parameter(node) for node in tree.nodes() if node.rule == "parameter"}
    parameters = {name: value for name, value in parameters.items() if name in used}
    unknown = _any(tree, parameters)
    in_hand, named = _in_hand(tree, parameters, unknown), _named(tree)
    if named > MOST_NAMED:
        return f"the query could make its values more than {MOST_NAMED} times as large by repeating them: name each once"
    longest = in_hand * named * _put(tree, parameters, in_hand) * _turned(tree, parameters, unknown)
    if longest <= LONGEST_VALUE:
        return None
    return (
        f"the query could repeat texts to a value of 10^{log10(longest):.0f} characters, at most {LONGEST_VALUE:,} are made here: "
        "repeat what is shorter, or fewer times, or let UNWIND make rows, which need no memory"
    )


def called(call: Node) -> str:
    """The name of the function that is called, in lower case."""
    return "".join(next(call.below("functionName")).words()).replace("`", "").lower()


def _in_hand(tree: Node, parameters: Parameters, unknown: int) -> int:
    """The characters that the query has before it repeats any; of what a loop says itself, all that its turns say."""
    given = sum(map(_size, parameters.values()))
    said = sum(len(node.words()[0]) for node in tree.nodes() if node.rule == "stringLiteral")
    loops = [node for node in tree.nodes() if node.rule in _LOOPS]
    of_turns = sum(_said(loop, parameters) * _length(loop, parameters, unknown) for loop in loops)
    inner = {id(node) for loop in loops for node, _ in _made(loop) if node.rule in _LOOPS}
    outer = [_list(loop) for loop in loops if id(loop) not in inner]
    gone_through = {id(list_) for list_ in [*outer, *(only(node) for node in tree.nodes() if node.rule == "unwindClause")]}
    ranges = [
        node for node in tree.nodes() if node.rule == "functionInvocation" and called(node) == "range" and id(node) not in gone_through
    ]
    numbers = sum(_numbers(range_, parameters) or 0 for range_ in ranges)
    return _STORED + given + said + of_turns + numbers + _ARTICLE * sum(map(_is_long, tree.nodes()))


def _parameter(node: Node) -> str:
    return "".join(node.words()[1:]).strip("`")


def _size(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(len(str(name)) + _size(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return len(value) + sum(map(_size, value))
    return len(value) if isinstance(value, str) else 0


def _is_long(node: Node) -> bool:
    """Whether it may be an article's text: a property of that name, or one that the query does not name."""
    if node.rule == "functionName":
        return node.words() == ["properties"]
    if node.rule in ("property", "mapProjectionElement"):
        words = node.words()
        return words[0] == "." and words[1].strip("`") in ("text", "*")
    return node.rule == "postFix" and node.words()[0] == "[" and any(word[0] in "'\"$" for word in node.words())


def _named(tree: Node) -> int:
    """How often a value stands in what is made of it, one such making upon the other."""
    return prod(max(bare_names(node).values(), default=1) for node in tree.nodes() if node.rule in _NAMING and len(node.children) > 1)


def bare_names(node: Node) -> Counter[str]:
    """How often each variable or parameter stands below a node as a whole value, not for one of its properties."""
    found: Counter[str] = Counter()
    for one in node.nodes():
        if one.rule == "expression2" and len(one.children) == 1 and isinstance(inner := one.children[0], Node):
            kinds = [child.rule for child in inner.children if isinstance(child, Node)]
            if kinds in (["variable"], ["parameter"]):
                found["".join(one.words())] += 1
    return found


def _put(tree: Node, parameters: Parameters, in_hand: int) -> int:
    """How many times longer replacements may make a text, from the lengths of what is sought and what takes its place."""
    times = 1
    for call in (node for node in tree.nodes() if node.rule == "functionInvocation" and called(node) == "replace"):
        sought, put = (_told(argument, parameters) for argument in list(call.below("functionArgument"))[1:3])
        times *= in_hand if put is None else max(1, -(-put // max(sought or 1, 1)))
    return times


def _told(argument: Node, parameters: Parameters) -> int | None:
    """The length of a text that is a literal or a parameter; None when it is not known."""
    words = argument.words()
    if words[0] == "$" and len(words) == 2:  # noqa: PLR2004 - the sign and the name
        return _size(parameters.get(_parameter(argument)))
    return len(words[0]) - 2 if words[0][0] in "'\"" and len(words) == 1 else None


def _turned(tree: Node, parameters: Parameters, unknown: int) -> int:
    """How often loops repeat what is not their own: side by side they add up, within each other and from clause to clause they multiply."""
    times, below = 1, Counter[int]()
    above = {id(child): id(node) for node in tree.nodes() for child in node.children if isinstance(child, Node)}
    for node in reversed(list(tree.nodes())):
        turns = below.pop(id(node), 0)
        if node.rule in _LOOPS and _repeats(node):
            turns = max(turns, 1) * _length(node, parameters, unknown)
        if node.rule == "clause":
            times, turns = times * max(turns, 1), 0
        below[above.get(id(node), 0)] += turns
    return times


def _repeats(loop: Node) -> bool:
    """Whether a turn uses a value that is not its own and whose length is not told: that of a literal or a parameter is."""
    for node, own in _made(loop):
        goes_on = node.rule == "patternComprehension" and _own(node) & own  # from what the turn has to its neighbours
        if (node.rule in _LOOPS and not goes_on) or _is_long(node) or (node.rule == "functionInvocation" and called(node) == "range"):
            return True
        if node.rule == "variable" and "".join(node.words()) not in own:
            return True
    return False


def _said(loop: Node, parameters: Parameters) -> int:
    """The characters of literals and parameters that one turn uses."""
    return sum(
        len(node.words()[0]) - 2 if node.rule == "stringLiteral" else _size(parameters.get(_parameter(node)))
        for node, _ in _made(loop)
        if node.rule in ("stringLiteral", "parameter")
    )


def _made(loop: Node) -> Iterator[tuple[Node, frozenset[str]]]:
    """The nodes of which a turn makes its value, each with the names that are the turn's own; what only gives a number is left out."""
    expressions = list(loop.below("expression"))
    waiting = [(expressions[-1], _own(loop))] if "|" in loop.children else []
    while waiting:
        node, own = waiting.pop()
        number = (node.rule == "functionInvocation" and called(node) in _SMALL) or (node.rule == "expression5" and len(node.children) > 1)
        if number:
            continue
        yield node, own
        own = own | _own(node) if node.rule in _LOOPS else own
        waiting += [(child, own) for child in node.children if isinstance(child, Node)]


def _own(loop: Node) -> frozenset[str]:
    """The names that a loop binds: its item and what it holds; in a pattern all that are in it, for it names more than it binds."""
    patterns = loop.below("pathPatternNonEmpty")
    bound = [*loop.below("variable"), *(part for pattern in patterns for part in pattern.nodes() if part.rule == "variable")]
    return frozenset("".join(name.words()) for name in bound)


def _length(loop: Node, parameters: Parameters, unknown: int) -> int:
    """How many turns a loop may have."""
    list_ = _list(loop)
    if list_ is None:
        return _MANY
    if list_.rule == "listLiteral":
        return sum(1 for _ in list_.below("expression"))
    name = called(list_) if list_.rule == "functionInvocation" else ""
    known = _SOME if name in _OF_ONE else _numbers(list_, parameters) if name == "range" else None
    return known or unknown


def _list(loop: Node) -> Node | None:
    """What a loop goes through; None for the matches of a pattern."""
    if loop.rule == "patternComprehension":
        return None
    return _inner(list(loop.below("expression"))[1 if loop.rule == "reduceExpression" else 0])


def only(clause: Node) -> Node:
    """What an UNWIND unwinds."""
    return _inner(next(clause.below("expression")))


def _inner(node: Node) -> Node:
    """The call, literal or name that an expression is, when it is nothing else."""
    while len(node.children) == 1 and isinstance(node.children[0], Node) and node.rule != "functionInvocation":
        node = node.children[0]
    return node


def _numbers(range_: Node, parameters: Parameters) -> int | None:
    """How many numbers a range has, as far as its bounds are told."""
    first, last, *_ = (_number(bound, parameters) for bound in range_.below("functionArgument"))
    return None if first is None or last is None else abs(last - first) + 1


def _number(argument: Node, parameters: Parameters) -> int | None:
    words = argument.words()
    if words[0] == "$" and isinstance(value := parameters.get(_parameter(argument)), int):
        return value
    return int("".join(words)) if "".join(words).removeprefix("-").isdecimal() else None


def _any(tree: Node, parameters: Parameters) -> int:
    """How long a list may be of which nothing is known: as long as a text that may be split, or as many rows as may be collected."""
    functions = {called(node) for node in tree.nodes() if node.rule == "functionInvocation"}
    collected = "collect" in functions or any(node.rule == "collectExpression" for node in tree.nodes())
    return max(_MANY, sum(map(_size, parameters.values())), _COLLECTED if collected else 0)
