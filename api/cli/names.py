"""From what a user calls an entity to the entity."""

from __future__ import annotations

from difflib import get_close_matches

from api.errors import Gone, NotFound
from graph import lookup
from graph.lookup import FoundEntity
from graph.names import folded
from graph.store import Store

__all__ = ["entity_called"]

_CANDIDATES = 200
_SHOWN = 3


def entity_called(store: Store, text: str) -> FoundEntity:
    """The entity with this id, name or alias; raises NotFound with what it may be instead, Gone when it was retracted."""
    found = lookup.entity(store, text)
    if found is not None:
        return found
    candidates = lookup.search(store, text, limit=_CANDIDATES).items
    exact = _called(candidates, text)
    if len(exact) == 1:
        return exact[0]
    retraction = lookup.retraction(store, text)
    if retraction is not None:
        raise Gone(f"entity '{text}' is gone: {retraction.reason}")
    if exact:
        raise NotFound(f"'{text}' may be {_either(exact)}: give the id")
    raise NotFound(f"unknown entity '{text}'{_instead(store, text, candidates)}")


def _called(candidates: tuple[FoundEntity, ...], text: str) -> list[FoundEntity]:
    """Those whose name this is, or else those that have it as an alias."""
    words = folded(text)
    named = [found for found in candidates if folded(found.entity.name) == words]
    return named or [found for found in candidates if words in map(folded, found.entity.aliases)]


def _either(found: list[FoundEntity]) -> str:
    return " or ".join(f"{some.entity.id} ({some.entity.type})" for some in found[:_SHOWN])


def _instead(store: Store, text: str, candidates: tuple[FoundEntity, ...]) -> str:
    names = [found.entity.name for found in candidates[:_SHOWN]] or _alike(store, text)
    return f"; did you mean {' or '.join(names)}?" if names else "; 'aigraph query' can list what there is"


def _alike(store: Store, text: str) -> list[str]:
    """The names most alike among those one of whose words begins as the text, or a word of it, does."""
    words = folded(text)
    beginnings = dict.fromkeys(word[:size] for size in (2, 1) for word in (words, *words.split()) if word)
    known: dict[str, str] = {}
    for beginning in beginnings:
        for found in lookup.search(store, beginning, limit=_CANDIDATES).items:
            known |= {folded(name).replace(" ", ""): found.entity.name for name in (*found.entity.aliases, found.entity.name)}
    close = get_close_matches(words.replace(" ", ""), known, n=_SHOWN)
    return list(dict.fromkeys(known[name] for name in close))
