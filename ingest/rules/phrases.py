"""Where a block has a definite phrase or a pronoun that may stand for a name: "le groupe", "the chipmaker", "il", "its"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.catalogue import Catalogue
from ingest.rules.lexicon import Lexicon
from ingest.rules.mentions import PHRASE, PRONOUN, Mention
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import name_words

__all__ = ["Anaphor", "anaphors"]

_BODIES = frozenset(("Company", "ResearchOrg", "Product"))
_CONTRACTED = frozenset(["du", "au", "des", "aux"])


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A stretch that may stand for an entity of these types; ``entities``: the ids that a catalogue's phrase can mean."""

    start: int
    end: int
    text: str
    kind: str
    types: frozenset[str]
    gender: str = ""
    possessive: bool = False
    entities: frozenset[str] = frozenset()
    fallback: Mention | None = None
    leaning: Mapping[str, float] = field(default_factory=dict)


def anaphors(block: Tokens, named: Sequence[Mention], lex: Lexicon, catalogue: Catalogue, *, possessives: bool = True) -> list[Anaphor]:
    """The anaphors of a block, in order, none over a name."""
    starts = [token.start for token in block.items]
    names = {n for m in named for n in range(bisect_left(starts, m.start), bisect_left(starts, m.end))}
    found: list[Anaphor] = []
    free = -1
    every = _all(block, names, lex, catalogue, possessives=possessives)
    for anaphor, last in sorted(every, key=lambda pair: (pair[0].start, -pair[0].end)):
        if anaphor.start > free:
            found.append(anaphor)
            free = block.items[last].end - 1
    return found


def _all(block: Tokens, names: set[int], lex: Lexicon, catalogue: Catalogue, *, possessives: bool) -> Iterator[tuple[Anaphor, int]]:
    yield from _seats(block, names, lex, catalogue)
    definite, pronouns = lex.listed("definite"), lex.subjects | lex.possessives if possessives else lex.subjects - lex.possessives
    for at, token in enumerate(block.items):
        if at in names:
            continue
        if token.lower in definite:
            yield from _phrase(block, at, names, lex)
        elif token.lower in pronouns:
            yield from _pronoun(block, at, lex)


def _seats(block: Tokens, names: set[int], lex: Lexicon, catalogue: Catalogue) -> Iterator[tuple[Anaphor, int]]:
    """Phrases of the catalogue after an article: "le géant de Santa Clara"."""
    items = block.items
    for start, end, entries in catalogue.match_phrases([t.text for t in items], lex.lang):
        if start == 0 or items[start - 1].lower not in lex.listed("definite") | lex.listed("articles") or names & set(range(start, end)):
            continue
        first = start if items[start - 1].lower in _CONTRACTED else start - 1
        begin, stop = items[first].start, items[end - 1].end
        text = block.text[begin:stop]
        only = entries[0] if len(entries) == 1 and any(t.capital for t in items[start:end]) else None
        fallback = Mention(begin, stop, text, only.id, only.name, only.type, PHRASE) if only is not None else None
        types, ids = frozenset(e.type for e in entries), frozenset(e.id for e in entries)
        yield Anaphor(begin, stop, text, PHRASE, types, entities=ids, fallback=fallback), end - 1


def _noun_types(word: str, lex: Lexicon) -> frozenset[str]:
    types = {kind for kind, words in lex.anaphors.items() if word in words}
    if "Company" in types:
        types.add("ResearchOrg")
    return frozenset(types)


def _phrase(block: Tokens, at: int, names: set[int], lex: Lexicon) -> Iterator[tuple[Anaphor, int]]:
    items = block.items
    if (alone := _nationality(block, at, names, lex)) is not None:
        yield alone
        return
    noun = next((n for n in range(at + 1, min(at + 4, len(items))) if _noun_types(items[n].lower, lex)), None)
    if (
        noun is None
        or any(not _modifies(items[n], lex) for n in range(at + 1, noun))
        or names & set(range(at, noun + 1))
        or items[noun].opens
    ):
        return
    if lex.lang != "fr" and noun + 1 < len(items) and (_noun_types(items[noun + 1].lower, lex) or items[noun + 1].pos == "NOUN"):
        noun += 1
        if not _noun_types(items[noun].lower, lex):
            return
    last = _tail(items, noun, lex)
    following = last + 1
    if following in names or (
        following < len(items) and items[following].lower in lex.listed("of") and _complement(items, following, names, lex)
    ):
        return
    if any(n in names for n in range(noun + 1, last + 2)) or (following < len(items) and items[following].capital):
        return
    types = _noun_types(items[noun].lower, lex)
    if last > noun or noun > at + 1:
        types -= {"Product"}  # "le modèle de livraison", "the ODM model": a kind, not a thing
    first = noun if items[at].lower in _CONTRACTED else at
    start, end = items[first].start, items[last].end
    gender = "" if lex.lang != "fr" else "f" if items[noun].lower in lex.listed("feminine") else "m"
    yield Anaphor(start, end, block.text[start:end], PHRASE, types, gender), last


