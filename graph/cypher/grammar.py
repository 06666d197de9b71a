"""A statement in Cypher to a tree, by Neo4j's own grammar and ANTLR's runtime.

The grammar's transition network (``grammar.json``) is walked with a stack of its own, so that nesting ends no interpreter; which way to go
is the runtime's to predict (ALL(*), Parr, Harwell and Fisher 2014).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from antlr4 import CommonTokenStream, InputStream, Lexer, Parser, ParserRuleContext, Token
from antlr4.atn.ATNDeserializer import ATNDeserializer
from antlr4.atn.ATNState import ATNState
from antlr4.atn.LexerATNSimulator import LexerATNSimulator
from antlr4.atn.ParserATNSimulator import ParserATNSimulator
from antlr4.atn.Transition import Transition
from antlr4.dfa.DFA import DFA
from antlr4.error.ErrorListener import ErrorListener
from antlr4.error.Errors import RecognitionException
from antlr4.PredictionContext import PredictionContextCache

from graph.errors import QueryRefused

__all__ = ["MOST_TOKENS", "Node", "tree_of"]

MOST_TOKENS = 2000
_FORGET_AFTER = 200_000
"""Tokens, after which what the runtime learned of the grammar is dropped: it grows with every new kind of statement."""
_LARGEST_CHARACTER = 0x10FFFF
_parsing = Lock()


@dataclass(slots=True)
class Node:
    """A rule of the grammar with what it covers: nodes, and tokens as text."""

    rule: str
    children: list[Node | str] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """The node itself and all below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def below(self, rule: str) -> Iterator[Node]:
        """The nodes of this rule right below this one."""
        return (child for child in self.children if isinstance(child, Node) and child.rule == rule)

    def words(self) -> list[str]:
        """The tokens that it covers."""
        found, waiting = [], list[Node | str](self.children[::-1])
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                found.append(item)
            else:
                waiting.extend(item.children[::-1])
        return found


class _Loud(ErrorListener):  # type: ignore[misc]  # the runtime has no types
    def syntaxError(self, *found: Any) -> None:  # noqa: N802, ANN401 - the runtime's name and values
        _, _, line, column, message, _ = found
        raise QueryRefused(f"the query is no Cypher at line {line}, column {column + 1}: {message[:200]}")


class _Lexer(Lexer):  # type: ignore[misc]  # the runtime has no types
    grammarFileName, literalNames = "Cypher25", ()  # noqa: N815 - the runtime's names

    def __init__(self, part: dict[str, Any]) -> None:
        super().__init__(InputStream(""))
        self.symbolicNames, self.ruleNames, self.modeNames = part["tokens"], part["rules"], part["modes"]
        atn = ATNDeserializer().deserialize(part["atn"])
        tables = [DFA(state, number) for number, state in enumerate(atn.decisionToState)]
        self._interp = LexerATNSimulator(self, atn, tables, PredictionContextCache())
        self.removeErrorListeners()
        self.addErrorListener(_Loud())

    def action(self, *_: object) -> None:
        """The grammar's one action: a closing brace ends what an opening one began."""
        if self._modeStack:
            self.popMode()


class _Parser(Parser):  # type: ignore[misc]  # the runtime has no types
    grammarFileName, literalNames = "Cypher25", ()  # noqa: N815 - the runtime's names

    def __init__(self, part: dict[str, Any]) -> None:
        super().__init__(CommonTokenStream(Lexer(InputStream(""))))
        self.symbolicNames, self.ruleNames = part["tokens"], part["rules"]
        self.network = ATNDeserializer().deserialize(part["atn"])
        tables = [DFA(state, number) for number, state in enumerate(self.network.decisionToState)]
        self._interp = ParserATNSimulator(self, self.network, tables, PredictionContextCache())
        self.removeErrorListeners()

    def walk(self, stream: CommonTokenStream, rule: str) -> Node:
        """The tree of what this rule makes of the tokens; raises QueryRefused."""
        self.setTokenStream(stream)
        start = self.ruleNames.index(rule)
        state, node, self._ctx = self.network.ruleToStartState[start], Node(rule), ParserRuleContext(None, -1)
        above: list[tuple[ATNState, Node, ParserRuleContext]] = []
        while state.stateType != ATNState.RULE_STOP or above:
            if state.stateType == ATNState.RULE_STOP:
                state, node, self._ctx = above.pop()
                continue
            way = self._way(state, stream)
            kind = way.serializationType
            if kind == Transition.RULE:
                above.append((way.followState, node, self._ctx))
                self._ctx = ParserRuleContext(self._ctx, state.stateNumber)
                child = Node(self.ruleNames[way.target.ruleIndex])
                node.children.append(child)
                node = child
            elif kind not in (Transition.EPSILON, Transition.ACTION):
                node.children.append(self._taken(way, stream))
            state = way.target
        return node

    def _way(self, state: ATNState, stream: CommonTokenStream) -> Transition:
        if len(state.transitions) == 1:
            return state.transitions[0]
        self.state = state.stateNumber
        try:
            return state.transitions[self._interp.adaptivePredict(stream, state.decision, self._ctx) - 1]
        except RecognitionException as error:
            raise _unexpected(error.offendingToken or stream.LT(1)) from error

    def _taken(self, way: Transition, stream: CommonTokenStream) -> str:
        token = stream.LT(1)
        if not way.matches(token.type, Token.MIN_USER_TOKEN_TYPE, _LARGEST_CHARACTER):
            raise _unexpected(token)
        if token.type != Token.EOF:
            stream.consume()
        return str(token.text)


def _unexpected(token: Token) -> QueryRefused:
    text = "its end" if token.type == Token.EOF else repr(token.text[:40])
    return QueryRefused(f"the query is no Cypher at line {token.line}, column {token.column + 1}: {text} cannot stand here")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("grammar.json").read_text(encoding="utf-8"))
    return data


class _Readers:
    """Lexer and parser, made anew when they learned too much."""

    def __init__(self) -> None:
        self.read = _FORGET_AFTER + 1

    def ready(self, tokens: int) -> None:
        """Make them, for this many tokens more."""
        self.read += tokens
        if self.read > _FORGET_AFTER:
            self.lexer, self.parser, self.read = _Lexer(_data()["lexer"]), _Parser(_data()["parser"]), 0


_readers = _Readers()


def _tokens(statement: str) -> CommonTokenStream:
    _readers.ready(0)
    _readers.lexer.inputStream = InputStream(statement)
    stream = CommonTokenStream(_readers.lexer)
    stream.fill()
    return stream


@lru_cache(maxsize=32)
def tree_of(statement: str) -> tuple[Node, str]:
    """The tree of a statement, and the statement without its comments; raises QueryRefused."""
    with _parsing:
        stream = _tokens(statement)
        shown = [token for token in stream.tokens if token.channel == Token.DEFAULT_CHANNEL]
        if len(shown) > MOST_TOKENS:
            raise QueryRefused(f"the query has {len(shown)} words and signs, at most {MOST_TOKENS} are read: give long lists as parameters")
        _readers.ready(len(shown))
        tree = _readers.parser.walk(stream, "statements")
        return tree, "".join(map(_bare, stream.tokens))


def _bare(token: Token) -> str:
    if token.type == Token.EOF:
        return ""
    text = str(token.text)
    return " " if token.channel != Token.DEFAULT_CHANNEL and text.startswith("/") else text
