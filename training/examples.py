"""What the judge learns from: pairs of names with their features, and the relations that an annotator drew between them.

Two sources: articles with gold (entities by name, relations with their evidence), whose names the program finds for itself as it would
in use; and single sentences written for the project, in which names, phrases and pronouns are given.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.evaluation.names import folded_name
from ingest.prose import blocks
from ingest.rules.cues import cues
from ingest.rules.features import Pair, Told, features, pairs_of
from ingest.rules.frames import instances
from ingest.rules.grammar import LANGUAGES, Grammar, grammar
from ingest.rules.judge import BACK, FORTH, SYMMETRIC, ways_of
from ingest.rules.mentions import NAME, PHRASE, Mention
from ingest.rules.parse import Sentence, parsed
from ingest.rules.reader import language_model, named_in
from ingest.sources import read_article
from ontology.records import slug
from ontology.vocabulary import ontology

__all__ = [
    "OPTIONAL",
    "Example",
    "GoldRelation",
    "Said",
    "article_examples",
    "as_gold",
    "given_mentions",
    "gold_keys",
    "gold_relations",
    "is_set_aside",
    "passage_examples",
    "passage_mentions",
    "read_sentences",
    "sentence_examples",
    "weight_of",
    "words_of",
]

OPTIONAL, _OPTIONAL_WEIGHT = "optional", 0.4


@dataclass(frozen=True, slots=True)
class Said:
    """A relation of a pair, with its certainty and phase, and how much it counts; ``here`` when this sentence is its evidence."""

    relation: str
    way: str
    certainty: str
    phase: str
    weight: float
    here: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of names: who they are, what is seen of it, what may be said of it, what is; ``cues`` by relation for those said here."""

    origin: str
    lang: str
    ends: tuple[str, str]
    allowed: frozenset[tuple[str, str]]
    features: frozenset[str]
    said: tuple[Said, ...] = ()
    cues: Mapping[str, frozenset[str]] = field(default_factory=dict)


def is_set_aside(article_id: str) -> bool:
    """Whether an article belongs to the quarter that is measured on and never learned from."""
    return hashlib.sha256(article_id.encode()).digest()[0] % 4 == 0


# ---------------------------------------------------------------- articles with gold


def article_examples(gold: Mapping[str, Any], path: Path, lang: str) -> Iterator[Example]:
    """The pairs of one article; of an entity that the annotator does not know, nothing is said."""
    if lang not in LANGUAGES:
        return
    words = grammar(lang)
    article = read_article(path)
    text_blocks = blocks(article.text)
    found = named_in(article, lang, text_blocks)
    keys = gold_keys(gold)
    known = [tuple(as_gold(mention, keys) for mention in some) for some in found]
    texts = [(block.text, some) for block, some in zip(text_blocks, known, strict=True)]
    said = list(gold_relations(gold))
    for sentences in parsed(texts, model=language_model(lang), grammar=words):
        for sentence in sentences:
            yield from _examples(sentence, said, gold["id"], words)


def as_gold(mention: Mention, keys: Mapping[str, str]) -> Mention:
    """The mention as one of the annotator's entities; an entity that the annotator does not know starts with a question mark."""
    key = next((keys[n] for n in (folded_name(mention.name), folded_name(mention.text)) if n in keys), f"?{mention.entity}")
    return replace(mention, entity=key)


def gold_keys(gold: Mapping[str, Any]) -> dict[str, str]:
    """The annotator's entities by name, for ``as_gold``."""
    found: dict[str, str] = {}
    for entity in gold["entities"]:
        for name in [*entity["names"], entity["key"]]:
            found.setdefault(folded_name(name), entity["key"])
    return found


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation that the annotator drew; ``words`` are those of its evidence, None where the whole text is the evidence."""

    head: str
    relation: str
    tail: str
    certainty: str
    phase: str
    weight: float
    words: frozenset[str] | None


def gold_relations(gold: Mapping[str, Any]) -> Iterator[GoldRelation]:
    """What the annotator drew; what need not be found counts less."""
    for row in gold["relations"]:
        weight = weight_of([row["need"]])
        yield GoldRelation(row["head"], row["relation"], row["tail"], row["certainty"], row["phase"], weight, words_of(row["evidence"]))


def weight_of(need: Sequence[str]) -> float:
    """How much a relation counts that must be found, or need not ("optional"); empty: it must."""
    return _OPTIONAL_WEIGHT if OPTIONAL in need else 1.0


def words_of(text: str) -> frozenset[str]:
    """The words of four letters and more, by which evidence is told."""
    return frozenset(re.findall(r"\w{4,}", text.lower()))


# ---------------------------------------------------------------- sentences written for the project


def sentence_examples(rows: Iterable[Mapping[str, Any]], lang: str, origin: str) -> Iterator[Example]:
    """The pairs of sentences, each given as its ``text``, ``entities`` and ``relations``.

    An entity is ``[name, type]``, or ``[words, type, name]`` for a phrase or pronoun that stands for a name; a relation is
    ``[head, relation, tail, certainty, phase]``.
    """
    words, kept = grammar(lang), list(rows)
    texts = [(str(row["text"]), given_mentions(row)) for row in kept]
    parses = parsed(texts, model=language_model(lang), grammar=words)
    for number, (row, sentences) in enumerate(zip(kept, parses, strict=True)):
        said = [GoldRelation(slug(h), r, slug(t), c, p, 1.0, None) for h, r, t, c, p in row["relations"]]
        for sentence in sentences:
            yield from _examples(sentence, said, f"{origin}:{number}", words)


def given_mentions(row: Mapping[str, Any]) -> tuple[Mention, ...]:
    """The names and phrases of a sentence's row, in order."""
    given = [(words, of[0] if of else words, type_, PHRASE if of else NAME) for words, type_, *of in row["entities"]]
    return _placed(str(row["text"]), given)


