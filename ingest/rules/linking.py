"""Which candidates of an article are one entity: the same letters, a short name of a longer one, initials."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.rules.candidates import Candidate, surface_key
from ingest.rules.kinds import scores, weighed
from ingest.rules.lexicon import LEXICONS, lexicon
from ingest.rules.nearby import SMALL, Nearby, Surface
from ingest.rules.signs import Signs
from ingest.rules.words import name_words
from ontology.records import slug

__all__ = ["ARTICLES", "Group", "bare_name", "compared", "entity_id", "linked"]

DEFAULT = "Company"
_MOST_WORDS, _LONGEST_NAME = 8, 80
"""Words of a name, and characters."""
SURE, LIKELY, UNLIKELY = 0.8, 0.3, 0.05
_HEADS = frozenset(
    (
        "foundation",
        "institute",
        "university",
        "alliance",
        "commission",
        "ministry",
        "department",
        "consortium",
        "council",
        "academy",
        "bureau",
        "fondation",
        "institut",
        "université",
        "fundación",
        "instituto",
        "universidad",
        "comisión",
        "ministerio",
        "stiftung",
        "universität",
        "ministerium",
        "kommission",
        "verein",
    )
)
ARTICLES = frozenset(("the", "la", "le", "les", "der", "die", "das", "el", "los", "las"))
"""Those that a name may begin with, of all languages: the lexicons list possessives, contractions and numbers with them."""
_FORMERLY = re.compile(
    r"(?:(?:et |and )?(?:anciennement|autrefois|jadis|naguère|formerly|previously|once|originally|now)"
    r"(?: (?:known|called|named|connue?|appelée?|nommée?|baptisée?|conocid[ao]|llamad[ao]))?(?: (?:as|sous le nom de?|como))?\b"
    r"|(?:has )?changed its name to|(?:was )?(?:renamed|rebranded)(?: as| to)?|(?:a été )?rebaptisée?|s['’]appelait(?: autrefois| jadis)?"
    r"|vormals|ehemals|früher|heute|umbenannt in|antes|ahora|rebautizad[ao](?: como)?|l['’]ancien(?:ne)?|\bex[- ])"
)


@dataclass(slots=True)
class Group:
    """The occurrences of one entity, with their votes; ``id`` and ``name`` are the catalogue's when it is known there."""

    members: list[int] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)
    signs: Signs = field(default_factory=Counter)
    id: str = ""
    name: str = ""
    type: str = ""
    born: int = 0
    tagged: list[tuple[float, ...]] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        """How likely each type is, by its signs and by the tagger."""
        return {self.type: 1.0} if self.type else weighed(scores(self.signs, len(self.members)), self.tagged)

    def decided(self) -> str:
        """The likeliest type."""
        shares = self.shares
        return max(shares, key=lambda kind: shares[kind])

    @property
    def full(self) -> str:
        """The fullest form in the article, without its legal suffix."""
        return bare_name(max(self.surfaces, key=lambda s: (*_fullness(bare_name(s)), self.surfaces[s], len(s), s)))

    def take(self, other: Group) -> None:
        """Everything of a group that proved to be this one."""
        if other.id and not self.id:
            self.id, self.name, self.type = other.id, other.name, other.type
        self.members += other.members
        self.surfaces.update(other.surfaces)
        self.signs.update(other.signs)
        self.tagged += other.tagged


@dataclass(frozen=True, slots=True)
class _Named:
    """What a group was called before any other became part of it, and its likeliest type then."""

    surfaces: tuple[Surface, ...]
    kind: str

    @classmethod
    def of(cls, group: Group) -> _Named:
        return cls(tuple((name, compared(name)) for name in group.surfaces), group.decided())


def compared(name: str) -> list[str]:
    """A name's words in small letters, without a legal suffix and an article: "the Foundation" is a foundation."""
    first, *rest = bare_name(name).casefold().split()
    return rest if rest and first in ARTICLES else [first, *rest]


