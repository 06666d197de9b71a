"""The cases of ``traps/``: read from their files, and held against what the reader makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from ingest.catalogue import catalogue
from ingest.extract import Extractor
from ingest.prose import blocks
from ingest.rules.mentions import NAME, Mention
from ingest.rules.reader import named_in
from ontology.records import Article, Claim, End, slug
from ontology.vocabulary import ontology

__all__ = ["ANY", "FLOORS", "Case", "ClaimCase", "NameCase", "Outcome", "Statement", "Tally", "cases", "outcomes", "tallies"]

FOLDER = Path(__file__).parent / "traps"
FLOORS = FOLDER / "floors.yaml"
ANY = "*"
"""In a statement: any name, or any relation either way round."""

Span = tuple[int, int]
Tally = Mapping[str, Mapping[str, int]]
"""How many cases, by trap and language."""


@cache
def _statement() -> re.Pattern[str]:
    relations = "|".join(map(re.escape, (*ontology().relations, ANY)))
    return re.compile(rf"(.+?) ({relations}) (.+?)(?: \(([a-z ]+)\))?")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the files write it: ``(planned or denied)`` is one of these statuses, ``(asserted and current)`` both."""

    written: str
    head: str
    relation: str
    tail: str
    statuses: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text: str) -> Statement:
        """The statement of a line; raises ValueError."""
        if (found := _statement().fullmatch(text)) is None:
            raise ValueError(f"a statement is a name, a relation or *, a name, as in 'Nvidia acquires Arm (denied)'; found {text!r}")
        statuses = tuple(frozenset(one.split(" and ")) for one in (found[4] or "").split(" or ") if one)
        return cls(text, found[1], found[2], found[3], statuses)

    def is_made_by(self, claim: Claim) -> bool:
        """Whether the claim says this."""
        if self.statuses and not any(one <= {claim.certainty, claim.phase} for one in self.statuses):
            return False
        if self.relation not in (ANY, claim.relation):
            return False
        ends = (claim.subject, claim.object)
        either = self.relation == ANY or ontology().relations[self.relation].symmetric
        return self._joins(*ends) or (either and self._joins(*ends[::-1]))

    def _joins(self, head: End, tail: End) -> bool:
        return _is_called(head, self.head) and _is_called(tail, self.tail)


def _is_called(end: End, name: str) -> bool:
    known = {entry.id for entry in catalogue().by_name(name)}
    return name == ANY or end.id in {slug(name), *known} or name.casefold() in (end.name.casefold(), end.mention.casefold())


@dataclass(frozen=True, slots=True)
class Case:
    """A short text that misleads."""

    trap: str
    lang: str
    text: str

    @property
    def article(self) -> Article:
        """The text as the reader takes it."""
        return Article(self.text, "trap.txt", lang=self.lang)

    def faults(self, extractor: Extractor) -> Iterator[str]:
        """What is wrong with what the reader makes of it, a line each."""
        raise NotImplementedError


def _seen(case: Case) -> list[tuple[Span, Mention]]:
    parts = blocks(case.text)
    found = named_in(case.article, case.lang, parts)
    return [(block.span(m.start, m.end), m) for block, mentions in zip(parts, found, strict=True) for m in mentions]


