"""Sentences as the frames see them: parsed with every name replaced by a word that the parser knows, so that a name is one token.

A parser trained on newspapers of other years stumbles over ``Morvan Photonique`` and ``GPT-4.5``; over ``Microsoft`` it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from sentencex import segment
from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.rules.grammar import Grammar
from ingest.rules.mentions import NAME, Mention

__all__ = ["LONGEST", "Sentence", "parsed", "sentence_spans", "spans_of"]

LONGEST = 1200
"""Characters: what is longer is no sentence but a list or a broken page, and would take the parser minutes."""
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Sentence:
    """A sentence of a block, from ``start`` to ``end`` of its text, with its parse and the mention that each token stands for.

    ``previous`` is where the sentence before starts; ``heads`` has, by token index, the mention whose head that token is; ``groups`` has
    the enumeration that a mention belongs to.
    """

    start: int
    end: int
    previous: int | None
    text: str
    mentions: tuple[Mention, ...]
    doc: Doc
    heads: dict[int, Mention] = field(default_factory=dict)
    groups: dict[Mention, tuple[Mention, ...]] = field(default_factory=dict)

    def mention_at(self, token: Token) -> Mention | None:
        """The mention whose head is this token."""
        return self.heads.get(token.i)


def sentence_spans(text: str, grammar: Grammar, mentions: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """Where the sentences of a block start and end, without the white space around them; none ends inside a mention."""
    return spans_of(text, grammar.lang, grammar.abbreviations, mentions)


def spans_of(text: str, lang: str, abbreviations: frozenset[str], mentions: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """The same in a language that no grammar was written for."""
    open_end = _open_end(abbreviations)
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in segment(lang, _SPACE.sub(" ", text)):  # sentencex 1.0 panics at "A." before a no-break space
        start, at = at, at + len(piece)
        if spans and (open_end.search(text[spans[-1][0] : spans[-1][1]]) or any(m.start < start < m.end for m in mentions)):
            spans[-1] = (spans[-1][0], at)
        else:
            spans.append((start, at))
    stripped = ((start, end, text[start:end]) for start, end in spans)
    return [(s + len(t) - len(t.lstrip()), e - len(t) + len(t.rstrip())) for s, e, t in stripped if t.strip()]


@cache
def _open_end(abbreviations: frozenset[str]) -> re.Pattern[str]:
    """An end that is none: after an abbreviation or an initial, or before any word."""
    return re.compile(rf"(?:\b(?:{'|'.join([*map(re.escape, sorted(abbreviations)), '[A-Z]'])})\.|^\W*)\s*$")


def parsed(texts: Iterable[tuple[str, Sequence[Mention]]], *, model: Language, grammar: Grammar) -> list[list[Sentence]]:
    """The sentences of each block that name something, in order; ``model`` is a spaCy pipeline with a parser."""
    drafts = [_drafts(text, mentions, grammar) for text, mentions in texts]
    wanted = [draft for block in drafts for draft in block if draft.mentions and len(draft.text) <= LONGEST]
    docs = model.pipe([_one_sentence(model.make_doc(draft.shown)) for draft in wanted], batch_size=64, disable=["ner"])
    done = {id(draft): _finished(draft, doc, grammar) for draft, doc in zip(wanted, docs, strict=True)}
    return [[done[id(draft)] for draft in block if id(draft) in done] for block in drafts]


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    previous: int | None
    text: str
    mentions: tuple[Mention, ...]
    shown: str
    places: list[tuple[int, int, Mention]]


def _drafts(text: str, mentions: Sequence[Mention], grammar: Grammar) -> list[_Draft]:
    spans = sentence_spans(text, grammar, mentions)
    before = [None, *(start for start, _ in spans)]
    return [_draft(text, span, previous, mentions, grammar) for span, previous in zip(spans, before, strict=False)]


def _draft(text: str, span: tuple[int, int], previous: int | None, mentions: Sequence[Mention], grammar: Grammar) -> _Draft:
    """The sentence with placeholders for its names, and where each mention then stands."""
    start, end = span
    inside = tuple(m for m in mentions if start <= m.start and m.end <= end)
    shown, places, at = "", [], start
    for mention in inside:
        shown += grammar.respelled(text[at : mention.start])
        words = grammar.placeholders.get(mention.type, mention.text) if mention.kind == NAME else grammar.respelled(mention.text)
        places.append((len(shown), len(shown) + len(words), mention))
        shown += words
        at = mention.end
    return _Draft(start, end, previous, text[start:end], inside, shown + grammar.respelled(text[at:end]), places)


def _one_sentence(doc: Doc) -> Doc:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _finished(draft: _Draft, doc: Doc, grammar: Grammar) -> Sentence:
    sentence = Sentence(draft.start, draft.end, draft.previous, draft.text, draft.mentions, doc)
    for start, end, mention in draft.places:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            sentence.heads[span.root.i] = mention
    sentence.groups = dict(_groups(sentence, grammar))
    return sentence


def _groups(sentence: Sentence, grammar: Grammar) -> Iterator[tuple[Mention, tuple[Mention, ...]]]:
    """Enumerations: names of one type with nothing but commas, conjunctions and determiners between them."""
    ordered = sorted(sentence.heads.items())
    run: list[tuple[int, Mention]] = []
    for index, mention in ordered:
        if run and not _joined(sentence.doc, run[-1], (index, mention), grammar):
            yield from _distributed(run)
            run = []
        run.append((index, mention))
    yield from _distributed(run)


def _joined(doc: Doc, one: tuple[int, Mention], other: tuple[int, Mention], grammar: Grammar) -> bool:
    between = [token for token in doc[one[0] + 1 : other[0]] if token.pos_ != "DET" and token.lower_ not in grammar.light]
    words = " ".join(token.lower_ for token in between)
    return one[1].type == other[1].type and one[1].kind == other[1].kind == NAME and words in grammar.joints


def _distributed(run: list[tuple[int, Mention]]) -> Iterator[tuple[Mention, tuple[Mention, ...]]]:
    members = tuple(mention for _, mention in run)
    if len(members) > 1:
        yield from ((member, members) for member in members)