def _fullness(name: str) -> tuple[bool, int]:
    """More words are fuller, unless a page's layout ran them together."""
    words = name.split()
    return len(set(words)) == len(words) and len(words) <= _MOST_WORDS, len(words)


def bare_name(name: str) -> str:
    """The name without ``Inc.`` or ``GmbH`` at its end."""
    parts = name.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].rstrip(".").casefold() in name_words().legal_suffixes:
        parts.pop()
    return " ".join(parts)


def entity_id(name: str, kind: str) -> str:
    """The id of an entity that no catalogue knows: a company's is the slug of its name, others add their type."""
    return slug(name) if kind == DEFAULT else f"{slug(name)}-{kind.lower()}"


def linked(candidates: Sequence[Candidate], signs: Sequence[Signs], texts: Sequence[str]) -> list[Group]:
    """The groups, in order of their first occurrence."""
    groups = _by_letters(candidates, signs)
    _without_namesakes(groups)
    names = [_Named.of(group) for group in groups]
    nearby = Nearby([one.surfaces for one in names], texts)
    gone: set[int] = set()
    for number in sorted(range(len(groups)), key=lambda n: (len(groups[n].full.split()), groups[n].born)):
        short = groups[number]
        others = [n for n in nearby.of(names[number].surfaces) if n != number and n not in gone]
        if (longer := _longer(short, names[number], [(groups[n], names[n]) for n in others], nearby)) is not None:
            longer.take(short)
            longer.born = min(longer.born, short.born)
            gone.add(number)
    groups = [group for n, group in enumerate(groups) if n not in gone]
    for old, new in _renamed(groups, texts):
        if old in groups and new in groups:
            new.take(old)
            new.born = min(new.born, old.born)
            groups.remove(old)
    return sorted(groups, key=lambda g: g.born)


def _without_namesakes(groups: Sequence[Group]) -> None:
    """A known person's surname alone is that of the article's own person of this name: "Vance" is Edmund Vance where he is named."""
    surnames = {words[-1] for group in groups if not group.id for words in map(compared, group.surfaces) if len(words) > 1}
    for group in groups:
        if group.type == "Person" and group.id and all(len(words) == 1 and words[0] in surnames for words in map(compared, group.surfaces)):
            group.id = group.name = group.type = ""


def _renamed(groups: Sequence[Group], texts: Sequence[str]) -> Iterator[tuple[Group, Group]]:
    """Those of one type that a text calls a former and a later name of one thing: "Vantik, formerly Dunlin", "Vantik (ex-Dunlin)"."""
    bodies = [g for g in groups if g.decided() != "Person"]
    for before, after in (beside for text in texts for beside in _beside_former(text)):
        new, old = _named(bodies, r"(?<!\w){}$", before), _named(bodies, r"^{}(?!\w)", after)
        if new and old and new is not old and not (old.id and new.id) and old.decided() == new.decided():
            yield old, new


def _beside_former(text: str) -> Iterator[tuple[str, str]]:
    """What stands right before and behind each word for "formerly"."""
    for found in _FORMERLY.finditer(text):
        before, after = text[max(0, found.start() - _LONGEST_NAME) : found.start()], text[found.end() : found.end() + _LONGEST_NAME]
        yield re.sub(r"\s*[,(–—-]?\s*$", "", before), re.sub(r"^\s*[«“\"]?\s*", "", after)


def _named(groups: Sequence[Group], place: str, words: str) -> Group | None:
    """The group of the longest name that stands at this place of the words."""
    found = [
        (len(name), n)
        for n, group in enumerate(groups)
        for name in group.surfaces
        if name in words and re.search(place.format(re.escape(name)), words)
    ]
    return groups[max(found)[1]] if found else None


