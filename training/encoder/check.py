"""Check passages before they are learned from: ``python -m training.encoder.check training/passages/*.jsonl``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ontology.vocabulary import ontology
from training.examples import OPTIONAL

__all__ = ["faults", "faults_of_file", "main"]


def faults(row: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a passage, a line each (``training.examples.passage_examples`` says how one is written)."""
    try:
        yield from _of_entities(row)
        yield from _of_other_words(row)
        yield from _of_relations(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield f"not written as a passage is: {error!r}"


def faults_of_file(path: Path) -> Iterator[str]:
    """The same of all passages of a file, with file and line in front."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                yield f"{path}:{number}: not JSON: {error}"
                continue
            yield from (f"{path}:{number}: {fault}" for fault in faults(row))


def main(paths: Sequence[str]) -> int:
    """Print the faults of these files; 1 when there are any."""
    found = [fault for path in paths for fault in faults_of_file(Path(path))]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return int(bool(found))


def _of_entities(row: Mapping[str, Any]) -> Iterator[str]:
    types, known = dict(row["entities"]), ontology().entity_types
    text = " ".join(row["sentences"])
    if len(types) < len(row["entities"]):
        yield "an entity is given twice"
    for name, type_ in types.items():
        if type_ not in known:
            yield f"{name} is a {type_}; it must be one of {', '.join(known)}"
        if name not in text:
            yield f"the text does not name {name}"


def _of_other_words(row: Mapping[str, Any]) -> Iterator[str]:
    sentences, types = row["sentences"], dict(row["entities"])
    text = " ".join(sentences)
    for alias, name in row.get("aliases", {}).items():
        if alias not in text:
            yield f"the text does not have the other name {alias}"
        if name not in types:
            yield f"{alias} is another name of {name}, which is no entity"
    for words, number, name in row.get("phrases", []):
        if number not in range(len(sentences)) or words not in sentences[number]:
            yield f"sentence {number} does not have the phrase {words}"
        if name not in types:
            yield f"{words} stands for {name}, which is no entity"


def _of_relations(row: Mapping[str, Any]) -> Iterator[str]:
    types, numbers = dict(row["entities"]), range(len(row["sentences"]))
    seen = set()
    for head, relation, tail, certainty, phase, evidence, *need in row["relations"]:
        said = f"{head} {relation} {tail}"
        if said in seen:
            yield f"{said} is given twice"
        seen.add(said)
        yield from (f"{said}: {fault}" for fault in _of_one(relation, types.get(head), types.get(tail)))
        if certainty not in ontology().certainties or phase not in ontology().phases:
            yield f"{said}: {certainty}, {phase} is no certainty and phase"
        if not evidence or not all(number in numbers for number in evidence):
            yield f"{said}: the evidence is {evidence}; it must be numbers of sentences from 0 to {numbers[-1]}"
        if need not in ([], [OPTIONAL]):
            yield f"{said}: behind the evidence stands {need[0]}; only {OPTIONAL} may stand there"


def _of_one(name: str, head: str | None, tail: str | None) -> Iterator[str]:
    relation = ontology().relations.get(name)
    if head is None or tail is None:
        yield "an end is no entity"
    elif relation is None:
        yield f"the ontology has no {name}"
    elif (head, tail) not in relation.pairs and not (relation.symmetric and (tail, head) in relation.pairs):
        yield f"{name} does not go from {head} to {tail}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
