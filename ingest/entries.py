"""The entries of the catalogue, read from ``data/catalogue/*.yaml``; the format is told at the head of ``companies.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import CatalogueError
from ingest.spelling import key_of
from ontology.records import slug
from ontology.vocabulary import ontology

__all__ = ["CatalogueError", "Entry", "read_entries"]

_LISTS = ("aliases", "places", "seat", "versions")
_FIELDS = frozenset({*_LISTS, "common", "phrases", "adjective", "also", "family", "joint", "bare", "id"})
_HEADS = frozenset({"type", "seats", "names", "versions", "countries", "states", "entries"})
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ELIDED = re.compile(r"\bde (?=[aeiouyhàâéèêëîïôœ])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of one entity: how it is called, never what it does."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    common: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    country: str | None = None
    family: bool = False
    joint: str = " "
    versions: frozenset[str] = frozenset()
    bare: bool = True
    member_of: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name, then all others."""
        return (self.name, *self.aliases)

    def is_common(self, mention: str) -> bool:
        """Whether the mention is also a word or another thing's name, so that the context has to speak for the entity."""
        return mention in self.common

    def is_place(self, mention: str) -> bool:
        """Whether the mention is also a place's name, so that the sentence has to make it act."""
        return key_of(mention) in set(map(key_of, self.places))

    def member(self, version: str) -> Entry:
        """The entity of this family that has this version."""
        name = f"{self.name}{self.joint}{version}"
        return Entry(slug(name), name, self.type, member_of=self.id)


def _plain(node: yaml.Node) -> Any:  # noqa: ANN401 - what YAML can hold
    """The node as mappings, lists and strings (``NO`` is Norway).

    It is several times faster than PyYAML's constructors, and refuses a key that stands twice.
    """
    if isinstance(node, yaml.MappingNode):
        found = {key.value: _plain(value) for key, value in node.value}
        if len(found) < len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise CatalogueError(f"{node.start_mark.name}: {twice!r} stands twice in one mapping; keep one")
        return found
    return node.value if isinstance(node, yaml.ScalarNode) else [_plain(item) for item in node.value]


def read_entries(folder: Path) -> Iterator[Entry]:
    """The entries of all files of a folder, type by type in the ontology's order; raises CatalogueError."""
    files = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    if not files:
        raise CatalogueError(f"{folder} has no *.yaml file; the catalogue is made of those")
    order = list(ontology().entity_types)
    for head, path in sorted(files, key=lambda file: order.index(file[0]["type"])):
        try:
            yield from _entries_of(head)
        except CatalogueError as error:
            raise CatalogueError(f"{path}: {error}") from error


def _entries_of(head: Mapping[str, Any]) -> Iterator[Entry]:
    for country, states, name, fields in _sections(head):
        try:
            yield from _entries(head, name, _fields(fields), country=country, is_state=states)
        except CatalogueError as error:
            raise CatalogueError(f"{name!r} {error}") from error


