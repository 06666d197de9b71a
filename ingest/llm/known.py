"""The entities that earlier parts of an article named, as later parts are told of them: the first, as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.llm.answer import Named
from ingest.llm.prompt import Known

__all__ = ["FULL", "Told"]

_ROOM = 6_000
"""Characters of all rows together, so that a call's length is known before its answer is."""
_MOST_MENTIONS = 8

FULL = (Known("", "x" * _ROOM, "", ()),)
"""Stands for as many as there can be, where a call is only counted."""


@dataclass(slots=True)
class Told:
    """What the answers so far have named."""

    known: dict[str, Known] = field(default_factory=dict)

    def learn(self, entities: Iterable[Named]) -> None:
        """The entities of one more answer; what a key meant first it goes on to mean."""
        for one in entities:
            self.known.setdefault(one.key, Known(one.key, one.name, one.type, one.mentions[:_MOST_MENTIONS]))

    def shown(self) -> tuple[Known, ...]:
        """Those that the next part is told of."""
        room, rows = _ROOM, list[Known]()
        for one in self.known.values():
            room -= len(one.row) + 1
            if room < 0:
                break
            rows.append(one)
        return tuple(rows)
