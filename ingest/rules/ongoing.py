"""What an article says has not ended goes on, in whatever sentence it is told of: "BumpGate never quite ended"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.rules.read import Statement
from ingest.rules.windows import Piece

__all__ = ["going_on"]

_ENDED, _CURRENT = "ended", "current"
_UNENDED = re.compile(
    r"\b(?:(?:never|not)(?: (?:been|ever|fully|quite|really|truly|yet))* (?:ended|over|settled|stopped)"
    r"|n['’](?:a|est|ont|avait) (?:jamais|pas)(?: (?:encore|été|tout à fait|vraiment))* "
    r"(?:pris fin|fini|terminée?|cessé|éteinte?|réglée?|enterrée?)"
    r"|(?:nie|nicht)(?: (?:endgültig|ganz|völlig|wirklich))* (?:beendet|geendet|beigelegt)"
    r"|(?:nunca|no)(?: (?:del todo|ha|realmente|se))* (?:terminó|terminado|acabó|acabado|cerró|zanjó))\b",
    re.IGNORECASE,
)
"""Adverbs are named: who "did not hand over" or "not only ended" something has ended it all the same."""


def going_on(statements: Iterable[Statement], pieces: Sequence[Piece]) -> Iterator[Statement]:
    """The statements in their order; one of an edge of which a sentence says that it has not ended is not ended."""
    found = list(statements)
    unended = {_edge(one) for one in found if any(_UNENDED.search(pieces[n].text) for n in range(one.first_piece, one.last_piece + 1))}
    for one in found:
        yield replace(one, phase=_CURRENT) if one.phase == _ENDED and _edge(one) in unended else one


def _edge(one: Statement) -> tuple[str, str, str]:
    return one.head.entity, one.relation, one.tail.entity
