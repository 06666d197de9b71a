"""An entity is what all claims that name it say of it; name, type and aliases are computed from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from ontology.naming import is_name_of
from ontology.records import End, Entity


def entities_of(ends: Iterable[End]) -> list[Entity]:
    """One entity an id, in order of id; the order of the ends does not matter.

    The name and the type are those most often given (ties: the first in the alphabet), the aliases every other name, and of
    the mentions those that are names of it (``ontology.naming``): what stands for it in one article only, "le groupe" or "its", is none.
    """
    names: dict[str, Counter[str]] = {}
    types: dict[str, Counter[str]] = {}
    called: dict[str, set[str]] = {}
    for end in ends:
        names.setdefault(end.id, Counter())[end.name] += 1
        types.setdefault(end.id, Counter())[end.type] += 1
        called.setdefault(end.id, set()).update((end.name, *([end.mention] if is_name_of(end.mention, end.name) else [])))
    found = []
    for id_ in sorted(names):
        name = _most(names[id_])
        found.append(Entity(id_, name, _most(types[id_]), tuple(sorted(called[id_] - {name}))))
    return found


def with_more(held: Entity, more: Entity | None) -> Entity | None:
    """The entity of all ends, from that of some and that of the others; None when only the ends themselves can tell.

    Which name (or type) is given most often in both parts is in all; what either part calls the entity, all do. An alias that is no name
    of the entity's most frequent name may be one of another name, or no longer be one.
    """
    if more is None:
        return held
    same = (held.name, held.type) == (more.name, more.type)
    if not same or not all(is_name_of(alias, held.name) for alias in held.aliases):
        return None
    return replace(held, aliases=tuple(sorted({*held.aliases, *more.aliases})))


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))
