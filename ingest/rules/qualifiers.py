"""What a claim may add to its relation: amount, post, product, named event, dates, and whom the article takes it from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from ingest.rules.clauses import role_of
from ingest.rules.features import Pair
from ingest.rules.frames import Instance
from ingest.rules.grammar import Grammar
from ingest.rules.lexicon import lexicon
from ingest.rules.money import PRICED, Money, price
from ingest.rules.naming import EVENTFUL, LONGEST, event_of, speaker_of
from ingest.rules.parse import Sentence
from ingest.rules.slots import slots_of
from ingest.rules.validity import validity
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["qualifiers"]

_ANY_WORD = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "NUM", "X"))


def qualifiers(
    relation: str,
    pair: Pair,
    sentence: Sentence,
    found: Sequence[Instance],
    grammar: Grammar,
    *,
    phase: str = "current",
    published: str | None = None,
) -> Json:
    """The qualifiers that the sentence gives to this relation of this pair; only those that the ontology has for it."""
    takes = ontology().relations[relation].qualifiers
    given: Json = {}
    inside = [replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in sentence.mentions]
    ends = {pair.first.entity, pair.second.entity}
    own = [one for one in found if one.relation == relation and {one.head.entity, one.tail.entity} == ends]
    if relation in PRICED and (money := _amount(pair, sentence, grammar.lang)) is not None:
        given |= {"amount": money.amount, "currency": money.currency}
    if relation == "works-for" and (role := _role(pair, sentence, own, grammar)):
        given["role"] = role
    if relation == "supplies" and (product := _product(own, sentence, grammar)):
        given["product"] = product
    both, lang = (pair.first, pair.second), grammar.lang
    if "event" in takes and relation not in EVENTFUL and (event := event_of(sentence.text, inside, both, lang)):
        given["event"] = event
    names = [(m.start, m.end) for m in inside]
    place = (pair.first.start - sentence.start, pair.second.end - sentence.start)
    given |= validity(sentence.text, lang, relation, phase, published=published, place=place, names=names)
    speaker = speaker_of(sentence.text, inside, both, lang)
    return given | ({"said_by": speaker} if speaker else {})


def _amount(pair: Pair, sentence: Sentence, lang: str) -> Money | None:
    """The only amount near the pair; none when the amount is shared by several (an enumeration)."""
    if len(sentence.groups.get(pair.first, ())) > 1 or len(sentence.groups.get(pair.second, ())) > 1:
        return None
    return price(sentence.text, lang, pair.first.start - sentence.start, pair.second.end - sentence.start)


# ---------------------------------------------------------------- posts, products


def _role(pair: Pair, sentence: Sentence, own: Sequence[Instance], grammar: Grammar) -> str | None:
    """The noun of the frame that found the post, or the nearest noun of a post; "ancien", "former" tell no post."""
    words = lexicon(grammar.lang)
    former = frozenset(words.modality.get("former", ()))
    nouns = [one.trigger for one in own if one.frame.trigger == "noun"]
    if not nouns:
        near = sentence.doc[max(0, pair.left - 5) : pair.right + 8]
        nouns = [t for t in near if t.lemma_.lower() in words.nouns["Person"] and t.i not in sentence.heads]
    posts = [token for token in nouns if token.lemma_.lower() not in former]
    return _shown(posts[0], sentence, grammar, frozenset(("ADJ", "NOUN")), leave=former) if posts else None


def _shown(noun: Token, sentence: Sentence, grammar: Grammar, kinds: frozenset[str], *, leave: frozenset[str] = frozenset()) -> str:
    """The noun and the words of its phrase right beside it: "directeur général", "Chief Scientist"; no names."""
    doc = sentence.doc

    def belongs(at: int, *roles: str) -> bool:
        token = doc[at]
        fits = token.pos_ in kinds and token.lemma_.lower() not in leave and token.lower_ not in leave
        return fits and token.head == noun and token.i not in sentence.heads and role_of(token, grammar) in roles

    first = last = noun.i
    while first > 0 and belongs(first - 1, "compound", "adjective"):
        first -= 1
    while last + 1 < len(doc) and belongs(last + 1, "adjective"):
        last += 1
    return doc[first : last + 1].text


def _product(own: Sequence[Instance], sentence: Sentence, grammar: Grammar) -> str | None:
    """What the verb of supplying has as its object, when that is no end of the relation."""
    for one in own:
        objects = slots_of(one.trigger, sentence, grammar).get("obj", []) if one.frame.trigger == "verb" else []
        for token in (_whole(found, sentence, grammar) for found in objects):
            mention = sentence.mention_at(token)
            if mention in (one.head, one.tail) or token.pos_ not in ("NOUN", "PROPN"):
                continue
            shown = mention.name if mention else _shown(token, sentence, grammar, _ANY_WORD)
            if len(shown.split()) <= LONGEST:
                return shown
    return None


def _whole(token: Token, sentence: Sentence, grammar: Grammar) -> Token:
    """What a noun of quantity is a quantity of: "une partie des processeurs", "thousands of chips"."""
    if token.lemma_.lower() not in grammar.portions:
        return token
    slots = slots_of(token, sentence, grammar)
    return next((found for of in sorted(grammar.of) for found in slots.get(f"p:{of}", ())), token)
