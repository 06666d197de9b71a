"""What a claim may add to its relation: amount, post, product, named event, dates, and whom the article takes it from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from ingest.rules.clauses import role_of
from ingest.rules.features import Pair
from ingest.rules.frames import Instance
from ingest.rules.grammar import Grammar, straight
from ingest.rules.lexicon import lexicon
from ingest.rules.mentions import NAME
from ingest.rules.parse import Sentence
from ingest.rules.slots import slots_of
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["qualifiers"]

_EVENT = r"\b[A-Z]\w*[a-z](?:G|-?g)ate\b|\b(?:[Ss]eries|[Ss]érie) [A-H]\b"
_PRICED = frozenset(("invests-in", "acquires", "supplies", "partners-with", "disputes-with", "regulates"))
"""Relations that an amount in their sentence is likely to be the price of; the ontology allows it for more."""
_YEAR = re.compile(r"\b(?:19[5-9]|20[0-4])\d\b")
_NUMBER = r"\d{1,3}(?:[\s.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_RANGE = re.compile(r"(?<!\d)\d{1,3}(?:[.,]\d+)?(?:\s+\w{1,3}\s+|\s?[-–]\s?)$")
_SMALLEST = 1000.0
_SHORTEST = 3
"""Letters: "per" takes it from someone only before a name; "per share" does not."""
_LONGEST_PRODUCT = 6
_ANY_WORD = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "NUM", "X"))
_FARTHEST_AMOUNT = 90


@dataclass(frozen=True, slots=True)
class _Money:
    start: int
    end: int
    amount: float
    currency: str


def qualifiers(relation: str, pair: Pair, sentence: Sentence, found: Sequence[Instance], grammar: Grammar) -> Json:
    """The qualifiers that the sentence gives to this relation of this pair; only those that the ontology has for it."""
    takes = ontology().relations[relation].qualifiers
    given: Json = {}
    ends = {pair.first.entity, pair.second.entity}
    own = [one for one in found if one.relation == relation and {one.head.entity, one.tail.entity} == ends]
    if relation in _PRICED and (money := _amount(pair, sentence, grammar.lang)) is not None:
        given |= {"amount": money.amount, "currency": money.currency}
    if relation == "works-for" and (role := _role(pair, sentence, own, grammar)):
        given["role"] = role
    if relation == "supplies" and (product := _product(own, sentence, grammar)):
        given["product"] = product
    if "event" in takes and relation not in ("works-for", "develops", "uses") and (event := _event(pair, sentence, grammar)):
        given["event"] = event
    given |= _dates(sentence, grammar)
    speaker = _speaker(sentence, pair, grammar)
    return given | ({"said_by": speaker} if speaker else {})


def _event(pair: Pair, sentence: Sentence, grammar: Grammar) -> str | None:
    """The affair, round or deal that the sentence names: "BumpGate", "Series C"; a company's name as "Seagate" is none."""
    for found in _event_pattern(grammar.events).finditer(sentence.text):
        start, end = (sentence.start + place for place in found.span())
        covering = [mention for mention in sentence.mentions if mention.start < end and start < mention.end]
        is_end = any(mention.entity in (pair.first.entity, pair.second.entity) for mention in covering)
        is_firm = found[0].endswith("gate") and found[0] not in grammar.events and any(m.type == "Company" for m in covering)
        if not is_end and not is_firm:
            return found[0]
    return None


@cache
def _event_pattern(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join((_EVENT, *(rf"\b{re.escape(name)}\b" for name in sorted(known)))))


# ---------------------------------------------------------------- money


def _amount(pair: Pair, sentence: Sentence, lang: str) -> _Money | None:
    """The only amount near the pair; none when the amount is shared by several (an enumeration)."""
    if len(sentence.groups.get(pair.first, ())) > 1 or len(sentence.groups.get(pair.second, ())) > 1:
        return None
    low, high = pair.first.start - sentence.start - _FARTHEST_AMOUNT, pair.second.end - sentence.start + _FARTHEST_AMOUNT
    near = [money for money in _monies(sentence.text, lang) if low <= money.start and money.end <= high]
    return near[0] if len(near) == 1 else None


