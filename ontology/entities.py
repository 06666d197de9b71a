"""An entity is what all claims that name it say of it; name, type and aliases are computed from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

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


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))
