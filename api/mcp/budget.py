"""How much one answer may hold: rows and characters; what does not fit is left for the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel

from graph.lookup import Page
from ontology.shown import json_line, visible

__all__ = ["CHARACTERS", "ROWS", "failed", "fitting", "paged", "plain", "said", "within"]

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT", bound=BaseModel)

ROWS = 20
CHARACTERS = 20_000
_FRAME = 1_000
"""Kept for what stands around the rows."""


def within(rows: list[RowT]) -> int:
    """How many of the rows fit, at least one."""
    room = CHARACTERS - _FRAME
    for number, row in enumerate(rows):
        room -= len(row.model_dump_json()) + 1
        if room < 0:
            return max(number, 1)
    return len(rows)


def paged(
    ask: Callable[[str | None, int], Page[ItemT]], shape: Callable[[Page[ItemT]], list[RowT]], *, cursor: str | None, limit: int
) -> tuple[list[RowT], Page[ItemT]]:
    """A page of rows that fit, and the page of items that they are of; asked anew, smaller, when not all fit."""
    page = ask(cursor, limit)
    rows = shape(page)
    room = within(rows)
    if room < len(rows):
        page = ask(cursor, room)
        rows = shape(page)
    return rows, page


def said(answer: BaseModel) -> CallToolResult:
    """The answer, structured and, for clients that do not read that, as the same JSON in a text."""
    content = answer.model_dump(mode="json", exclude_none=False)
    return CallToolResult(content=[TextContent(type="text", text=answer.model_dump_json())], structured_content=content)


def failed(words: str) -> CallToolResult:
    """An error that the model can read, and act on."""
    return CallToolResult(content=[TextContent(type="text", text=words)], is_error=True)


def plain(value: object) -> object:
    """A value without what is no words, in however deep a list or map."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {visible(str(name)): plain(item) for name, item in value.items()}
    return value


def fitting(rows: list[list[object]]) -> list[list[object]]:
    """The first of the rows, as many as fit."""
    kept, room = [], CHARACTERS - _FRAME
    for row in rows:
        room -= len(json_line(row))
        if room < 0:
            break
        kept.append(row)
    return kept
