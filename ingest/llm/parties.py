"""The entities that a model named, found again in the article and linked as the offline reader links them, so that both meet on one id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.catalogue import Catalogue, Entry
from ingest.llm.anaphors import is_common, is_phrase
from ingest.llm.answer import Named, Said
from ingest.llm.text import Text, place_of, told
from ingest.rules.linking import bare_name, entity_id
from ontology.records import slug
from ontology.vocabulary import ontology

__all__ = ["Party", "joined", "parties_of"]

_SHORTEST = 2
_MOST_COMMON = 2
"""Words of a phrase in small letters that names no authority yet: "l'autorité", but "autorité italienne de la concurrence"."""


@dataclass(frozen=True, slots=True)
class Party:
    """An entity with the forms by which the article calls it: ``names`` proper, ``phrases`` only once it is named near by."""

    id: str
    name: str
    type: str
    names: tuple[str, ...]
    phrases: tuple[str, ...]


def parties_of(named: Sequence[Named], said: Iterable[Said], text: Text, catalogue: Catalogue) -> tuple[dict[str, Party], dict[str, str]]:
    """Each entity of an answer that the article has, by the model's key, and why each of the others is none."""
    linker = _Linker(text.words, catalogue, tuple(said), {one.name.casefold(): one.key for one in named})
    found: dict[str, Party] = {}
    absent: dict[str, str] = {}
    for one in named:
        party = linker.party(one)
        if party is None:
            absent.setdefault(one.key, f"the article does not have the name '{told(one.name)}'")
        else:
            found[one.key] = joined(found[one.key], party) if one.key in found else party
    return found, {key: reason for key, reason in absent.items() if key not in found}


def joined(one: Party, other: Party) -> Party:
    """What a key means that was given twice: the same entity with the forms of both, or the later one."""
    if (one.id, one.type) != (other.id, other.type):
        return other
    names, phrases = dict.fromkeys((*one.names, *other.names)), dict.fromkeys((*one.phrases, *other.phrases))
    return Party(one.id, one.name, one.type, tuple(names), tuple(phrases))


@dataclass(frozen=True, slots=True)
class _Linker:
    text: str
    catalogue: Catalogue
    said: tuple[Said, ...]
    owners: Mapping[str, str]

    def party(self, one: Named) -> Party | None:
        forms = [form for form in dict.fromkeys((one.name, bare_name(one.name), *one.mentions)) if place_of(form, self.text) >= 0]
        entry = self._entry(one, forms)
        if entry is not None:
            forms += [name for name in entry.names if name not in forms and not entry.is_common(name) and place_of(name, self.text) >= 0]
        forms = [form for form in forms if self._free(form, one, entry)]
        names = [form for form in forms if self._is_name(form, one, entry)]
        if not names:
            return None
        phrases = tuple(form for form in forms if form not in names and is_phrase(form))
        if entry is not None and self._fits(one, entry.type):
            return Party(entry.id, entry.name, entry.type, tuple(names), phrases)
        name = _full(one, names)
        id_ = entity_id(name, one.type) if entry is None else f"{slug(name)}-{one.type.lower()}"
        return Party(id_, name, one.type, tuple(names), phrases)

    def _entry(self, one: Named, forms: Sequence[str]) -> Entry | None:
        """The catalogue's entry of the name or of a fuller form of it, of the type given before others."""
        # a shorter form may be another's name: Aramco of Aramco Digital
        fuller = [form for form in forms if set(_words(one.name)) < set(_words(form))]
        for form in dict.fromkeys((one.name, bare_name(one.name), *fuller)):
            entries = self.catalogue.by_name(form)
            if entries:
                return next((entry for entry in entries if entry.type == one.type), entries[0])
        return None

    def _free(self, form: str, one: Named, entry: Entry | None) -> bool:
        """Whether the form is not the name of another entity, of the answer or of the catalogue."""
        if form == one.name:
            return True
        others = self.catalogue.by_name(form)
        if self.owners.get(form.casefold(), one.key) != one.key:
            return False
        return not others or (entry is not None and any(other.id in {entry.id, entry.member_of} for other in others))

    def _is_name(self, form: str, one: Named, entry: Entry | None) -> bool:
        if len(form) < _SHORTEST:
            return False
        if entry is not None and entry in self.catalogue.by_name(form):
            return True
        return _is_proper(form, one.type) and (form in (one.name, bare_name(one.name)) or _shortens(form, one.name))

    def _fits(self, one: Named, kind: str) -> bool:
        """Whether the catalogue's type does for all that is said of it; otherwise it is a namesake of the model's type."""
        if kind == one.type:
            return True
        relations = ontology().relations
        own = [(r.relation, one.key == r.head) for r in self.said if one.key in (r.head, r.tail) and r.relation in relations]
        return all(kind in (relations[name].heads if is_head else relations[name].tails) for name, is_head in own)


def _is_proper(form: str, kind: str) -> bool:
    """Whether the form can be a name: no common words only; in small letters only software and long names of authorities."""
    if is_common(form) or not any(map(str.isalpha, form)):
        return False
    if kind == "Product" or not form.islower():
        return True
    return bool(re.search(r"[\d.@_]", form)) or (kind == "Government" and len(form.split()) > _MOST_COMMON)


def _shortens(form: str, name: str) -> bool:
    """Whether the form is made of words or of the initials of the name: ``Orrery`` of ``Orrery Labs``, ``ADLC`` too."""
    words, full = _words(form), _words(name)
    if not form[:1].isupper() and not form[:1].isdigit():
        return False
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    return (bool(words) and set(words) <= set(full)) or set(full) <= set(words) or (len(form) > 1 and form == initials)


def _words(name: str) -> list[str]:
    return bare_name(name).casefold().split()


def _full(one: Named, names: Sequence[str]) -> str:
    """The name that the entity bears: the model's if the article has it, or the fullest that it has."""
    best: str = one.name if one.name in names else max(names, key=lambda name: (len(name.split()), len(name), name))
    return bare_name(best)