def _nationality(block: Tokens, at: int, names: set[int], lex: Lexicon) -> tuple[Anaphor, int] | None:
    """A nationality that stands for a company: "le finlandais"."""
    items = block.items
    token, after = (items[at + 1], items[at + 2]) if at + 2 < len(items) else (None, None)
    if (
        lex.lang != "fr"
        or token is None
        or after is None
        or token.lower not in name_words().demonyms
        or not token.text.islower()
        or at + 2 in names
    ):
        return None
    if (
        after.pos not in {"VERB", "AUX", "PUNCT", "ADP", "ADV", "PRON", "CCONJ"}
        or after.capital
        or items[at].lower in {"un", "une", "les", "des", "aux", "ces"}
    ):
        return None
    first = at + 1 if items[at].lower in _CONTRACTED else at
    start, end = items[first].start, token.end
    return Anaphor(start, end, block.text[start:end], PHRASE, frozenset(("Company",)), ""), at + 1


def _modifies(token: Token, lex: Lexicon) -> bool:
    """Whether it may stand between article and noun."""
    if token.lower in lex.listed("selecting"):
        return False
    if token.lower in name_words().demonyms or token.pos == "ADJ" or token.lower in {"jeune", "start"}:
        return True
    return lex.lang != "fr" and (token.pos in {"NOUN", "PROPN"} or token.lower in name_words().generic)


def _tail(items: Sequence[Token], noun: int, lex: Lexicon) -> int:
    """The last token of the phrase: adjectives, and "de" with a common noun."""
    last = noun
    if lex.lang != "fr":
        return last
    while last + 1 < len(items) and (items[last + 1].lower in name_words().demonyms or items[last + 1].pos == "ADJ"):
        last += 1
    if (
        last + 2 < len(items)
        and items[last + 1].lower in {"de", "d'", "d’"}
        and items[last + 2].text.islower()
        and items[last + 2].pos == "NOUN"
    ):
        last += 2
        while last + 1 < len(items) and items[last + 1].pos == "ADJ":
            last += 1
    return last


def _complement(items: Sequence[Token], at: int, names: set[int], lex: Lexicon) -> bool:
    """Whether "of" leads to something that the phrase belongs to, so that it is that one's and no name's."""
    if items[at].lower in lex.listed("at"):
        return any(n in names for n in range(at + 1, at + 3))
    return True


def _pronoun(block: Tokens, at: int, lex: Lexicon) -> Iterator[tuple[Anaphor, int]]:
    token, items = block.items[at], block.items
    possessive = token.lower in lex.possessives
    kinds = lex.listed("person_pronouns")
    if token.lower in lex.listed("plural_pronouns") or (token.text.isupper() and len(token.text) > 1):
        return
    if not possessive and (_expletive(items, at, lex) or not _before_verb(items, at, lex)):
        return
    if possessive and token.lower == "her" and not (at + 1 < len(items) and items[at + 1].pos in {"NOUN", "ADJ", "PROPN"}):
        return
    if token.lower in kinds:
        types = frozenset(("Person",))
    elif lex.lang == "fr":
        types = _BODIES | {"Person"}
    else:
        types = _BODIES
    yield Anaphor(token.start, token.end, token.text, PRONOUN, types, lex.gender(token.lower), possessive, leaning={"Product": -0.2}), at


def _before_verb(items: Sequence[Token], at: int, lex: Lexicon) -> bool:
    following = next(
        (t for t in items[at + 1 : at + 5] if t.pos not in {"ADV", "PRON", "PART"} and t.lower not in lex.listed("clitics")), None
    )
    return following is not None and following.pos in {"VERB", "AUX"}


def _expletive(items: Sequence[Token], at: int, lex: Lexicon) -> bool:
    """Whether the pronoun stands for nothing: "il faut", "il y a", "it is clear that"."""
    rest = [t.lower for t in items[at + 1 : at + 6] if t.lower not in {"n'", "n’", "ne", "not"}]
    if items[at].lower not in {"il", "it"} or not rest:
        return False
    if lex.lang == "fr":
        joined = "".join(rest[:2]).replace("’", "'")
        return (
            rest[0] in lex.listed("expletive")
            or joined in lex.listed("expletive")
            or rest[0] == "y"
            or (rest[0] in lex.listed("expletive_after") and any(w in {"de", "d'", "d’", "que", "qu'", "qu’"} for w in rest[1:4]))
        )
    if rest[0] in lex.listed("expletive") and len(rest) > 1:
        return any(w in lex.listed("expletive_after") for w in rest[1:3]) or any(w in {"that", "to"} for w in rest[2:5])
    return False