def _by_letters(candidates: Sequence[Candidate], signs: Sequence[Signs]) -> list[Group]:
    found: dict[str, Group] = {}
    for n, (candidate, vote) in enumerate(zip(candidates, signs, strict=True)):
        known = candidate.known
        key = f"#{known.id}" if known is not None else surface_key(bare_name(candidate.text))
        group = found.setdefault(key, Group(born=n))
        if known is not None:
            group.id, group.name, group.type = known.id, known.name, known.type
        group.members.append(n)
        group.surfaces[candidate.text] += 1
        group.signs.update(vote)
        if candidate.shares:
            group.tagged.append(candidate.shares)
    return list(found.values())


def _longer(short: Group, own: _Named, others: Sequence[tuple[Group, _Named]], nearby: Nearby) -> Group | None:
    """The one group whose name this group's shortens: of its likeliest type, of those named before it, the last."""
    fits = [(g, its) for g, its in others if any(_shortens(a, b, short, (g, its.kind), nearby) for a in own.surfaces for b in its.surfaces)]
    if len(fits) > 1:
        fits = [(g, its) for g, its in fits if its.kind == own.kind] or fits
        fits = [(g, its) for g, its in fits if g.born < short.born][-1:] or fits[:1]
    fits = fits or [(g, its) for g, its in others if _ends(short, own, g, its)]
    return fits[0][0] if len(fits) == 1 else None


def _ends(short: Group, own: _Named, longer: Group, its: _Named) -> bool:
    """Whether a name is the end of a longer one of its type: "Industrie" of "Tarentaise Industrie"; a known firm's stays its own.

    Where it stands alone more often it is the name, and the longer one runs a word before it in: "Ask Argus".
    """
    if len(short.members) > len(longer.members) or short.id or own.kind != its.kind or own.kind == "Person" or short.full.islower():
        return False
    return any(_is_end(a, b) for _, a in own.surfaces for _, b in its.surfaces)


def _is_end(a: list[str], b: list[str]) -> bool:
    """Whether it is, and no name within another: "Might & Magic" is not "Heroes of Might & Magic"."""
    return len(a) < len(b) and b[-len(a) :] == a and b[-len(a) - 1] not in SMALL


def _shortens(one: Surface, other: Surface, short: Group, longer: tuple[Group, str], nearby: Nearby) -> bool:
    (acronym, a), (name, b) = one, other
    group, kind = longer
    if short.id and group.id:
        return False
    if len(a) == 1 and acronym.isupper() and len(b) > 1 and nearby.initials(acronym, name):
        return True
    if len(a) >= len(b):
        return False
    if kind == "Person":
        return not short.id and _part_of_person(a, b, short)
    return _part_of_body(a, b, short, longer) and ((len(a) == 1 and a[0] in _HEADS) or not nearby.opposed(acronym, name))


def _part_of_body(a: list[str], b: list[str], short: Group, longer: tuple[Group, str]) -> bool:
    """Whether ``a`` is the head ("the Foundation"), the name proper ("Berthelot") or the beginning ("Morvan") of ``b``; no other model."""
    whole, kind = longer
    if len(a) == 1 and a[0] == b[-1] and a[0] in _HEADS:
        return True
    if a == b[1:] and any(b[0] in lexicon(lang).heads for lang in LEXICONS):
        return short.decided() != "Product" and short.shares.get("Person", 0.0) < SURE  # a foundation is not the program that it is for
    rest = b[len(a) :]
    if b[: len(a)] != a or any(c.isdigit() for w in rest for c in w) or set(rest) & name_words().versions:
        return False
    if short.id:
        return all(w in name_words().suffixes["Company"] for w in rest)
    if kind == "Product" and whole.born > short.born and len(short.members) > len(whole.members):
        return False  # "Drover" is not "Drover Kit", which came later
    return short.decided() == kind or max(short.shares.values()) < SURE


def _part_of_person(a: list[str], b: list[str], short: Group) -> bool:
    if b[-len(a) :] == a:
        return short.shares.get("Person", 0.0) > UNLIKELY
    return len(a) == 1 and a[0] in b and (a[0] in name_words().first_names or short.shares.get("Person", 0.0) > LIKELY)
