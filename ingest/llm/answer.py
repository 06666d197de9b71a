"""What a model answered, read with patience: fences, words around the JSON, an end that was cut off; whole items only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ontology.vocabulary import ontology

__all__ = ["Answer", "Named", "Said", "loaded", "read_answer", "read_verdict"]

_LONGEST = 400_000
"""Characters of an answer; no article has so much to say."""
_LONGEST_ITEM = 20_000
_LONGEST_WORD = 200
_MOST_ITEMS = 1_000
_MOST_MENTIONS = 60
_MOST_TRIES = 3_000
"""Braces of broken JSON at which an item may begin. Each costs its item at most: what an answer holds, it is read in a bounded time."""
_LISTS = ("entities", "relations")
_LIST = re.compile(r'"(?:entities|relations)"\s*:')
_NEXT = re.compile(r"[\s,]*(\{|\])?")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as the model gave it; nothing in it is believed yet."""

    key: str
    name: str
    type: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A relation as the model gave it; ``raw`` is the whole item, to be shown when it is refused."""

    sentences: tuple[int, ...]
    head: str
    relation: str
    tail: str
    certainty: str
    phase: str
    qualifiers: dict[str, str]
    sure: bool
    raw: str


@dataclass(slots=True)
class Answer:
    """The items that have the form asked for, and of the others what they look like and why not; ``whole`` is false for a cut answer."""

    entities: list[Named] = field(default_factory=list)
    relations: list[Said] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = True


def read_answer(text: str) -> Answer | str:
    """The answer, or why it is none: one sentence that can stand behind the article's name."""
    if len(text) > _LONGEST:
        return f"the model's answer has {len(text)} characters: expected at most {_LONGEST}"
    items, whole = _items(text)
    if items is None:
        return f"the model's answer is no JSON of the form asked for, it starts {_short(text, 60)!r}"
    answer = Answer(whole=whole)
    for name, item in items[:_MOST_ITEMS]:
        made = _named(item) if name == "entities" else _said(item)
        if isinstance(made, Named):
            answer.entities.append(made)
        elif isinstance(made, Said):
            answer.relations.append(made)
        else:
            answer.broken.append((_short(_dumped(item), 300), made))
    if len(items) > _MOST_ITEMS:
        answer.broken.append(
            (f"{len(items) - _MOST_ITEMS} items more", f"the answer has {len(items)} items: expected at most {_MOST_ITEMS}")
        )
    return answer


def read_verdict(text: str) -> bool | None:
    """What the second pass said, or None when it said neither."""
    data = loaded(text) if len(text) <= _LONGEST else None
    stated = data.get("stated") if isinstance(data, dict) else None
    return stated if isinstance(stated, bool) else None


# ---------------------------------------------------------------- from text to items


def _items(text: str) -> tuple[list[tuple[str, Any]] | None, bool]:
    """(list's name, item) in order, and whether the JSON was whole; None when there is nothing of the form."""
    data = loaded(text)
    if isinstance(data, dict) and all(isinstance(data.get(name, []), list) for name in _LISTS) and not data.keys().isdisjoint(_LISTS):
        return [(name, item) for name in _LISTS for item in data.get(name, [])], True
    found = [(name, item) for name in _LISTS for item in _salvaged(text, name)]
    started = all(re.search(rf'"{name}"\s*:\s*\[', text) for name in _LISTS[:1])
    return (found, False) if found or started else (None, False)


def loaded(text: str) -> Any:  # noqa: ANN401 - what JSON can hold
    """The first JSON object in the text, or None; the last of several that have the form is no better than the first."""
    for start in _starts(text):
        try:
            return json.JSONDecoder().raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _starts(text: str) -> Iterator[int]:
    """Where the object may begin: the first brace, and the first after a fence or a tag that closes thinking aloud."""
    marks = [0, *(m.end() for m in re.finditer(r"```(?:json)?|</think(?:ing)?>", text[:_LONGEST]))]
    yield from dict.fromkeys(place for mark in [marks[0], *marks[1:4], marks[-1]] if (place := text.find("{", mark)) >= 0)


def _salvaged(text: str, name: str) -> Iterator[Any]:
    """The complete objects of a list in broken JSON, each decoded alone; one that cannot be, or is long, is passed over."""
    opened = re.search(rf'"{name}"\s*:\s*\[', text)
    if opened is None:
        return
    at, decoder = opened.end(), json.JSONDecoder()
    for _ in range(_MOST_TRIES):
        match = _NEXT.match(text, at)
        if match is None:
            return
        if match[1] != "{":
            nearest = text.find("{", match.end()) if match[1] is None else -1
            if nearest < 0 or _LIST.search(text, match.end(), nearest):
                return
            at = nearest
            continue
        try:
            item, length = decoder.raw_decode(text[match.end() - 1 : match.end() + _LONGEST_ITEM])
        except (ValueError, RecursionError):
            at = match.end()
            continue
        at = match.end() - 1 + length
        if isinstance(item, dict) and item.keys() & ({"name", "mentions"} if name == "entities" else {"head", "tail"}):
            yield item


# ---------------------------------------------------------------- from items to records


def _named(item: Any) -> Named | str:  # noqa: ANN401 - what JSON can hold
    if not isinstance(item, dict):
        return "an entity is no JSON object"
    name, kind = _word(item.get("name")), _word(item.get("type"))
    key = _word(item.get("key")) or name
    if not (key and name):
        return "an entity has no key or name"
    if kind not in ontology().entity_types:
        return f"an entity's type is not one of {', '.join(ontology().entity_types)}"
    mentions = item.get("mentions")
    listed = [word for m in mentions[:_MOST_MENTIONS] if (word := _word(m))] if isinstance(mentions, list) else []
    return Named(key, name, kind, tuple(dict.fromkeys(listed)))


def _said(item: Any) -> Said | str:  # noqa: ANN401 - what JSON can hold
    if not isinstance(item, dict):
        return "a relation is no JSON object"
    words = {name: _word(item.get(name)) for name in ("head", "relation", "tail", "certainty", "phase")}
    if missing := [name for name, word in words.items() if not word]:
        return f"a relation has no {' or '.join(missing)}"
    numbers = item.get("sentences")
    numbers = numbers if isinstance(numbers, list) else [numbers]
    sentences = [n for n in map(_number, numbers) if n is not None]
    if not sentences or len(sentences) < len(numbers):
        return "a relation names its sentences by something else than numbers"
    sure = item.get("sure")
    raw = _short(_dumped(item), 300)
    return Said(tuple(dict.fromkeys(sentences)), **words, qualifiers=_qualifiers(item.get("qualifiers")), sure=sure is not False, raw=raw)


def _qualifiers(given: Any) -> dict[str, str]:  # noqa: ANN401 - what JSON can hold
    """From a list of names and values as asked, or a plain mapping as some models prefer."""
    if isinstance(given, dict):
        pairs = list(given.items())
    elif isinstance(given, list):
        pairs = [(one.get("name"), one.get("value")) for one in given if isinstance(one, dict)]
    else:
        pairs = []
    return {name: word for name, value in pairs[:_MOST_MENTIONS] if isinstance(name, str) and (word := _word(value))}


def _word(value: object) -> str:
    """A text of bearable length in one line; numbers as they are written, anything else as nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    word = " ".join(str(value).split())
    return word if len(word) <= _LONGEST_WORD else ""


def _number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\[?\d{1,6}\]?", value.strip()):
        return int(value.strip().strip("[]"))
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _dumped(item: object) -> str:
    try:
        return json.dumps(item, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "(an item that cannot be shown)"


def _short(text: str, most: int) -> str:
    line: str = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1] + "…"
