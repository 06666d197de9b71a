"""Verbs and what hangs on them: voice, subjects, objects and prepositional phrases, whatever the parser calls them.

The slots are those of ``ingest.rules.slots``.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.rules.grammar import Grammar

__all__ = [
    "DEEPEST",
    "Slots",
    "antecedent_of",
    "case_of",
    "complements_of",
    "is_passive",
    "is_possessive",
    "role_of",
    "subjects",
    "verb_slots",
]

Slots = dict[str, list[Token]]
DEEPEST = 6
"""How far up or down a tree anything is looked for; deeper is a broken parse."""


def role_of(token: Token, grammar: Grammar) -> str:
    """What the token is to its head, in our words."""
    return grammar.labels.get(token.dep_, token.dep_)


def is_possessive(token: Token, grammar: Grammar) -> bool:
    """Whether it is "its", "their"."""
    return token.lower_ in grammar.possessives


def is_passive(verb: Token, grammar: Grammar) -> bool:
    """Whether the verb's subject is what the deed is done to."""
    roles = {role_of(child, grammar) for child in verb.children}
    if "passive" in roles:
        return True
    if any(role_of(child, grammar) == "aux" and child.lemma_.lower() in grammar.active for child in verb.children):
        return False  # "X n'a pas racheté Y", whose subject the parser may still call passive
    bare = roles.isdisjoint(("aux", "subject", "object"))
    return "passive-subject" in roles or (bare and _is_past_participle(verb) and role_of(verb, grammar) not in ("root", "conj"))


def _is_past_participle(verb: Token) -> bool:
    return verb.tag_ == "VBN" or ("Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", []))


def verb_slots(verb: Token, grammar: Grammar) -> Slots:
    """The filled slots of a verb."""
    slots: Slots = {}
    passive = is_passive(verb, grammar)
    for child in verb.children:
        for slot, token in _argument(child, passive, grammar):
            slots.setdefault(slot, []).append(token)
    if passive and not slots.get("obj"):
        slots["obj"] = subjects(verb, grammar)
    elif not passive and not slots.get("subj"):
        slots["subj"] = subjects(verb, grammar)
    if role_of(verb, grammar) == "relative" and not passive and not slots.get("obj") and not _has_relative(verb, grammar):
        slots["obj"] = [verb.head]
    return {slot: tokens for slot, tokens in slots.items() if tokens}


def _has_relative(verb: Token, grammar: Grammar) -> bool:
    return any(child.lower_ in grammar.relatives | grammar.relative_objects for child in verb.subtree if child.i < verb.i)


def _argument(child: Token, passive: bool, grammar: Grammar) -> Iterator[tuple[str, Token]]:  # noqa: FBT001 - the voice
    role = role_of(child, grammar)
    if role in ("subject", "passive-subject"):
        yield ("obj" if passive else "subj"), antecedent_of(child, grammar)
    elif role == "object":
        yield "obj", antecedent_of(child, grammar)
    elif role == "indirect" and child.pos_ != "ADP":
        yield "iobj", child
    elif role == "agent":
        yield from (("subj", token) for token in complements_of(child, grammar))
    elif role in ("oblique", "preposition", "modifier", "indirect"):
        for token in complements_of(child, grammar):
            if case := case_of(child, grammar):
                yield ("subj" if passive and case in grammar.by else f"p:{case}"), antecedent_of(token, grammar)
            elif token.pos_ == "PROPN" and token.i > token.head.i and not passive:
                yield "obj", token  # a name after its verb, with nothing in between, is what the deed is done to


def antecedent_of(token: Token, grammar: Grammar) -> Token:
    """What a relative pronoun stands for."""
    if token.lower_ not in grammar.relatives | grammar.relative_objects:
        return token
    verb = token
    for _ in range(DEEPEST):
        if role_of(verb, grammar) == "relative":
            return verb.head
        verb = verb.head
    return token


def complements_of(token: Token, grammar: Grammar) -> list[Token]:
    """The noun of a prepositional phrase, wherever the parser hangs it."""
    if token.pos_ in ("ADP", "SCONJ") or role_of(token, grammar) == "preposition":
        inner = [c for c in token.children if role_of(c, grammar) in ("complement", "object", "conj", "oblique")]
        return [t for c in inner for t in (complements_of(c, grammar) if c.pos_ == "ADP" else [c])]
    return [token]


def case_of(token: Token, grammar: Grammar) -> str:
    """The preposition of a phrase, as the grammar spells it; empty when there is none."""
    if role_of(token, grammar) == "preposition" or token.pos_ == "ADP":
        deeper = next((c for c in token.children if c.pos_ == "ADP" and role_of(c, grammar) == "preposition"), None)
        own = grammar.prepositions.get(token.lower_, token.lower_)
        return own if deeper is None else grammar.prepositions.get(deeper.lower_, deeper.lower_)
    cases = [c for c in token.children if role_of(c, grammar) == "case" and c.i < token.i]
    return grammar.prepositions.get(cases[0].lower_, cases[0].lower_) if cases else ""


def subjects(verb: Token, grammar: Grammar, depth: int = 0) -> list[Token]:
    """Who does it: the verb's own subject, or the one that it shares with the clause or noun it depends on."""
    own = [antecedent_of(c, grammar) for c in verb.children if role_of(c, grammar) in ("subject", "passive-subject")]
    if own or depth > DEEPEST:
        return own
    role, head = role_of(verb, grammar), verb.head
    if role == "conj":
        return subjects(head, grammar, depth + 1) if head.pos_ in ("VERB", "AUX") else _attached(verb, head, grammar, depth)
    if role in ("relative", "participle"):
        return _attached(verb, head, grammar, depth)
    if role in ("open", "adverbial", "clause", "aux", "complement", "oblique", "modifier") and head is not verb:
        if head.pos_ == "ADP":
            head = head.head
        return _controller(head, grammar, depth)
    return []


def _attached(verb: Token, noun: Token, grammar: Grammar, depth: int) -> list[Token]:
    """The subject of a participle or infinitive that hangs on a noun: the noun, or for an infinitive whose deed the noun is."""
    if "Inf" in verb.morph.get("VerbForm", []) or any(c.lower_ in grammar.infinitives for c in verb.children):
        return _doer(noun, grammar, depth)
    return [noun]


def _controller(head: Token, grammar: Grammar, depth: int) -> list[Token]:
    if head.pos_ in ("VERB", "AUX"):
        slots = [c for c in head.children if role_of(c, grammar) in ("object", "indirect")]
        if head.lemma_.lower() in grammar.object_control and slots:
            return slots
        return subjects(head, grammar, depth + 1)
    return _doer(head, grammar, depth)


def _doer(noun: Token, grammar: Grammar, depth: int) -> list[Token]:
    """Whose project, plan or refusal it is."""
    of = [c for c in noun.children if role_of(c, grammar) == "poss" or is_possessive(c, grammar)]
    if of:
        return of
    if noun.head is not noun and noun.head.pos_ in ("VERB", "AUX"):
        return subjects(noun.head, grammar, depth + 1)
    return [t for c in noun.children if case_of(c, grammar) in grammar.by | grammar.of for t in complements_of(c, grammar)]