@dataclass(frozen=True, slots=True)
class NameCase(Case):
    """``entities``: for each entity its names in the text; ``words``: what is no name. ``Mistral#2`` is the second place of a name."""

    entities: tuple[tuple[str, ...], ...]
    words: tuple[str, ...] = ()

    def faults(self, extractor: Extractor) -> Iterator[str]:
        """Names not found, of one entity apart, of two merged, and words taken for names; the extractor is not asked."""
        del extractor
        spans = _seen(self)
        places = self.places()
        bearers: list[set[str]] = []
        for names in self.entities:
            ids = set()
            for name in names:
                for place in places[name]:
                    best = max(spans, key=lambda one: _shared(one[0], place), default=None)
                    if best is None or not _shared(best[0], place):
                        yield f"not found: {name}"
                    else:
                        ids.add(best[1].entity)
            if len(ids) > 1:
                yield f"apart: {', '.join(names)} ({', '.join(sorted(ids))})"
            bearers.append(ids)
        for (one, ids), (other, others) in combinations(zip(self.entities, bearers, strict=True), 2):
            if both := ids & others:
                yield f"merged: {one[0]}, {other[0]} ({', '.join(sorted(both))})"
        for word in self.words:
            if any(_shared(span, place) for place in places[word] for span, m in spans if m.kind == NAME):
                yield f"no name: {word}"

    def places(self) -> dict[str, list[Span]]:
        """Where each name or word stands: a longer name before the shorter ones within it, a numbered one at its place alone."""
        found: dict[str, list[Span]] = {}
        taken: list[Span] = []
        for name in sorted((*(n for names in self.entities for n in names), *self.words), key=lambda n: ("#" not in n, -len(n))):
            bare, _, number = name.partition("#")
            every = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", self.text)]
            mine = every[int(number) - 1 : int(number)] if number else every
            found[name] = [span for span in mine if not any(_shared(span, other) for other in taken)]
            taken += found[name]
        return found


def _shared(one: Span, other: Span) -> int:
    """How many characters two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


@dataclass(frozen=True, slots=True)
class ClaimCase(Case):
    """``states``: claims that must be made; ``never``: claims that must not."""

    states: tuple[Statement, ...]
    never: tuple[Statement, ...]

    def faults(self, extractor: Extractor) -> Iterator[str]:
        """Claims that are missing, and claims that are false."""
        made = extractor(self.article).claims
        for one in self.states:
            if not any(one.is_made_by(claim) for claim in made):
                unseen = [name for name in (one.head, one.tail) if not any(_is_called(end, name) for end in self.ends())]
                yield f"missing: {one.written}{''.join(f'; {name} is not seen' for name in unseen)}"
        for one in self.never:
            for claim in filter(one.is_made_by, made):
                told = f"{claim.subject.name} {claim.relation} {claim.object.name} ({claim.certainty}, {claim.phase})"
                yield f"false: {told} {claim.confidence:.2f}"

    def ends(self) -> list[End]:
        """Every name, phrase and pronoun that the reader sees, as the end of a claim."""
        return [End(m.entity, m.name, m.type, m.text) for _, m in _seen(self)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what is wrong with it: nothing, when it holds."""

    case: Case
    faults: tuple[str, ...]


def cases() -> list[Case]:
    """All cases, in the order of the files; raises ValueError on a line that is no statement, TypeError on a field that is none."""
    return [case for path in sorted(FOLDER.glob("*-*.yaml")) for case in _cases_of(path)]


def _cases_of(path: Path) -> Iterator[Case]:
    make = _named if path.name.startswith("names-") else _claimed
    for trap, by_lang in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for lang, listed in by_lang.items():
            yield from (make(trap, lang, **fields) for fields in listed)


def _named(trap: str, lang: str, *, text: str, entities: Iterable[Iterable[str]], words: Iterable[str] = ()) -> NameCase:
    return NameCase(trap, lang, text, tuple(map(tuple, entities)), tuple(words))


def _claimed(trap: str, lang: str, *, text: str, states: Iterable[str] = (), never: Iterable[str] = ()) -> ClaimCase:
    return ClaimCase(trap, lang, text, tuple(map(Statement.of, states)), tuple(map(Statement.of, never)))


def outcomes(extractor: Extractor, those: Iterable[Case]) -> list[Outcome]:
    """Each case read once."""
    return [Outcome(case, tuple(dict.fromkeys(case.faults(extractor)))) for case in those]


def tallies(those: Iterable[Case]) -> dict[str, dict[str, int]]:
    """How many cases there are by trap and language."""
    found: dict[str, dict[str, Any]] = {}
    for case in those:
        counts = found.setdefault(case.trap, {})
        counts[case.lang] = counts.get(case.lang, 0) + 1
    return found