def _placed(text: str, given: Iterable[tuple[str, str, str, str]]) -> tuple[Mention, ...]:
    """Every place where the words of a name or phrase stand, the longest first, none over another: words, name, type and kind.

    A phrase that is given for several names ("les deux groupes") is one mention of each.
    """
    taken: set[int] = set()
    found: dict[tuple[int, int], list[Mention]] = {}
    for words, name, type_, kind in sorted(given, key=lambda entry: -len(entry[0])):
        for place in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            shared = kind == PHRASE and place.span() in found and found[place.span()][0].kind == PHRASE
            if shared or taken.isdisjoint(range(*place.span())):
                taken.update(range(*place.span()))
                found.setdefault(place.span(), []).append(Mention(*place.span(), words, slug(name), name, type_, kind))
    return tuple(sorted(mention for some in found.values() for mention in some))


def read_sentences(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of sentences."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


# ---------------------------------------------------------------- passages written for the project


def passage_examples(rows: Iterable[Mapping[str, Any]], lang: str, origin: str) -> Iterator[Example]:
    """The pairs of passages, sentence by sentence; what another sentence says of a pair is not held against this one.

    A passage is given as its ``sentences``, ``entities`` (``[name, type]``), ``aliases`` (other names), ``phrases``
    (``[words, sentence, name]``) and ``relations``, which end with the numbers of the sentences that are their evidence,
    or behind these with "optional", where a reader may draw the relation or not.
    """
    words, kept = grammar(lang), list(rows)
    places = [(row, number) for row in kept for number in range(len(row["sentences"]))]
    texts = [(str(row["sentences"][number]), passage_mentions(row, number)) for row, number in places]
    parses = parsed(texts, model=language_model(lang), grammar=words)
    for at, ((row, number), sentences) in enumerate(zip(places, parses, strict=True)):
        said = [
            GoldRelation(slug(h), r, slug(t), c, p, weight_of(need), None if evidence == [number] else frozenset())
            for h, r, t, c, p, evidence, *need in row["relations"]
        ]
        for sentence in sentences:
            yield from _examples(sentence, said, f"{origin}:{at}", words)


def passage_mentions(row: Mapping[str, Any], number: int) -> tuple[Mention, ...]:
    """The names and phrases of one sentence of a passage, in order."""
    types = dict(row["entities"])
    names = {name: name for name in types} | row.get("aliases", {})
    given = [(words, name, types[name], NAME) for words, name in names.items()]
    given += [(words, name, types[name], PHRASE) for words, where, name in row.get("phrases", []) if where == number]
    return _placed(str(row["sentences"][number]), given)


# ---------------------------------------------------------------- both


def _examples(sentence: Sentence, said: Sequence[GoldRelation], origin: str, words: Grammar) -> Iterator[Example]:
    frames, told = tuple(instances(sentence, words)), Told(sentence, words)
    for pair in pairs_of(sentence):
        allowed = ways_of(pair.first.type, pair.second.type)
        if allowed:
            true = tuple(_said_of(pair, sentence, said))
            seen = {one.relation: frozenset(cues(pair, sentence, words.lang, one.relation)) for one in true if one.here}
            ends = (pair.first.entity, pair.second.entity)
            yield Example(origin, words.lang, ends, allowed, frozenset(features(pair, told, frames)), true, seen)


def _said_of(pair: Pair, sentence: Sentence, said: Iterable[GoldRelation]) -> Iterator[Said]:
    mine = words_of(sentence.text)
    for one in said:
        way = _way(pair, one)
        if way is not None:
            here = one.words is None or len(one.words & mine) >= max(1, len(mine)) / 2
            yield Said(one.relation, way, one.certainty, one.phase, one.weight, here)


def _way(pair: Pair, one: GoldRelation) -> str | None:
    if {one.head, one.tail} != {pair.first.entity, pair.second.entity}:
        return None
    if ontology().relations[one.relation].symmetric:
        return SYMMETRIC
    return FORTH if one.head == pair.first.entity else BACK
