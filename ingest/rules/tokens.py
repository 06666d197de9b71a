"""The words of a block with what the model says of each, one token per name part: ``GPT-4.5`` is one, ``OpenAI's`` and ``l'IA`` are two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from ingest.rules.words import name_words

__all__ = ["Token", "Tokens", "analysed"]

_ELISION = r"(?:[ldjmntscç]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)['’](?=\w)"
_WORD = (
    r"[^\W_]+(?:(?:[-‑]|(?<=\w)\.(?=\d|[A-Z]\b|[A-Za-z]{2,3}\b)|(?<=[A-Z])[&/](?=[A-Z])|(?<=\b[OD])['’](?=[A-Z]))[^\W_]+)*(?:\+\+?(?!\w))?"
)
_PATTERNS = {"fr": re.compile(rf"{_ELISION}|{_WORD}|['’]s\b|[^\w\s]|_", re.IGNORECASE), "": re.compile(rf"['’]s\b|{_WORD}|[^\w\s]|_")}
_STOPS = frozenset(".!?…")
_OPENERS = frozenset(':|•·–—«“;-*►→"\t')
_ABBREVIATED = frozenset(
    (
        "m",
        "mm",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "inc",
        "corp",
        "co",
        "ltd",
        "vs",
        "no",
        "jr",
        "sr",
        "pr",
        "cf",
        "prof",
        "gen",
        "sen",
        "rep",
        "e.v",
        "u.s",
        "u.k",
    )
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_PIPES = ("parser", "senter", "lemmatizer", "ner")


@dataclass(slots=True)
class Token:
    """``text[start:end]`` of the block; ``pos`` is empty without a model; ``opens``: a sentence may start."""

    start: int
    end: int
    text: str
    lower: str
    pos: str = ""
    opens: bool = False
    sentence: int = 0
    glued: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written as names are."""
        return self.text[0].isupper() or (self.text[-1].isalnum() and any(c.isupper() for c in self.text[1:]))

    @property
    def coined(self) -> bool:
        """Whether its letters are no ordinary word's: ``OpenAI``, ``TSMC``, ``ORIX-9``."""
        rest = self.text[1:]
        return self.capital and (
            any(c.isupper() and p != "-" for p, c in zip(self.text, rest, strict=False)) or any(c.isdigit() for c in self.text)
        )


@dataclass(slots=True)
class Tokens:
    """A block's tokens; ``titled``: written with capitals throughout, so that they tell nothing."""

    text: str
    items: list[Token]
    titled: bool

    def cut(self, first: int, last: int) -> str:
        """The text from one token to another."""
        return self.text[self.items[first].start : self.items[last].end]


def analysed(texts: Sequence[str], kinds: Sequence[str], lang: str, model: Language | None) -> list[Tokens]:
    """The tokens of each block, with parts of speech and entity labels when there is a model for the language."""
    blocks = [_tokens(text, lang) for text in texts]
    if model is not None:
        names = [name for name in _PIPES if name in model.pipe_names]
        with model.select_pipes(disable=names):
            for block, doc in zip(blocks, model.pipe(texts, batch_size=32), strict=True):
                _annotate(block, doc)
    return [Tokens(text, items, _titled(items, kind, lang)) for text, items, kind in zip(texts, blocks, kinds, strict=True)]


def _tokens(text: str, lang: str) -> list[Token]:
    items = [Token(m.start(), m.end(), m[0], m[0].casefold()) for m in _PATTERNS.get(lang, _PATTERNS[""]).finditer(text)]
    items = list(_unhyphened(items))
    sentence, opens, ended = 0, True, False
    for before, token in zip([None, *items], items, strict=False):
        token.glued = before is not None and before.end == token.start
        if token.text[0].isalnum():
            sentence += ended
            token.opens, opens, ended = opens, False, False
        else:
            stops = token.text in _STOPS and not _abbreviation(before, token)
            opens, ended = opens or stops or token.text in _OPENERS, ended or stops
        token.sentence = sentence
    return items


def _abbreviation(before: Token | None, mark: Token) -> bool:
    if mark.text != "." or before is None or before.end != mark.start:
        return False
    return before.lower in _ABBREVIATED or len(before.text) == 1 or bool(_INITIALS.fullmatch(before.text))


def _unhyphened(items: Iterable[Token]) -> Iterator[Token]:
    """Split ``Nvidia-backed`` and ``ex-Google`` at their hyphen."""
    words = name_words()
    for item in items:
        head, dash, tail = item.text.rpartition("-")
        if dash and tail.islower() and tail in words.hyphen_tails and not head.islower():
            at = item.start + len(head)
            yield Token(item.start, at, head, head.casefold())
            yield Token(at, item.end, dash + tail, dash + tail)
            continue
        head, dash, tail = item.text.partition("-")
        if dash and head.casefold() in words.hyphen_heads and tail[:1].isupper():
            at = item.start + len(head) + 1
            yield Token(item.start, at, head + dash, head.casefold() + dash)
            yield Token(at, item.end, tail, tail.casefold())
            continue
        yield item


def _annotate(items: list[Token], doc: Doc) -> None:
    parts = {word.idx: word for word in doc}
    for token in items:
        if (word := parts.get(token.start)) is not None:
            token.pos = word.pos_


def _titled(items: Sequence[Token], kind: str, lang: str) -> bool:
    words = [t for t in items if t.text.isalpha() and len(t.text) > 3]  # noqa: PLR2004 - longer than an acronym
    capitals = sum(t.text[0].isupper() for t in words)
    share = 0.85 if lang == "fr" else 0.6 if kind == "heading" or (items and items[-1].text not in ".!?…") else 0.8
    return len(words) > (2 if kind == "heading" else 4) and capitals > share * len(words)
