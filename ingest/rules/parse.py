"""Sentences as the frames see them: parsed with every name replaced by a word that the parser knows, so that a name is one token.

A parser trained on newspapers of other years stumbles over ``Morvan Photonique`` and ``GPT-4.5``; over ``Microsoft`` it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Token

from ingest.rules.grammar import LANGUAGES, Grammar, grammar
from ingest.rules.mentions import NAME, Mention, inside
from ingest.sentences import sentences_of

__all__ = ["LONGEST", "Sentence", "Worth", "forgetting", "language_model", "parsed", "sentence_spans"]

Spans = Sequence[tuple[int, int]]
"""Start and end of each sentence of a block."""
Worth = Callable[[str, Sequence[Mention]], bool]
"""Whether a sentence with these words and mentions is worth its parse."""
_WORDS = "lemma_index"
LONGEST = 1200
"""Characters: what is longer is no sentence but a list or a broken page, and would take the parser minutes."""


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
    return sentences_of(text, grammar.lang, abbreviations=grammar.abbreviations, whole=[(m.start, m.end) for m in mentions])


@cache
def language_model(lang: str) -> Language:
    """The spaCy pipeline of a language, loaded on first use."""
    found: Language = import_module(grammar(lang).model).load()
    _with_words_as_sets(found)
    return found


def _with_words_as_sets(model: Language) -> None:
    """A new word is looked up in lists of ten thousands, from end to end: a third of the time of the French pipeline on new text."""
    lemmatizer = model.get_pipe("lemmatizer")
    if isinstance(lemmatizer, Lemmatizer) and lemmatizer.lookups.has_table(_WORDS):
        table = lemmatizer.lookups.get_table(_WORDS)
        for kind, words in list(table.items()):
            table[kind] = frozenset(words)


def forgetting(lang: str) -> AbstractContextManager[object]:
    """Within it the pipeline of a language learns no words for good: spaCy keeps each that it ever saw, and memory would grow."""
    return language_model(lang).memory_zone() if lang in LANGUAGES else nullcontext()


def _names_something(_text: str, mentions: Sequence[Mention]) -> bool:
    return bool(mentions)


def parsed(
    texts: Iterable[tuple[str, Sequence[Mention]]],
    *,
    model: Language,
    grammar: Grammar,
    spans: Sequence[Spans] | None = None,
    worth: Worth = _names_something,
) -> list[list[Sentence]]:
    """The sentences of each block that are ``worth`` it, in order; ``model`` is a spaCy pipeline with a parser.

    ``spans`` has the ``sentence_spans`` of each block where they are known already.
    """
    kept = list(texts)
    known = spans if spans is not None else [sentence_spans(text, grammar, mentions) for text, mentions in kept]
    drafts = [_drafts(text, mentions, grammar, own) for (text, mentions), own in zip(kept, known, strict=True)]
    wanted = [draft for block in drafts for draft in block if len(draft.text) <= LONGEST and worth(draft.text, draft.mentions)]
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


def _drafts(text: str, mentions: Sequence[Mention], grammar: Grammar, spans: Spans) -> list[_Draft]:
    before = [None, *(start for start, _ in spans)]
    return [_draft(text, span, previous, mentions, grammar) for span, previous in zip(spans, before, strict=False)]


def _draft(text: str, span: tuple[int, int], previous: int | None, mentions: Sequence[Mention], grammar: Grammar) -> _Draft:
    """The sentence with placeholders for its names, and where each mention then stands; of two in one place, the first."""
    start, end = span
    within = inside(mentions, start, end)
    shown, places, at = "", [], start
    for mention in within:
        if mention.start < at:
            continue
        shown += grammar.respelled(text[at : mention.start])
        words = grammar.placeholders.get(mention.type, mention.text) if mention.kind == NAME else grammar.respelled(mention.text)
        places.append((len(shown), len(shown) + len(words), mention))
        shown += words
        at = mention.end
    return _Draft(start, end, previous, text[start:end], within, shown + grammar.respelled(text[at:end]), places)


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
