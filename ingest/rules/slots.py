"""Who does what to whom: the arguments of a word, whatever the parser calls them.

Slots: ``subj`` and ``obj`` are those of the active voice; ``iobj``; ``p:<preposition>``; ``poss`` (its, Nvidia's); ``comp`` (the Nvidia
deal); ``is`` (what a noun is said of: "X, filiale de Y", "X est une filiale", "la filiale X"); ``ctl`` (whose doing a noun is: "X
annonce un partenariat"). A slot holds tokens; ``names_of`` says which mentions stand behind a token.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.rules.clauses import DEEPEST, Slots, antecedent_of, case_of, complements_of, is_possessive, role_of, verb_slots
from ingest.rules.grammar import Grammar
from ingest.rules.mentions import Mention
from ingest.rules.parse import Sentence

__all__ = ["describes", "names_of", "slots_of"]

_NOUNS = ("NOUN", "PROPN", "ADJ", "PRON", "NUM", "X", "SYM")


def slots_of(token: Token, sentence: Sentence, grammar: Grammar) -> Slots:
    """The filled slots of a word, a verb's or a noun's."""
    return _noun_slots(token, sentence, grammar) if describes(token) else verb_slots(token, grammar)


def describes(token: Token) -> bool:
    """Whether the word is taken as a noun."""
    return token.pos_ not in ("VERB", "AUX")


def _noun_slots(noun: Token, sentence: Sentence, grammar: Grammar, depth: int = 0) -> Slots:
    slots: Slots = {}
    for child in noun.children:
        for slot, token in _noun_argument(child, sentence, grammar):
            slots.setdefault(slot, []).append(token)
    slots.setdefault("is", []).extend(_described(noun, sentence, grammar))
    _from_governor(noun, slots, grammar)
    _from_siblings(noun, slots, sentence, grammar, depth)
    return {slot: list(dict.fromkeys(tokens)) for slot, tokens in slots.items() if tokens}


def _noun_argument(child: Token, sentence: Sentence, grammar: Grammar) -> Iterator[tuple[str, Token]]:
    role = role_of(child, grammar)
    named = child.i in sentence.heads
    if is_possessive(child, grammar) or role == "poss":
        yield "poss", child
    elif (case := case_of(child, grammar)) and role in ("modifier", "oblique", "preposition", "agent", "case", "apposition", "conj"):
        yield from ((f"p:{case}", token) for token in complements_of(child, grammar))
    elif role == "compound":
        yield "comp", child
    elif _is_apposed(child, sentence, grammar) or (role in ("flat", "modifier", "adjective") and named):
        yield "is", child
    elif role == "subject" and any(role_of(c, grammar) == "copula" for c in child.head.children):
        yield "is", antecedent_of(child, grammar)


def _is_apposed(token: Token, sentence: Sentence, grammar: Grammar) -> bool:
    """Whether it says what stands beside it.

    A common noun listed with a name is an apposition that the parser missed, if without "and", or if it goes on from an apposition.
    """
    role = role_of(token, grammar)
    if role == "conj" and (token.i in sentence.heads) != (token.head.i in sentence.heads):
        links = (*token.children, *token.head.children)
        listed = any(link.pos_ == "CCONJ" and token.head.i < link.i < token.i for link in links)
        return not listed or _joined_before(token, sentence, grammar) is not None
    return role == "apposition"


def _joined_before(noun: Token, sentence: Sentence, grammar: Grammar) -> Token | None:
    """The noun that "and" joins it to: "cofondateur" of "PDG" in "X, cofondateur et PDG"."""
    if role_of(noun, grammar) != "conj":
        return None
    if noun.head.i not in sentence.heads:
        return noun.head if describes(noun.head) else None
    if noun.i in sentence.heads:
        return None
    appositions = (c for c in noun.head.children if role_of(c, grammar) == "apposition" and c.i < noun.i and c.i not in sentence.heads)
    return next(appositions, None)


def _joined_after(noun: Token, sentence: Sentence, grammar: Grammar) -> list[Token]:
    """The nouns that "and" joins to it, wherever the parser hangs them."""
    return [c for c in (*noun.children, *noun.head.children) if c.i not in sentence.heads and _joined_before(c, sentence, grammar) == noun]


def _described(noun: Token, sentence: Sentence, grammar: Grammar) -> Iterator[Token]:
    """What the noun is said of by standing beside it, or by a verb between them."""
    role, head = role_of(noun, grammar), noun.head
    if head is noun:
        return
    bare = role == "modifier" and not case_of(noun, grammar) and head.i in sentence.heads
    if bare or role in ("flat", "compound", "adjective", "relative") or _is_apposed(noun, sentence, grammar):
        yield head
    elif role == "attribute" and head.pos_ in ("VERB", "AUX"):
        yield from _attributed(head, grammar)
    elif role in ("open", "object", "oblique", "predicative", "modifier", "complement") or head.pos_ == "ADP":
        verb = head.head if head.pos_ == "ADP" else head
        if verb.lemma_.lower() in grammar.naming:
            yield from _attributed(verb, grammar, leave=noun)


def _attributed(verb: Token, grammar: Grammar, leave: Token | None = None) -> list[Token]:
    slots = verb_slots(verb, grammar)
    objects = [t for t in slots.get("obj", ()) if t is not leave and t.pos_ in ("PROPN", "PRON", "NOUN")]
    return objects if objects and leave is not None else [t for t in slots.get("subj", slots.get("obj", [])) if t is not leave]


def _from_governor(noun: Token, slots: Slots, grammar: Grammar) -> None:
    """What the verb adds that carries the noun: "X a signé un accord avec Y", "un accord a été signé entre X et Y"."""
    verb, role = noun.head, role_of(noun, grammar)
    if verb.pos_ == "ADP":
        verb, role = verb.head, "oblique"
    if role == "conj" and verb.pos_ in ("NOUN", "PROPN"):
        role, verb = role_of(verb, grammar), verb.head
    if verb.pos_ not in ("VERB", "AUX") or verb is noun:
        return
    own = verb_slots(verb, grammar)
    slots.setdefault("ctl", []).extend(t for t in own.get("subj", ()) if t is not noun)
    if role in ("object", "passive-subject"):
        for slot, tokens in own.items():
            if slot.startswith("p:") or slot == "iobj":
                slots.setdefault(slot, []).extend(t for t in tokens if t is not noun)


def _from_siblings(noun: Token, slots: Slots, sentence: Sentence, grammar: Grammar, depth: int) -> None:
    """Nouns joined by "and" share what they are said of and whose they are: "cofondateur et PDG de X"."""
    if depth:
        return
    for other in _joined_after(noun, sentence, grammar):
        if not any(slot.startswith("p:") for slot in slots):
            later = _noun_slots(other, sentence, grammar, depth + 1)
            slots |= {slot: tokens for slot, tokens in later.items() if slot.startswith("p:") or slot == "poss"}
    if before := _joined_before(noun, sentence, grammar):
        first = _noun_slots(before, sentence, grammar, depth + 1)
        slots |= {slot: first[slot] for slot in ("is", "ctl", "poss") if first.get(slot) and not slots.get(slot)}
        if not any(slot.startswith("p:") for slot in slots):
            slots |= {slot: tokens for slot, tokens in first.items() if slot.startswith("p:")}
    if role_of(noun, grammar) in ("compound", "adjective"):  # "Nvidia CEO Jensen Huang", "its rival AMD": both hang on the last name
        names = [c for c in noun.head.children if c.i < noun.i and c.i in sentence.heads and role_of(c, grammar) in ("compound", "poss")]
        slots.setdefault("comp", []).extend(names)


# ---------------------------------------------------------------- from tokens to mentions


def names_of(token: Token, sentence: Sentence, grammar: Grammar, depth: int = 0) -> list[Mention]:
    """The mentions behind a token: itself and those listed with it, or the names beside or inside a phrase."""
    mention = sentence.mention_at(token)
    if mention is not None:
        return _with_listed(token, mention, sentence, grammar, depth)
    nominal = token.pos_ in _NOUNS or role_of(token, grammar) in ("object", "subject", "passive-subject")
    if depth > 3 or not nominal:  # noqa: PLR2004 - deeper is no longer the same thing
        return []
    found: list[Mention] = []
    transparent = token.lemma_.lower() in grammar.transparent
    for child in token.children:
        role, case = role_of(child, grammar), case_of(child, grammar)
        beside = role == "flat" or _is_apposed(child, sentence, grammar) or (role == "modifier" and not case and child.i in sentence.heads)
        inside = case in grammar.examples or (transparent and (case in grammar.of or role in ("poss", "compound")))
        if beside:
            found += names_of(child, sentence, grammar, depth + 1)
        elif inside:
            found += [m for t in complements_of(child, grammar) for m in names_of(t, sentence, grammar, depth + 1)]
        elif role == "conj" and depth < 2:  # noqa: PLR2004 - the same
            found += names_of(child, sentence, grammar, depth + 1)
    return found


def _with_listed(token: Token, mention: Mention, sentence: Sentence, grammar: Grammar, depth: int) -> list[Mention]:
    found = list(sentence.groups.get(mention, (mention,)))
    if depth > DEEPEST:
        return found
    for child in token.children:
        if role_of(child, grammar) == "conj" and describes(child):
            found += [m for m in names_of(child, sentence, grammar, depth + 1) if m not in found]
    return found
