"""What a claim may add to its relation: amount, post, product, named event, dates, and whom the article takes it from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.rules.features import Pair
from ingest.rules.frames import Instance
from ingest.rules.grammar import Grammar
from ingest.rules.lexicon import lexicon
from ingest.rules.mentions import NAME
from ingest.rules.parse import Sentence
from ingest.rules.slots import slots_of
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["qualifiers"]

_EVENT = re.compile(r"(?:\b[A-Z]\w+(?:[Gg]ate)\b|\b[Ss]erie?s? [A-H]\b|\b[Ss]érie [A-H]\b|\bStargate\b)")
_YEAR = re.compile(r"\b(?:19[5-9]|20[0-4])\d\b")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_LONGEST_PRODUCT = 6
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
    own = [one for one in found if one.relation == relation and {one.head.entity, one.tail.entity} == {pair.first.entity, pair.second.entity}]
    if "amount" in takes and (money := _amount(pair, sentence, grammar.lang)) is not None:
        given |= {"amount": money.amount, "currency": money.currency}
    if relation == "works-for" and (role := _role(pair, sentence, own, grammar.lang)):
        given["role"] = role
    if relation == "supplies" and (product := _product(own, sentence, grammar)):
        given["product"] = product
    if "event" in takes and relation not in ("works-for", "develops", "uses") and (event := _EVENT.search(sentence.text)):
        given["event"] = event[0]
    given |= _dates(sentence, grammar)
    speaker = _speaker(sentence, pair, grammar.lang)
    return given | ({"said_by": speaker} if speaker else {})


# ---------------------------------------------------------------- money


def _amount(pair: Pair, sentence: Sentence, lang: str) -> _Money | None:
    """The only amount near the pair; none when the amount is shared by several (an enumeration)."""
    if len(sentence.groups.get(pair.first, ())) > 1 or len(sentence.groups.get(pair.second, ())) > 1:
        return None
    low, high = pair.first.start - sentence.start - _FARTHEST_AMOUNT, pair.second.end - sentence.start + _FARTHEST_AMOUNT
    near = [money for money in _monies(sentence.text, lang) if low <= money.start and money.end <= high]
    return near[0] if len(near) == 1 else None


def _monies(text: str, lang: str) -> Iterator[_Money]:
    before, after, multipliers, currencies = _money_patterns(lang)
    taken: set[int] = set()
    for pattern in (before, after):
        for found in pattern.finditer(text):
            if found.start("number") in taken:
                continue
            taken.add(found.start("number"))
            factor = multipliers.get((found["multiplier"] or "").lower(), 1.0)
            amount = round(_number(found["number"], lang) * factor, 2)
            if amount > 0:
                yield _Money(found.start(), found.end(), amount, currencies[found["currency"].lower()])


@cache
def _money_patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, float], dict[str, str]]:
    """Currency before the number (``$2 billion``), and after it (``2 milliards de dollars``)."""
    data: dict[str, Any] = dict(lexicon(lang).amount)
    multipliers, currencies = dict(data["multipliers"]), dict(data["currencies"])
    number = rf"(?P<number>{_NUMBER.pattern})"
    many = rf"(?:[\s\u00a0\u202f-]?(?P<multiplier>{_alternatives(multipliers)})(?!\w))?"
    money = rf"(?P<currency>{_alternatives(currencies)})"
    after = rf"{number}{many}(?:[\s\u00a0\u202f-]?(?:d['’]|de\s|of\s|US\s)?){money}(?!\w)"
    return re.compile(rf"{money}[\s\u00a0\u202f]?{number}{many}", re.IGNORECASE), re.compile(after, re.IGNORECASE), multipliers, currencies


def _alternatives(words: Any) -> str:  # noqa: ANN401 - any collection of words
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _number(text: str, lang: str) -> float:
    """``1.500,5`` and ``1,500.5``: the last mark is decimal unless three digits follow it, or it is a thousands mark elsewhere too."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    decimal = "." if lang == "en" else ","
    thousands = "," if decimal == "." else "."
    if re.fullmatch(rf"\d+\{thousands}\d{{1,2}}", bare):  # "1.5" in French, "1,5" in English
        return float(bare.replace(thousands, "."))
    return float(bare.replace(thousands, "").replace(decimal, "."))


# ---------------------------------------------------------------- posts, products


def _role(pair: Pair, sentence: Sentence, own: Sequence[Instance], lang: str) -> str | None:
    nouns = [one.trigger for one in own if one.frame.trigger == "noun"]
    words = lexicon(lang).nouns.get("Person", frozenset())
    if not nouns:
        near = sentence.doc[max(0, pair.left - 5) : pair.right + 8]
        nouns = [t for t in near if t.lemma_.lower() in words and t.i not in sentence.heads][:1]
    if not nouns:
        return None
    return _shown(sentence, nouns[0].i, lambda t: t.pos_ in ("ADJ", "NOUN") and t.i not in sentence.heads)


def _shown(sentence: Sentence, at: int, wanted: Any) -> str:  # noqa: ANN401 - a predicate on tokens
    """The word and those of its phrase right beside it: "directeur général", "Chief Scientist"."""
    doc = sentence.doc
    first = last = at
    while first > 0 and doc[first - 1].head.i == at and doc[first - 1].dep_ in ("compound", "amod") and wanted(doc[first - 1]):
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].head.i == at and doc[last + 1].dep_ == "amod" and wanted(doc[last + 1]):
        last += 1
    return doc[first : last + 1].text


def _product(own: Sequence[Instance], sentence: Sentence, grammar: Grammar) -> str | None:
    """What the verb of supplying has as its object, when that is no end of the relation."""
    for one in own:
        ends = {one.head, one.tail}
        for token in slots_of(one.trigger, sentence, grammar).get("obj", []) if one.frame.trigger == "verb" else []:
            mention = sentence.mention_at(token)
            if mention in ends or token.pos_ not in ("NOUN", "PROPN"):
                continue
            if mention is not None:
                return mention.name
            shown = _shown(sentence, token.i, lambda t: t.i not in sentence.heads)
            if len(shown.split()) <= _LONGEST_PRODUCT:
                return shown
    return None


# ---------------------------------------------------------------- dates, speakers


def _dates(sentence: Sentence, grammar: Grammar) -> Json:
    """The only year of the sentence, after a word that says whether it begins or ends something."""
    years = list(_YEAR.finditer(sentence.text))
    if len(years) != 1:
        return {}
    before = sentence.text[: years[0].start()].lower().split()[-2:]
    if not grammar.since.isdisjoint(before):
        return {"valid_from": years[0][0]}
    return {"valid_to": years[0][0]} if not grammar.until.isdisjoint(before) else {}


def _speaker(sentence: Sentence, pair: Pair, lang: str) -> str | None:
    """Whom the sentence takes it from: the words behind "selon", "according to"."""
    lower = sentence.text.lower()
    for phrase in lexicon(lang).modality.get("reported_by", ()):
        at = re.search(rf"(?<!\w){re.escape(phrase)}\s+", lower)
        if at is None:
            continue
        place = sentence.start + at.end()
        named = next((m for m in sentence.mentions if m.kind == NAME and place <= m.start <= place + 4), None)
        if named is not None:
            return None if named in (pair.first, pair.second) else named.name
        return _until_pause(sentence.text[at.end() :])
    return None


def _until_pause(text: str) -> str | None:
    words = re.split(r"[,.;:!?()«»“”\"]", text, maxsplit=1)[0].split()
    return " ".join(words) if 0 < len(words) <= _LONGEST_PRODUCT else None