def _read(path: Path) -> tuple[dict[str, Any], Path]:
    try:
        with path.open(encoding="utf-8") as file:
            node = yaml.compose(file, _LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    head = _plain(node) if node else None
    if not isinstance(head, dict) or head.get("type") not in ontology().entity_types:
        found = head.get("type") if isinstance(head, dict) else head
        raise CatalogueError(f"{path} has the type {found!r}; it takes one of {', '.join(ontology().entity_types)}")
    if unknown := head.keys() - _HEADS:
        raise CatalogueError(f"{path} has {', '.join(sorted(unknown))}; known are {', '.join(sorted(_HEADS))}")
    return head, path


def _sections(head: Mapping[str, Any]) -> Iterator[tuple[str | None, bool, str, Any]]:
    """Country, whether it is a state, name and fields of each entry."""
    for country, entries in _mapping(head, "countries").items():
        yield from ((country, False, name, fields) for name, fields in _mapping({country: entries}, country).items())
    for section in ("states", "entries"):
        yield from ((None, section == "states", name, fields) for name, fields in _mapping(head, section).items())


def _mapping(fields: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = fields.get(key) or {}
    if not isinstance(value, dict):
        raise CatalogueError(f"has {key} {value!r}; it takes a mapping")
    return value


def _fields(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        return {"aliases": value}
    if not isinstance(value, dict):
        raise CatalogueError(f"is {value!r}; an entry is nothing, its aliases, or a mapping")
    if unknown := value.keys() - _FIELDS:
        raise CatalogueError(f"has {', '.join(sorted(unknown))}; known are {', '.join(sorted(_FIELDS))}")
    return value


def _entries(head: Mapping[str, Any], name: str, fields: Mapping[str, Any], *, country: str | None, is_state: bool) -> Iterator[Entry]:
    """The entry, and its twin of another type where it has one."""
    lists = {key: _parts(fields[key]) if key in fields else () for key in _LISTS}
    places = frozenset(lists["places"]) | ({name} if is_state else set())
    aliases = dict.fromkeys([*lists["aliases"], *lists["places"], *_adjectival(head, fields)])
    aliases.pop(name, None)
    if not all(map(key_of, (name, *aliases))):
        raise CatalogueError("has a name with neither letter nor digit")
    if fields.keys() <= {"aliases"} and not is_state:
        yield Entry(slug(name), name, head["type"], tuple(aliases), country=country)
        return
    entry = Entry(
        id=fields.get("id") or slug(name),
        name=name,
        type=head["type"],
        aliases=tuple(aliases),
        phrases=_phrases(head, fields, lists["seat"]),
        common=_common(fields, (name, *aliases)),
        places=frozenset(places),
        country=country,
        family=_flag(fields, "family"),
        joint=fields.get("joint", " "),
        versions=frozenset((*_parts(head.get("versions", "")), *lists["versions"])) if _flag(fields, "family") else frozenset(),
        bare=_flag(fields, "bare", default=True),
    )
    yield entry
    if type_ := fields.get("also"):
        if type_ not in ontology().entity_types or type_ == entry.type:
            raise CatalogueError(f"is also {type_!r}; it takes another of {', '.join(ontology().entity_types)}")
        yield replace(entry, id=f"{entry.id}-{slug(type_)}", type=type_, aliases=(), phrases={}, common=entry.common & {name})


def _parts(text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        raise CatalogueError(f"has the list {text!r}; a list is one text, its parts set apart by ' | '")
    return tuple(text.split(" | ")) if text else ()


def _flag(fields: Mapping[str, Any], key: str, *, default: bool = False) -> bool:
    value = fields.get(key, str(default).lower())
    if value not in ("true", "false"):
        raise CatalogueError(f"has {key} {value!r}; it takes true or false")
    return bool(value == "true")


def _common(fields: Mapping[str, Any], names: tuple[str, ...]) -> frozenset[str]:
    listed = _parts(fields.get("common", ""))
    if listed == ("true",):
        return frozenset(names)
    if strange := [name for name in listed if name not in names]:
        raise CatalogueError(f"has {strange[0]!r} as a common name, which is not among its names")
    return frozenset(listed)


def _adjectival(head: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    for lang, forms in _mapping(fields, "adjective").items():
        yield from _filled(_parts(_mapping(head, "names").get(lang, "")), _parts(forms))


def _filled(templates: tuple[str, ...], forms: tuple[str, ...]) -> Iterator[str]:
    for template in templates:
        try:
            yield template.format(*forms)
        except IndexError:  # the form was left out, and what it would make with it
            continue


def _phrases(head: Mapping[str, Any], fields: Mapping[str, Any], seats: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {lang: list(_parts(text)) for lang, text in _mapping(fields, "phrases").items()}
    for lang, templates in _mapping(head, "seats").items() if seats else ():
        for seat in seats:
            plain = [template.format(seat) for template in _parts(templates)]
            found.setdefault(lang, []).extend(dict.fromkeys((*plain, *(_ELIDED.sub("d'", phrase) for phrase in plain))))
    return {lang: tuple(phrases) for lang, phrases in found.items()}
