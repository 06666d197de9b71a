"""Relation frames: a trigger word whose slots hold a head and a tail says a relation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from spacy.tokens import Token

from ingest.rules.clauses import Slots
from ingest.rules.grammar import Frame, Grammar
from ingest.rules.mentions import Mention
from ingest.rules.parse import Sentence
from ingest.rules.slots import describes, names_of, slots_of
from ontology.vocabulary import ontology

__all__ = ["NEEDS", "Instance", "instances"]

_TRIGGERS = ("NOUN", "PROPN", "ADJ", "VERB", "AUX", "X", "ADV")


@dataclass(frozen=True, slots=True)
class Instance:
    """One statement found in a sentence: the frame that found it, its trigger word, and the slots that held its ends."""

    frame: Frame
    trigger: Token
    head: Mention
    tail: Mention
    head_slot: str
    tail_slot: str

    @property
    def relation(self) -> str:
        """What the frame says."""
        return self.frame.relation


def instances(sentence: Sentence, grammar: Grammar) -> Iterator[Instance]:
    """Everything that the frames find in a sentence and that the ontology allows."""
    for token in sentence.doc:
        frames = _frames_at(token, sentence, grammar)
        if not frames:
            continue
        slots = slots_of(token, sentence, grammar)
        for frame in frames:
            if _has_needed(frame, token, slots):
                yield from (found for found in _filled(frame, token, slots, sentence, grammar) if _allowed(found))


def _frames_at(token: Token, sentence: Sentence, grammar: Grammar) -> tuple[Frame, ...]:
    mention = sentence.mention_at(token)
    if mention is not None:
        return grammar.frames_of("name", mention.type)
    if token.pos_ not in _TRIGGERS:
        return ()
    kind = "noun" if describes(token) else "verb"
    lemmas = dict.fromkeys((token.lemma_.lower(), token.lower_))
    return tuple(dict.fromkeys(frame for lemma in lemmas for frame in grammar.frames_of(kind, lemma)))


def _has_needed(frame: Frame, token: Token, slots: Slots) -> bool:
    return all(NEEDS[place](token, slots, words) for place, words in frame.needs.items())


def _as_child(token: Token, _slots: Slots, words: frozenset[str]) -> bool:
    return any(child.lower_ in words for child in token.children)


def _as_governor(token: Token, _slots: Slots, words: frozenset[str]) -> bool:
    verb = token.head.head if token.head.pos_ == "ADP" else token.head
    return verb.lemma_.lower() in words


def _in_object(_token: Token, slots: Slots, words: frozenset[str]) -> bool:
    return any(t.lemma_.lower() in words for found in slots.get("obj", ()) for t in found.subtree)


def _inside(token: Token, _slots: Slots, words: frozenset[str]) -> bool:
    return any(t.lemma_.lower() in words for t in token.subtree if t is not token)


NEEDS: Mapping[str, Callable[[Token, Slots, frozenset[str]], bool]] = {
    "child": _as_child,
    "governor": _as_governor,
    "object": _in_object,
    "inside": _inside,
}
"""Where a frame may need one of some words: forms of what hangs on the trigger itself; lemmas of the verb above it, of its object's phrase,
of anything below it."""


def _filled(frame: Frame, token: Token, slots: Slots, sentence: Sentence, grammar: Grammar) -> Iterator[Instance]:
    if frame.among:
        found = _mentions(frame.among, token, slots, sentence, grammar)
        for (slot, one), (other_slot, other) in combinations(found, 2):
            if slot != other_slot or slot in grammar.reciprocal:
                yield Instance(frame, token, one, other, slot, other_slot)
        return
    heads = _mentions(frame.head, token, slots, sentence, grammar)
    tails = _mentions(frame.tail, token, slots, sentence, grammar)
    for head_slot, head in heads:
        for tail_slot, tail in tails:
            if head_slot != tail_slot or head_slot in grammar.shared:
                yield Instance(frame, token, head, tail, head_slot, tail_slot)


def _mentions(wanted: tuple[str, ...], token: Token, slots: Slots, sentence: Sentence, grammar: Grammar) -> list[tuple[str, Mention]]:
    """The mentions in these slots, the first slot first; each once."""
    found: dict[Mention, str] = {}
    for slot in wanted:
        if slot == "self":
            mention = sentence.mention_at(token)
            some = [mention] if mention else []
        elif slot == "paren":
            some = _in_parentheses(token, sentence)
        else:
            some = [m for t in slots.get(slot, ()) for m in names_of(t, sentence, grammar)]
        for mention in some:
            found.setdefault(mention, slot)
    return [(slot, mention) for mention, slot in found.items()]


def _in_parentheses(token: Token, sentence: Sentence) -> list[Mention]:
    """``Jane Doe (Nvidia)``."""
    doc, i = sentence.doc, token.i
    if i + 3 < len(doc) and doc[i + 1].text == "(" and doc[i + 3].text == ")":
        mention = sentence.mention_at(doc[i + 2])
        return [mention] if mention else []
    return []


def _allowed(found: Instance) -> bool:
    pairs = ontology().relations[found.relation].pairs
    return found.head.entity != found.tail.entity and (found.head.type, found.tail.type) in pairs