def _monies(text: str, lang: str) -> Iterator[_Money]:
    """The amounts of a text; no ends of ranges, and no small change, which is a price or a year beside a word."""
    before, after, multipliers, currencies = _money_patterns(lang)
    taken: set[int] = set()
    for pattern in (before, after):
        for found in pattern.finditer(text):
            if found.start("number") in taken or _RANGE.search(text[: found.start()]):
                continue
            taken.add(found.start("number"))
            factor = multipliers.get((found["multiplier"] or "").lower(), 1.0)
            amount = round(_number(found["number"], lang) * factor, 2)
            if amount >= _SMALLEST and not (factor == 1.0 and _YEAR.fullmatch(found["number"])):
                yield _Money(found.start(), found.end(), amount, currencies[re.sub(r"\s", " ", found["currency"].lower())])


@cache
def _money_patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, float], dict[str, str]]:
    """A sign or code before the number (``$2 billion``), and any currency after it (``2 milliards de dollars``)."""
    data: dict[str, Any] = dict(lexicon(lang).amount)
    multipliers, currencies = dict(data["multipliers"]), dict(data["currencies"])
    number = rf"(?P<number>{_NUMBER})"
    many = rf"(?:[\s-]?(?P<multiplier>{_alternatives(multipliers)})(?!\w))?"
    signs = [word for word, code in currencies.items() if not word.replace(" ", "").isalpha() or word == code.lower()]
    before = rf"(?<![\w$])(?P<currency>{_alternatives(signs)})\s?{number}{many}"
    after = rf"(?<![\w.,]){number}{many}(?:[\s-]?(?:d['’]|de\s|of\s|US\s)?)(?P<currency>{_alternatives(currencies)})(?!\w)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE), multipliers, currencies


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


def _number(text: str, lang: str) -> float:
    """Of two kinds of marks the last is decimal (``1.500,5``); one mark before three digits is what it is in the language."""
    bare = re.sub(r"\s", "", text)
    marks = [mark for mark in bare if mark in ".,"]
    if not marks:
        return float(bare)
    decimal, last = "." if lang == "en" else ",", marks[-1]
    thousands = len(bare.rpartition(last)[2]) == 3  # noqa: PLR2004 - a thousand has three digits
    if marks.count(last) > 1 or (thousands and len(marks) == 1 and last != decimal):
        return float(re.sub("[.,]", "", bare))
    whole, _, fraction = bare.rpartition(last)
    return float(f"{re.sub('[.,]', '', whole)}.{fraction}")


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
            if len(shown.split()) <= _LONGEST_PRODUCT:
                return shown
    return None


def _whole(token: Token, sentence: Sentence, grammar: Grammar) -> Token:
    """What a noun of quantity is a quantity of: "une partie des processeurs", "thousands of chips"."""
    if token.lemma_.lower() not in grammar.portions:
        return token
    slots = slots_of(token, sentence, grammar)
    return next((found for of in sorted(grammar.of) for found in slots.get(f"p:{of}", ())), token)


# ---------------------------------------------------------------- dates, speakers


def _dates(sentence: Sentence, grammar: Grammar) -> Json:
    """The only year of the sentence, after a word that says whether it begins or ends something."""
    years = list(_YEAR.finditer(sentence.text))
    if len(years) != 1:
        return {}
    before = straight(sentence.text[: years[0].start()].lower()).split()[-2:]
    if not grammar.since.isdisjoint(before):
        return {"valid_from": years[0][0]}
    return {"valid_to": years[0][0]} if not grammar.until.isdisjoint(before) else {}


def _speaker(sentence: Sentence, pair: Pair, grammar: Grammar) -> str | None:
    """Whom the sentence takes it from: the words behind "selon", "according to"."""
    lower = straight(sentence.text.lower())
    for phrase in lexicon(grammar.lang).modality.get("reported_by", ()):
        at = re.search(rf"(?<!\w){re.escape(straight(phrase))}\s+", lower)
        if at is None:
            continue
        place = sentence.start + at.end()
        named = next((m for m in sentence.mentions if m.kind == NAME and place <= m.start <= place + 4), None)
        if named is not None:
            return None if named in (pair.first, pair.second) else named.name
        words = _until_pause(sentence.text[at.end() :])
        speaks = words is not None and not lexicon(grammar.lang).listed("speakers").isdisjoint(straight(words.lower()).split())
        return words if speaks and len(phrase) > _SHORTEST else None
    return None


def _until_pause(text: str) -> str | None:
    words = re.split(r"[,.;:!?()«»“”\"]", text, maxsplit=1)[0].split()
    return " ".join(words) if 0 < len(words) <= _LONGEST_PRODUCT else None
