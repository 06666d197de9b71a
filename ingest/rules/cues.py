"""What tells certainty and phase: mood, tense, negation, and words such as "abandonner", "selon", "plans", as features for the judge.

The words stand in ``ingest/data/lexicon.<lang>.yaml`` under ``modality``; where they stand to the pair and to the verbs that join it
is what counts, and the judge weighs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from spacy.tokens import Token

from ingest.rules.features import Pair, path_between
from ingest.rules.grammar import straight
from ingest.rules.lexicon import lexicon
from ingest.rules.parse import Sentence

__all__ = ["cues"]

_WORDS = ("denied", "ended", "planned", "reported", "former", "negators", "reported_by")
_PHRASES = ("reported_phrases", "ended_phrases")
_FORMS = ("planned_forms", "negation", "negation_ended")
_BEFORE = 4
_QUOTES = re.compile('[«»“”"]')


def cues(pair: Pair, sentence: Sentence, lang: str, relation: str) -> set[str]:
    """The features of what is said of this pair, given the relation that holds it."""
    seen = {"always", f"relation:{relation}"}
    seen.update(_of_verbs(pair, sentence, lang))
    # a post that was held has ended, a purchase that was made has not
    seen |= {f"{relation}:{cue}" for cue in seen if cue.startswith("Tense:")}
    seen.update(_of_places(pair, sentence, lang))
    seen.update(_of_text(sentence, lang))
    return seen


def _of_verbs(pair: Pair, sentence: Sentence, lang: str) -> Iterator[str]:
    """What stands on the way from one name to the other, above it, and right below it."""
    up, top, down = path_between(sentence.doc[pair.near_left], sentence.doc[pair.near_right])
    way = [t for t in (*up, top, *down) if t.i not in (pair.near_left, pair.near_right)]
    above = list(top.ancestors)
    for token, where in [*((t, "way") for t in way), *((t, "above") for t in above)]:
        yield from _of_token(token, where, lang)
        for child in token.children:
            if child.i not in sentence.heads:
                yield from _of_token(child, f"below {where}", lang)
    for token in way:
        yield f"word on way:{token.lemma_.lower()}"
    if above:
        yield f"governor:{above[0].lemma_.lower()}"
        yield f"role:{top.dep_}"


def _of_token(token: Token, where: str, lang: str) -> Iterator[str]:
    for name in _classes(lang).get(token.lemma_.lower(), ()):
        yield f"{name} {where}"
        yield f"{name} {where}:{token.lemma_.lower()}"
    for name in _classes(lang).get(f"={token.lower_}", ()):
        yield f"{name} {where}"
    if token.pos_ in ("VERB", "AUX"):
        for feature in ("Mood", "Tense", "VerbForm"):
            for value in token.morph.get(feature, []):
                yield f"{feature}:{value} {where}"


def _of_places(pair: Pair, sentence: Sentence, lang: str) -> Iterator[str]:
    """Where the words stand to the two names."""
    doc = sentence.doc
    stretches = {
        "before": doc[: pair.left],
        "between": doc[pair.near_left + 1 : pair.near_right],
        "after": doc[pair.right + 1 :],
        "just before first": doc[max(0, pair.left - _BEFORE) : pair.left],
        "just before second": doc[max(pair.left + 1, pair.right - _BEFORE) : pair.right],
        "just after": doc[pair.right + 1 : pair.right + 1 + _BEFORE],
    }
    for where, tokens in stretches.items():
        for token in tokens:
            for name in _all_classes(token, lang):
                yield f"{name} {where}"
        if where == "between":
            yield from (f"between:{token.lemma_.lower()}" for token in tokens)
        if where.startswith("just"):
            yield from (f"{where}:{token.lemma_.lower()}" for token in tokens)


def _of_text(sentence: Sentence, lang: str) -> Iterator[str]:
    lower = straight(sentence.text.lower())
    for name, phrase in _phrases(lang):
        if phrase in lower:
            yield name
            yield f"{name}:{phrase}"
    lemmas = f" {' '.join(token.lemma_.lower() for token in sentence.doc)} "
    for name, words in _idioms(lang):
        if f" {words} " in lemmas:
            yield f"{name} idiom"
            yield f"{name} idiom:{words}"
    if "?" in lower:
        yield "question"
    if _QUOTES.search(lower):
        yield "quotes"
    for token in sentence.doc:
        for name in _all_classes(token, lang):
            yield f"{name} anywhere"
        if token.pos_ in ("VERB", "AUX"):
            yield from (f"Mood:{value} anywhere" for value in token.morph.get("Mood", []) if value != "Ind")
            yield from (f"Tense:{value} anywhere" for value in token.morph.get("Tense", []))


def _all_classes(token: Token, lang: str) -> Iterable[str]:
    return (*_classes(lang).get(token.lemma_.lower(), ()), *_classes(lang).get(f"={token.lower_}", ()))


@cache
def _phrases(lang: str) -> tuple[tuple[str, str], ...]:
    """Wordings that are looked for in the text as they are, with their class."""
    return tuple((name, straight(phrase)) for name in _PHRASES for phrase in lexicon(lang).modality.get(name, ()))


@cache
def _idioms(lang: str) -> tuple[tuple[str, str], ...]:
    """The entries of more than one word, looked for lemma by lemma, with their class: "mettre fin"."""
    return tuple((name, words) for name in _WORDS for words in lexicon(lang).modality.get(name, ()) if " " in words)


@cache
def _classes(lang: str) -> dict[str, tuple[str, ...]]:
    """The classes of each lemma of one word, and under ``=word`` those of a form."""
    modality: dict[str, Any] = dict(lexicon(lang).modality)
    found: dict[str, tuple[str, ...]] = {}
    for name in _WORDS:
        for word in modality.get(name, ()):
            found[word] = (*found.get(word, ()), name)
    for name in _FORMS:
        for form in modality.get(name, ()):
            found[f"={form}"] = (*found.get(f"={form}", ()), name)
    return found
