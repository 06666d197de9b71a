"""Which entities the names are that a GLiNER found: the catalogue's, or one for each name of the article, short forms with the full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.catalogue import Catalogue, Entry
from ingest.rules.candidates import surface_key
from ingest.rules.linking import bare_name, entity_id
from ingest.rules.mentions import Mention

__all__ = ["Named", "mentions_of"]

_PERSON = "Person"


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A name in a block, and the type that the model gives it."""

    start: int
    end: int
    type: str


def mentions_of(texts: Sequence[str], named: Sequence[Iterable[Named]], catalogue: Catalogue) -> tuple[dict[Named, Mention], ...]:
    """For each text, the mention of each of its names; one that the catalogue has with another type has the catalogue's, save persons."""
    unknown: dict[tuple[str, str], str] = {}
    for text, names in zip(texts, named, strict=True):
        for one in names:
            words = bare_name(text[one.start : one.end])
            if _known(words, one.type, catalogue) is None:
                unknown.setdefault((one.type, surface_key(words)), words)
    full = {key: _fullest(words, key[0], [name for (kind, _), name in unknown.items() if kind == key[0]]) for key, words in unknown.items()}
    return tuple({one: _mention(text, one, full, catalogue) for one in names} for text, names in zip(texts, named, strict=True))


def _mention(text: str, one: Named, full: dict[tuple[str, str], str], catalogue: Catalogue) -> Mention:
    surface = text[one.start : one.end]
    words = bare_name(surface)
    known = _known(words, one.type, catalogue)
    if known is not None:
        return Mention(one.start, one.end, surface, known.id, known.name, known.type)
    name = full[one.type, surface_key(words)]
    return Mention(one.start, one.end, surface, entity_id(name, one.type), name, one.type)


def _known(words: str, kind: str, catalogue: Catalogue) -> Entry | None:
    """The catalogue's entry of this name: of the same type, else of another; a person is nobody else's namesake."""
    entries = catalogue.by_name(words)
    same = [one for one in entries if one.type == kind]
    others = [one for one in entries if _PERSON not in {one.type, kind}]
    return next(iter([*same, *others]), None)


def _fullest(words: str, kind: str, names: Sequence[str]) -> str:
    """The one longer name of the article that this one shortens, by the last word of a person, by the first words of another."""
    short = words.casefold().split()
    longer = {name for name in names if len(name.split()) > len(short) and _begins(short, name.casefold().split(), kind)}
    return longer.pop() if len(longer) == 1 else words


def _begins(short: Sequence[str], name: Sequence[str], kind: str) -> bool:
    if kind == _PERSON:
        return list(name[-len(short) :]) == list(short)
    return kind != "Product" and list(name[: len(short)]) == list(short)
