"""Sentences with their names marked, ``[Nvidia|C] rachète [Arm|C]``, parsed as the reader parses them.

The letters: C company, R research, G government, P person, M product (model, machine). ``[le groupe=Nvidia|C]`` is a phrase that stands
for a name, ``[il=~Nvidia|C]`` a pronoun.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from ingest.rules.features import Pair, pairs_of
from ingest.rules.frames import Instance, instances
from ingest.rules.grammar import grammar
from ingest.rules.mentions import NAME, PHRASE, PRONOUN, Mention
from ingest.rules.parse import Sentence, parsed
from ingest.rules.reader import language_model
from ontology.records import slug

TYPES = {"C": "Company", "R": "ResearchOrg", "G": "Government", "P": "Person", "M": "Product"}
_MARK = re.compile(r"\[(?P<text>[^|\]=]+)(?:=(?P<pronoun>~)?(?P<name>[^|\]]+))?\|(?P<type>[CRGPM])\]")


def unmarked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """The plain text and its mentions."""
    text, found, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        name = mark["name"] or mark["text"]
        kind = PRONOUN if mark["pronoun"] else PHRASE if mark["name"] else NAME
        found.append(Mention(len(text), len(text) + len(mark["text"]), mark["text"], slug(name), name, TYPES[mark["type"]], kind))
        text += mark["text"]
        at = mark.end()
    return text + marked[at:], tuple(found)


def sentences(marked: str, lang: str) -> list[Sentence]:
    """The parsed sentences that name something."""
    [found] = parsed([unmarked(marked)], model=language_model(lang), grammar=grammar(lang))
    return found


def sentence(marked: str, lang: str) -> Sentence:
    """The only sentence."""
    [found] = sentences(marked, lang)
    return found


def word(one: Sentence, form: str) -> Token:
    """The first token of this form."""
    return next(token for token in one.doc if token.text == form)


def said(marked: str, lang: str) -> set[tuple[str, str, str]]:
    """What the frames find: (head, relation, tail); of symmetric relations the ends in the order of the alphabet."""
    return {_statement(one) for some in sentences(marked, lang) for one in instances(some, grammar(lang))}


def _statement(one: Instance) -> tuple[str, str, str]:
    head, tail = one.head.name, one.tail.name
    if one.frame.symmetric:
        head, tail = sorted((head, tail))
    return head, one.relation, tail


def pair(one: Sentence, first: str, second: str) -> Pair:
    """The pair of these two names, in this order."""
    [found] = [p for p in pairs_of(one) if (p.first.name, p.second.name) == (first, second)]
    return found
