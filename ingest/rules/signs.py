"""The signs of what kind of entity a name stands for: what is beside it and in it, once per occurrence.

Every sign is one that a reader sees: "la start-up X", "X, its CEO", "X Technologies".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from ingest.rules.candidates import Candidate
from ingest.rules.lexicon import Lexicon, lexicon
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import name_words

__all__ = ["Signs", "noun_kinds", "signs"]

Signs = Counter[str]
_BE = frozenset(["est", "était", "sera", "serait", "is", "was", "are", "were"])
_LAUNCHES = ("lanc", "dévoil", "présent", "launch", "unveil", "releas", "introduc", "sort", "publi")
_USES = ("utilis", "using", "uses", "used", "deploy", "déploi", "adopt", "entraîn", "train", "run", "tourn", "bas", "built")
_AUXILIARIES = frozenset(
    (
        "a",
        "ont",
        "avait",
        "avaient",
        "va",
        "vont",
        "vient",
        "veut",
        "aurait",
        "est",
        "s'",
        "s’",
        "se",
        "n'",
        "ne",
        "has",
        "had",
        "have",
        "will",
        "would",
        "also",
        "is",
        "was",
        "were",
        "to",
    )
)
_LISTED = frozenset([",", "et", "ou", "and", "or", "ni", "&"])


def signs(candidates: Sequence[Candidate], blocks: Sequence[Tokens], lex: Lexicon) -> list[Signs]:
    """The signs of each occurrence; a name in an enumeration also gets its neighbours' as ``~sign``."""
    own = [Counter(_beside(blocks[c.block].items, c, lex)) for c in candidates]
    found = [Counter(one) for one in own]
    for n, (one, other) in enumerate(pairwise(candidates)):
        if one.block == other.block and _enumerated(blocks[one.block].items[one.last + 1 : other.first], lex):
            found[n + 1].update(f"~{sign}" for sign in own[n] if sign[1] == ":" and sign[-1].islower())
            found[n].update(f"~{sign}" for sign in own[n + 1] if sign[1] == ":" and sign[-1].islower())
    for vote, c in zip(found, candidates, strict=True):
        vote.update(_inside(blocks[c.block].items[c.first : c.last + 1], lex))
    return found


def _enumerated(between: Sequence[Token], lex: Lexicon) -> bool:
    words = [t.lower for t in between]
    return 0 < len(words) <= 2 and words[0] in _LISTED and all(w in _LISTED or w in lex.listed("articles") for w in words)  # noqa: PLR2004 - a noun and its article


def _inside(items: Sequence[Token], lex: Lexicon) -> Iterator[str]:
    """What the words of a name tell by themselves."""
    words = name_words()
    lowers = [t.lower for t in items if t.text[0].isalnum()]
    first, last, many = lowers[0], lowers[-1], len(lowers) > 1
    size = "many" if many else "one"
    digits = any(c.isdigit() for word in lowers for c in word)
    yield f"i:size{min(len(lowers), 4)}"
    if many and last in words.legal_suffixes:
        yield "i:legal"
    for kind, heads in lex.legal_heads.items():
        if many and any(h.casefold() in lowers for h in heads):
            yield f"i:head:{kind}"
    for kind, suffixes in words.suffixes.items():
        if many and last in suffixes:
            yield f"i:suffix:{kind}"
    if first in words.first_names and not digits:
        yield f"i:first:{size}"
    if digits:
        yield f"i:digits:{size}:{'last' if any(c.isdigit() for c in last) else 'early'}"
    if many and last in words.versions:
        yield "i:version"
    yield from _shape(items, size)


def _shape(items: Sequence[Token], size: str) -> Iterator[str]:
    text = items[0].text
    if len(items) == 1 and text.isupper() and len(text) > 1:
        yield f"i:capitals{min(len(text), 5)}"
    elif items[0].coined:
        yield f"i:coined:{size}"
    if len(items) > 1 and all(t.text[0].isupper() and t.text[1:].islower() for t in items):
        yield "i:plain:many"
    if "-" in text[1:]:
        yield "i:hyphen"
    if any("-" in t.text and t.text.rpartition("-")[2].islower() for t in items):
        yield "i:hyphen:small"
    if len(items[-1].lower) > 4:  # noqa: PLR2004 - longer than a short word
        yield f"e:{items[-1].lower[-3:]}"
        yield f"e:{items[-1].lower[-2:]}"


