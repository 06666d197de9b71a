"""What a sentence names besides a pair: the affair, round or deal, and whom the article takes the statement from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ingest.rules.grammar import straight
from ingest.rules.lexicon import lexicon
from ingest.rules.mentions import NAME, Mention

__all__ = ["EVENTFUL", "LONGEST", "event_of", "is_affair", "speaker_of"]

LONGEST = 6
"""Words of what is told."""
EVENTFUL = frozenset(("works-for", "develops", "uses"))
"""Relations that are given no event, though the ontology has it for some."""
_AFFAIR = r"[a-z](?:G|-g)ate\b"
_EVENT = rf"\b[A-Z]\w*(?:{_AFFAIR}|[a-z]gate\b)|\b(?:[Ss]eries?|[Ss]érie)[ -][A-H]\b"
_SHORTEST = 3
"""Letters: "per" takes it from someone only before a name; "per share" does not."""
_RUNS_ON = "de"
"""Its sentences go on behind the speaker without a comma."""
_LEAD = 4
"""Characters of an article before a name."""


def event_of(text: str, mentions: Sequence[Mention], ends: tuple[Mention, Mention], lang: str) -> str | None:
    """The affair, round or deal that is named: "BumpGate", "Series C", "Series-B-Runde"; a company's name as "Seagate" is none."""
    known = lexicon(lang).events
    for found in _event_pattern(known).finditer(text):
        covering = [mention for mention in mentions if mention.start < found.end() and found.start() < mention.end]
        is_end = any(mention.entity in (ends[0].entity, ends[1].entity) for mention in covering)
        is_firm = found[0].endswith("gate") and found[0] not in known and any(m.type == "Company" for m in covering)
        if not is_end and not is_firm:
            return re.sub(r"^([Ss]eries?)-", r"\1 ", found[0])
    return None


def is_affair(name: str) -> bool:
    """Whether a name is that of a scandal, and so of no entity: "BumpGate", "Batterie-gate"; "Seagate" may be a firm."""
    return re.search(rf"{_AFFAIR}\Z", name) is not None


@cache
def _event_pattern(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join((_EVENT, *(rf"\b{re.escape(name)}\b" for name in sorted(known)))))


def speaker_of(text: str, mentions: Sequence[Mention], ends: tuple[Mention, Mention], lang: str) -> str | None:
    """Whom a sentence takes it from: the name or words behind "selon", "according to", "laut", or before "zufolge"."""
    lower = straight(text.lower())
    modality = lexicon(lang).modality
    for phrase in sorted(modality.get("reported_by", ()), key=len, reverse=True):
        at = re.search(rf"(?<!\w){re.escape(straight(phrase))}\s+", lower)
        if at is None:
            continue
        named = next((m for m in mentions if m.kind == NAME and at.end() <= m.start <= at.end() + _LEAD), None)
        if named is not None:
            return _other(named, ends)
        words = _until_pause(text[at.end() :], lang)
        return words if words is not None and len(phrase) > _SHORTEST else None
    for phrase in modality.get("reported_behind", ()):
        at = re.search(rf"\s+{re.escape(phrase)}(?!\w)", lower)
        named = next((m for m in mentions if m.kind == NAME and at is not None and m.end == at.start()), None)
        if named is not None:
            return _other(named, ends)
    return None


def _other(named: Mention, ends: tuple[Mention, Mention]) -> str | None:
    """The name, unless an end says it of itself."""
    return None if named.entity in (ends[0].entity, ends[1].entity) else named.name


def _until_pause(text: str, lang: str) -> str | None:
    """The words up to a pause that are those of somebody who speaks; in German up to the noun that says so."""
    words = re.split(r"[,.;:!?()«»“”\"]", text, maxsplit=1)[0].split()
    speakers = lexicon(lang).listed("speakers")
    said = [number for number, word in enumerate(words, 1) if not speakers.isdisjoint(_lower(word))]
    if not said:
        return None
    words = words if lang != _RUNS_ON else words[: said[0]]
    return " ".join(words) if len(words) <= LONGEST else None


def _lower(word: str) -> Iterable[str]:
    return straight(word.lower()).split()
