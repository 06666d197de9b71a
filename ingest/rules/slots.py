"""Who does what to whom: the arguments of a word, whatever the parser calls them.

Slots: ``subj`` and ``obj`` are those of the active voice; ``iobj``; ``p:<preposition>``; ``poss`` (its, Nvidia's); ``comp`` (the Nvidia
deal); ``is`` (what a noun is said of: "X, filiale de Y", "X est une filiale", "la filiale X"); ``ctl`` (whose doing a noun is: "X
annonce un partenariat"). A slot holds tokens; ``names_of`` says which mentions stand behind a token.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.rules.grammar import Grammar
from ingest.rules.mentions import Mention
from ingest.rules.parse import Sentence

__all__ = ["Slots", "describes", "is_passive", "names_of", "slots_of", "subjects"]

Slots = dict[str, list[Token]]
_NOUNS = ("NOUN", "PROPN", "ADJ", "PRON", "NUM", "X", "SYM")
_DEEPEST = 6


def slots_of(token: Token, sentence: Sentence, grammar: Grammar) -> Slots:
    """The filled slots of a word, a verb's or a noun's."""
    return _noun_slots(token, sentence, grammar) if describes(token) else _verb_slots(token, grammar)


def describes(token: Token) -> bool:
    """Whether the word is taken as a noun."""
    return token.pos_ not in ("VERB", "AUX")


def role_of(token: Token, grammar: Grammar) -> str:
    """What the token is to its head, in our words."""
    return grammar.labels.get(token.dep_, token.dep_)


# ---------------------------------------------------------------- verbs


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


def _verb_slots(verb: Token, grammar: Grammar) -> Slots:
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
        yield ("obj" if passive else "subj"), _antecedent(child, grammar)
    elif role == "object":
        yield "obj", _antecedent(child, grammar)
    elif role == "indirect" and child.pos_ != "ADP":
        yield "iobj", child
    elif role == "agent":
        yield from (("subj", token) for token in _complements(child, grammar))
    elif role in ("oblique", "preposition", "modifier", "indirect"):
        for token in _complements(child, grammar):
            if case := _case(child, grammar):
                yield ("subj" if passive and case in grammar.by else f"p:{case}"), _antecedent(token, grammar)
            elif token.pos_ == "PROPN" and token.i > token.head.i and not passive:
                yield "obj", token  # a name after its verb, with nothing in between, is what the deed is done to


def _antecedent(token: Token, grammar: Grammar) -> Token:
    """What a relative pronoun stands for."""
    if token.lower_ not in grammar.relatives | grammar.relative_objects:
        return token
    verb = token
    for _ in range(_DEEPEST):
        if role_of(verb, grammar) == "relative":
            return verb.head
        verb = verb.head
    return token


def _complements(token: Token, grammar: Grammar) -> list[Token]:
    """The noun of a prepositional phrase, wherever the parser hangs it."""
    if token.pos_ in ("ADP", "SCONJ") or role_of(token, grammar) == "preposition":
        inner = [c for c in token.children if role_of(c, grammar) in ("complement", "object", "conj", "oblique")]
        return [t for c in inner for t in (_complements(c, grammar) if c.pos_ == "ADP" else [c])]
    return [token]


def _case(token: Token, grammar: Grammar) -> str:
    """The preposition of a phrase, as the grammar spells it; empty when there is none."""
    if role_of(token, grammar) == "preposition" or token.pos_ == "ADP":
        deeper = next((c for c in token.children if c.pos_ == "ADP" and role_of(c, grammar) == "preposition"), None)
        own = grammar.prepositions.get(token.lower_, token.lower_)
        return own if deeper is None else grammar.prepositions.get(deeper.lower_, deeper.lower_)
    cases = [c for c in token.children if role_of(c, grammar) == "case" and c.i < token.i]
    return grammar.prepositions.get(cases[0].lower_, cases[0].lower_) if cases else ""


def subjects(verb: Token, grammar: Grammar, depth: int = 0) -> list[Token]:
    """Who does it: the verb's own subject, or the one that it shares with the clause or noun it depends on."""
    own = [_antecedent(c, grammar) for c in verb.children if role_of(c, grammar) in ("subject", "passive-subject")]
    if own or depth > _DEEPEST:
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
    of = [c for c in noun.children if role_of(c, grammar) == "poss" or _is_possessive(c, grammar)]
    if of:
        return of
    if noun.head is not noun and noun.head.pos_ in ("VERB", "AUX"):
        return subjects(noun.head, grammar, depth + 1)
    return [t for c in noun.children if _case(c, grammar) in grammar.by | grammar.of for t in _complements(c, grammar)]


# ---------------------------------------------------------------- nouns


def _is_possessive(token: Token, grammar: Grammar) -> bool:
    return token.lower_ in grammar.possessives


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
    if _is_possessive(child, grammar) or role == "poss":
        yield "poss", child
    elif (case := _case(child, grammar)) and role in ("modifier", "oblique", "preposition", "agent", "case", "apposition", "conj"):
        yield from ((f"p:{case}", token) for token in _complements(child, grammar))
    elif role == "compound":
        yield "comp", child
    elif _is_apposed(child, sentence, grammar) or (role in ("flat", "modifier", "adjective") and named):
        yield "is", child
    elif role == "subject" and any(role_of(c, grammar) == "copula" for c in child.head.children):
        yield "is", _antecedent(child, grammar)


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
    bare = role == "modifier" and not _case(noun, grammar) and head.i in sentence.heads
    if bare or role in ("flat", "compound", "adjective", "relative") or _is_apposed(noun, sentence, grammar):
        yield head
    elif role == "attribute" and head.pos_ in ("VERB", "AUX"):
        yield from _attributed(head, grammar)
    elif role in ("open", "object", "oblique", "predicative", "modifier", "complement") or head.pos_ == "ADP":
        verb = head.head if head.pos_ == "ADP" else head
        if verb.lemma_.lower() in grammar.naming:
            yield from _attributed(verb, grammar, leave=noun)


def _attributed(verb: Token, grammar: Grammar, leave: Token | None = None) -> list[Token]:
    slots = _verb_slots(verb, grammar)
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
    own = _verb_slots(verb, grammar)
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
        role, case = role_of(child, grammar), _case(child, grammar)
        beside = role == "flat" or _is_apposed(child, sentence, grammar) or (role == "modifier" and not case and child.i in sentence.heads)
        inside = case in grammar.examples or (transparent and (case in grammar.of or role in ("poss", "compound")))
        if beside:
            found += names_of(child, sentence, grammar, depth + 1)
        elif inside:
            found += [m for t in _complements(child, grammar) for m in names_of(t, sentence, grammar, depth + 1)]
        elif role == "conj" and depth < 2:  # noqa: PLR2004 - the same
            found += names_of(child, sentence, grammar, depth + 1)
    return found


def _with_listed(token: Token, mention: Mention, sentence: Sentence, grammar: Grammar, depth: int) -> list[Mention]:
    found = list(sentence.groups.get(mention, (mention,)))
    if depth > _DEEPEST:
        return found
    for child in token.children:
        if role_of(child, grammar) == "conj" and describes(child):
            found += [m for m in names_of(child, sentence, grammar, depth + 1) if m not in found]
    return found