@cache
def _nouns(lang: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for kind, words in lexicon(lang).nouns.items():
        for word in words:
            found.setdefault(word.casefold(), []).append(kind)
    return {word: tuple(sorted(kinds)) for word, kinds in found.items()}


def noun_kinds(word: str, lang: str) -> tuple[str, ...]:
    """The kinds of entity that this common noun, singular or plural, is said of."""
    nouns = _nouns(lang)
    for form in (word, word.removesuffix("s"), word.removesuffix("x"), word.removesuffix("es")):
        if form in nouns:
            return nouns[form]
    return ()


def _kinds(where: str, kinds: Iterable[str]) -> str:
    return f"{where}:{'/'.join(k[:3].lower() for k in kinds)}"


def _beside(items: Sequence[Token], c: Candidate, lex: Lexicon) -> Iterator[str]:
    yield from _left(items, c.first, lex)
    yield from _right(items[c.last + 1 : c.last + 8], lex)
    yield from _near(items, c)
    if c.head:
        yield f"h:{c.head}"


def _near(items: Sequence[Token], c: Candidate) -> Iterator[str]:
    """The two words in small letters on either side."""
    for side, away, at in (("l", 1, c.first - 1), ("l", 2, c.first - 2), ("r", 1, c.last + 1), ("r", 2, c.last + 2)):
        if 0 <= at < len(items) and items[at].sentence == items[c.first].sentence and items[at].text.islower():
            yield f"w{side}{away}:{items[at].lower.replace('’', chr(39))}"


def _left(items: Sequence[Token], first: int, lex: Lexicon) -> Iterator[str]:
    at = first - 1
    if at >= 0 and items[at].text in "«“\"'‘":
        yield "l:quote"
        at -= 1
    if at < 0 or items[first].opens:
        yield "l:start"
    if at < 0:
        return
    token, before = items[at], items[at - 1] if at else None
    if token.lower in lex.titles or (token.text == "." and before is not None and {before.lower, f"{before.lower}."} & lex.titles):
        yield "l:title"
    elif token.lower in lex.prepositions or token.lower in lex.listed("articles") | lex.possessives or token.text in "'s’s":
        yield f"l:{token.lower.replace('’', chr(39))}"
        if before is not None and (kinds := noun_kinds(before.lower, lex.lang)):
            yield f"{_kinds('l', kinds)}:{token.lower}"
        if before is not None and before.lower.startswith(_LAUNCHES + _USES):
            yield "l:launch" if before.lower.startswith(_LAUNCHES) else "l:use"
    elif (token.text.islower() and (kinds := noun_kinds(token.lower, lex.lang))) or (
        before is not None
        and (token.pos == "ADJ" or token.lower in name_words().demonyms)
        and (kinds := noun_kinds(before.lower, lex.lang))
    ):
        yield _kinds("l", kinds)
    elif token.lower in name_words().demonyms:
        yield "l:demonym"
    else:
        yield from _verbs("l", token.lower, lex)


@cache
def _stems(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(w[:-2] if w.endswith(("er", "ir", "re")) and len(w) > 5 else w for w in words if " " not in w))  # noqa: PLR2004 - a stem is left


@cache
def _is_verb(word: str, lemmas: frozenset[str]) -> bool:
    return any(word.startswith(stem) and len(word) - len(stem) <= 4 for stem in _stems(lemmas))  # noqa: PLR2004 - an ending


def _verbs(where: str, word: str, lex: Lexicon) -> Iterator[str]:
    if _is_verb(word, lex.speech):
        yield f"{where}:speech"
    elif word.startswith(_LAUNCHES):
        yield f"{where}:launch"
    elif word.startswith(_USES):
        yield f"{where}:use"
    elif _is_verb(word, lex.company_acts):
        yield f"{where}:act"


def _right(rest: Sequence[Token], lex: Lexicon) -> Iterator[str]:
    if not rest:
        return
    token, following = rest[0], rest[1] if len(rest) > 1 else None
    if token.text in {"'s", "’s"}:
        yield "r:'s"
        if following is not None and (kinds := noun_kinds(following.lower, lex.lang)):
            yield f"{_kinds('r', kinds)}:'s"
    elif token.text in ",(–—:":
        yield "r:(" if token.text == "(" else "r:,"
        yield from _apposed("r", rest[1:], lex)
    elif token.lower in _BE and following is not None and following.lower in lex.listed("articles"):
        yield from _apposed("b", rest[1:], lex)
    elif lex.lang == "en" and token.text.islower() and (kinds := noun_kinds(token.lower, lex.lang)):
        yield _kinds("c", kinds)
    elif token.lower in lex.prepositions:
        yield f"r:{token.lower}"
    else:
        at = 1 if token.lower in _AUXILIARIES and following is not None else 0
        yield from _verbs("r", rest[at].lower, lex)
        if token.pos in {"VERB", "AUX"}:
            yield "r:verb"


def _apposed(where: str, rest: Sequence[Token], lex: Lexicon) -> Iterator[str]:
    """A noun after a comma, an article and at most two other words."""
    if rest and rest[0].lower in {"dont", "whose", "qui", "which", "who"}:
        yield f"{where}:{rest[0].lower}"
        return
    for n, token in enumerate(rest[:4]):
        if kinds := noun_kinds(token.lower, lex.lang):
            following = rest[n + 1] if n + 1 < len(rest) else None
            more = noun_kinds(following.lower, lex.lang) if lex.lang == "en" and following is not None else ()
            yield _kinds(f"{where}:apposed", more or kinds)
            return
        passed = (
            token.lower in lex.listed("articles") | lex.possessives
            or token.pos == "ADJ"
            or token.text == "-"
            or token.lower in name_words().demonyms
        )
        if not passed and not (lex.lang == "en" and token.pos in {"ADV", "NOUN", "PROPN"} and not token.capital):
            return
