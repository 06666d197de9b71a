"""What gold must hold to be sound: its words stand in the article, its statements fit the ontology."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.sources import read_article
from ontology.records import Article
from ontology.vocabulary import ontology

__all__ = ["Annotated", "annotated", "edge"]

_FIELDS = {"head", "relation", "tail", "certainty", "phase", "qualifiers", "evidence", "need"}


@dataclass(frozen=True)
class Annotated:
    """An article and its gold."""

    path: Path
    gold: dict[str, Any]

    @cached_property
    def article(self) -> Article:
        return read_article(self.path)

    @property
    def relations(self) -> list[dict[str, Any]]:
        return list(self.gold["relations"])

    @cached_property
    def types(self) -> dict[str, str]:
        return {entity["key"]: entity["type"] for entity in self.gold["entities"]}

    def faults(self) -> list[str]:
        """All that is wrong, one line each."""
        return [*self._entities(), *self._repeated(), *(fault for relation in self.relations for fault in self._relation(relation))]

    def _entities(self) -> Iterator[str]:
        text = re.sub(r"\s+", " ", self.article.text)
        entities = self.gold["entities"]
        if len(self.types) != len(entities):
            yield "two entities have the same key"
        yield from (f"{entity['key']} is not named" for entity in entities if not any(name in text for name in entity["names"]))
        yield from (f"{key} is a '{kind}'" for key, kind in self.types.items() if kind not in ontology().entity_types)

    def _repeated(self) -> Iterator[str]:
        yield from (f"{found} is noted {times} times" for found, times in Counter(map(edge, self.relations)).items() if times > 1)

    def _relation(self, relation: dict[str, Any]) -> Iterator[str]:
        ends = (self.types[relation["head"]], self.types[relation["tail"]])
        sound = {
            "evidence stands word for word in the text": relation["evidence"] in self.article.text,
            "ends fit the ontology": ends in ontology().relations[relation["relation"]].pairs,
            "ends differ": relation["head"] != relation["tail"],
            "certainty is known": relation["certainty"] in ontology().certainties,
            "phase is known": relation["phase"] in ontology().phases,
            "need is known": relation["need"] in {"required", "optional"},
            "fields are the eight": set(relation) == _FIELDS,
            "qualifiers are the relation's": set(relation["qualifiers"]) <= ontology().relations[relation["relation"]].qualifiers,
            "an amount has its currency": ("amount" in relation["qualifiers"]) == ("currency" in relation["qualifiers"]),
            "qualifiers are of their form": all(_fits(name, value) for name, value in relation["qualifiers"].items()),
        }
        yield from (f"not so: {what}: {relation}" for what, holds in sound.items() if not holds)


def edge(relation: dict[str, Any]) -> tuple[str, str, str]:
    """Head, relation and tail, the ends sorted where the relation is symmetric."""
    head, tail = relation["head"], relation["tail"]
    if ontology().relations[relation["relation"]].symmetric:
        head, tail = sorted((head, tail))
    return head, relation["relation"], tail


def annotated(folder: Path) -> dict[str, Annotated]:
    """The articles of a folder by the names of their gold; a gold's name begins its article's."""
    found = {}
    for gold in sorted((folder / "gold").glob("*.json")):
        [path] = (folder / "articles").glob(f"{gold.stem}*")
        found[gold.stem] = Annotated(path, json.loads(gold.read_text(encoding="utf-8")))
    return found


def _fits(name: str, value: object) -> bool:
    terms = ontology().qualifiers[name]
    if terms.numeric:
        return isinstance(value, int) and value > 0
    return isinstance(value, str) and value != "" and (terms.pattern is None or re.match(terms.pattern, value) is not None)
