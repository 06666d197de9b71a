"""Gold: what a careful reader draws from an article, read from ``<id>.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import GoldError
from ingest.evaluation.names import folded_name
from ingest.evaluation.said import Party
from ontology.vocabulary import ontology

__all__ = ["Edge", "Gold", "Truth", "edge", "read_gold"]

Edge = tuple[str, tuple[str, str]]
"""A relation and its ends, which stand in order of name when the relation is symmetric."""

_NEEDS = ("required", "optional")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A relation of the gold; ``evidence`` are the words, or offsets into the article where the gold may not carry them."""

    head: str
    relation: str
    tail: str
    certainty: str
    phase: str
    required: bool
    evidence: str | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article: who is who by folded name (and by type, where two share one), and what holds."""

    id: str
    path: Path
    names: Mapping[str, str]
    keys: Mapping[str | tuple[str, str | None], str]
    relations: Mapping[Edge, Truth]

    def key(self, party: Party) -> str:
        """The gold's key of who a claim names, or a name of its own."""
        for name in party.names:
            for known in ((folded_name(name), party.type), folded_name(name)):
                if known in self.keys:
                    return self.keys[known]
        return "?" + folded_name(party.names[0])


def edge(relation: str, head: str, tail: str) -> Edge:
    """The edge between two entities."""
    known = ontology().relations.get(relation)
    first, second = sorted((head, tail)) if known is not None and known.symmetric else (head, tail)
    return relation, (first, second)


def read_gold(folder: Path) -> tuple[Gold, ...]:
    """The gold of a folder in order of file; raises GoldError."""
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder: give the folder that holds the gold, one <id>.json an article")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder} holds no gold: it should hold one <id>.json an article")
    found: dict[str, Gold] = {}
    for path in paths:
        gold = _gold(path)
        if gold.id in found:
            raise GoldError(f"{path} has the id {gold.id!r}, which {found[gold.id].path.name} has too: each article has one of its own")
        found[gold.id] = gold
    return tuple(found.values())


def _gold(path: Path) -> Gold:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(f"{path} cannot be read ({error.strerror}): give a file that this user may read") from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path} is no JSON ({error}): it should be one object with id, entities and relations") from error
    file = _File(path)
    data = file.mapping(data, "the whole")
    names: dict[str, str] = {}
    keys: dict[str | tuple[str, str | None], str] = {}
    for where, entity in file.mappings(data, "entities"):
        key, type_ = file.text(entity, where, "key"), file.one_of(entity, where, "type", ontology().entity_types)
        spelt = file.texts(entity, where, "names")
        names[key] = next(iter(spelt), key)
        for name in [*spelt, key]:
            keys.setdefault(folded_name(name), key)
            keys.setdefault((folded_name(name), type_), key)
    truths = [_truth(file, where, relation, names) for where, relation in file.mappings(data, "relations")]
    relations = {edge(truth.relation, truth.head, truth.tail): truth for truth in truths}
    return Gold(file.text(data, "the whole", "id"), path, names, keys, relations)


def _truth(file: _File, where: str, data: Mapping[str, Any], names: Mapping[str, str]) -> Truth:
    terms = ontology()
    return Truth(
        head=file.one_of(data, where, "head", names),
        relation=file.one_of(data, where, "relation", terms.relations),
        tail=file.one_of(data, where, "tail", names),
        certainty=file.one_of(data, where, "certainty", terms.certainties),
        phase=file.one_of(data, where, "phase", terms.phases),
        required=file.one_of(data, where, "need", dict.fromkeys(_NEEDS)) == "required",
        evidence=file.evidence(data, where),
    )


@dataclass(frozen=True, slots=True)
class _File:
    """Reads the fields of a file of gold; each complaint names the file, the place, what was found and what would be right."""

    path: Path

    def mapping(self, value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(where, value, "a JSON object")
        return value

    def mappings(self, data: Mapping[str, Any], field: str) -> Iterator[tuple[str, dict[str, Any]]]:
        value = data.get(field)
        if not isinstance(value, list):
            raise self._wrong(field, value, "a list")
        for number, item in enumerate(value, 1):
            where = f"{field}, number {number}"
            yield where, self.mapping(item, where)

    def text(self, data: Mapping[str, Any], where: str, field: str) -> str:
        value = data.get(field)
        if not isinstance(value, str) or not value:
            raise self._wrong(f"{where}: {field}", value, "a text")
        return value

    def texts(self, data: Mapping[str, Any], where: str, field: str) -> list[str]:
        value = data.get(field)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(f"{where}: {field}", value, "a list of texts")
        return value

    def one_of(self, data: Mapping[str, Any], where: str, field: str, known: Mapping[str, object]) -> str:
        value = data.get(field)
        if not isinstance(value, str) or value not in known:
            raise self._wrong(f"{where}: {field}", value, f"one of {', '.join(known) or 'the entities, and there are none'}")
        return value

    def evidence(self, data: Mapping[str, Any], where: str) -> str | tuple[int, int]:
        value = data.get("evidence")
        match value:
            case str():
                return value
            case [int(start), int(end)] if 0 <= start < end:
                return start, end
        raise self._wrong(f"{where}: evidence", value, "a text, or two offsets [start, end]")

    def _wrong(self, where: str, value: object, right: str) -> GoldError:
        found = "missing" if value is None else repr(value)[:60]
        return GoldError(f"{self.path}: {where} is {found}: it should be {right}"[:600])
