"""Cursors: the place of a page's last item, made opaque. A page that follows holds what comes after that place."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from graph.errors import BadCursor
from graph.lookup.results import Page

__all__ = ["AFTER_ALL", "page_of", "place_in", "to_cursor"]

ItemT = TypeVar("ItemT")
Place = list[str | int]
"""What items are ordered by; no two items have the same."""

AFTER_ALL = "\uffff"
"""Comes after whatever begins like a date and goes on."""
_LONGEST = 2000
_LARGEST = 1 << 53


def to_cursor(place: Place) -> str:
    """The cursor of a place."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def place_in(cursor: str, *, like: Sequence[type]) -> Place:
    """The place of a cursor; raises BadCursor when its parts are not of these types."""
    try:
        cursor = cursor[:_LONGEST]
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as error:
        raise BadCursor(f"cursor {cursor[:60]!r} is none that a page gave: use 'next' of an earlier answer") from error
    shaped = isinstance(place, list) and [type(part) for part in place] == list(like)
    if not shaped or any(isinstance(part, int) and abs(part) > _LARGEST for part in place):
        raise BadCursor(f"cursor {cursor[:60]!r} is none of this list: use 'next' of an earlier answer to the same question")
    return list(place)


def page_of(items: Sequence[ItemT], *, place: Callable[[ItemT], Place], cursor: str | None, limit: int) -> Page[ItemT]:
    """A page of items that are all at hand, in order of place."""
    ordered = sorted(items, key=place)
    after = place_in(cursor, like=(str,)) if cursor else None
    left = ordered if after is None else [item for item in ordered if place(item) > after]
    shown = tuple(left[:limit])
    return Page(items=shown, next=to_cursor(place(shown[-1])) if len(left) > limit and shown else None, total=len(ordered))
