"""The tagger's names set against the capitalised runs: what both see, what one sees, and where they differ in reach."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language

from ingest.rules.candidates import Candidate, is_no_name
from ingest.rules.lexicon import Lexicon, Words
from ingest.rules.tagger import Tag, Tagged
from ingest.rules.tokens import Token, Tokens
from ingest.rules.windows import TYPES
from ingest.rules.words import in_dictionary

__all__ = ["cut_at", "with_shares", "with_tags"]

_SURE, _VERY_SURE, _POSSIBLE = 0.5, 0.95, 0.1
"""From where a tag is a name; even one of words that are none; from where a run that the tagger does not see may be one."""
_SURER = 0.8
"""From where a common word that opens a sentence is a name."""
_PERSON = TYPES.index("Person")


def cut_at(block: Tokens, tags: Sequence[Tag]) -> None:
    """Part the tokens inside which a name starts or ends: "Nvidia-Chef"."""
    cuts = {place for tag in tags if not tag.phrase for place in (tag.start, tag.end)}
    cuts |= {place + 1 for place in cuts if place < len(block.text) and not block.text[place].isalnum()}
    order = sorted(cuts)
    block.items[:] = [part for token in block.items for part in _parts(token, order)]


def _parts(token: Token, cuts: Sequence[int]) -> Iterator[Token]:
    at = token.start
    for place in [*cuts[bisect_right(cuts, token.start) : bisect_left(cuts, token.end)], token.end]:
        text = token.text[at - token.start : place - token.start]
        first = at == token.start
        yield replace(
            token, start=at, end=place, text=text, lower=text.casefold(), opens=token.opens and first, glued=token.glued or not first
        )
        at = place


def with_tags(
    runs: Sequence[Candidate], blocks: Sequence[Tokens], seen: Tagged, lex: Lexicon, model: Language | None = None
) -> list[Candidate]:
    """The tagger's names, and of the runs those that lie over none of them and that it does not rule out."""
    found: list[Candidate] = []
    by_block: list[list[Candidate]] = [[] for _ in blocks]
    for run in runs:
        by_block[run.block].append(run)
    for number, block in enumerate(blocks):
        named = [c for c in _named(number, block, seen.tags[number], lex) if not _is_doubtful(c, block, seen, model)]
        taken = {n for c in named for n in range(c.first, c.last + 1)}
        kept = [c for c in by_block[number] if taken.isdisjoint(range(c.first, c.last + 1)) and _possible(c, block, seen)]
        found += sorted([*named, *kept], key=lambda c: c.first)
    return found


def _named(number: int, block: Tokens, tags: Sequence[Tag], lex: Lexicon) -> Iterator[Candidate]:
    starts, free = [t.start for t in block.items], 0
    for tag in tags:
        words = block.text[tag.start : tag.end]
        if tag.phrase or tag.sure < (_VERY_SURE if is_no_name(words, lex) else _SURE):
            continue
        reach = range(max(free, bisect_left(starts, tag.start)), bisect_left(starts, tag.end))
        inside = [n for n in reach if block.items[n].end <= tag.end]
        while inside and not block.items[inside[0]].text[0].isalnum():
            inside.pop(0)
        if tag.shares[_PERSON] == max(tag.shares):
            inside = _without_title(inside, block, lex.titles)
        while inside and not block.items[inside[-1]].text[-1].isalnum() and block.items[inside[-1]].text not in "+.":
            inside.pop()
        if inside and not _is_ending(text := block.cut(inside[0], inside[-1])):
            free = inside[-1] + 1
            yield Candidate(number, inside[0], inside[-1], text, sure=True, shares=tag.shares)


def _is_doubtful(c: Candidate, block: Tokens, seen: Tagged, model: Language | None) -> bool:
    """Whether a common word that opens a sentence is only likely a name: "Stripe patterns are back"."""
    token = block.items[c.first]
    if c.first < c.last or not token.opens or token.coined or not in_dictionary(token.lower, model):
        return False
    return seen.likely(c.block, token.start, token.end) < _SURER


def _is_ending(text: str) -> bool:
    """Whether it is the letter of a possessive ("Driscoll's"), not a name."""
    return len(text) == 1 and text.islower()


def _without_title(inside: list[int], block: Tokens, titles: Words) -> list[int]:
    """Of a person's name the part behind "Ms.", so that both spellings are one."""
    rest = inside
    while rest and (
        not {(word := block.items[rest[0]].lower), f"{word}."}.isdisjoint(titles) or not block.items[rest[0]].text[0].isalnum()
    ):
        rest = rest[1:]
    return rest or inside


def _possible(c: Candidate, block: Tokens, seen: Tagged) -> bool:
    return seen.likely(c.block, block.items[c.first].start, block.items[c.last].end) >= _POSSIBLE


def with_shares(found: Sequence[Candidate], blocks: Sequence[Tokens], seen: Tagged) -> None:
    """Give each candidate the opinion of the tag that it shares most of its words with."""
    named = [[tag for tag in tags if not tag.phrase] for tags in seen.tags]
    starts, ends = [[tag.start for tag in tags] for tags in named], [[tag.end for tag in tags] for tags in named]
    for c in found:
        items = blocks[c.block].items
        start, end = items[c.first].start, items[c.last].end
        beside = named[c.block][bisect_right(ends[c.block], start) : bisect_left(starts[c.block], end)]
        over = [(min(end, t.end) - max(start, t.start), t) for t in beside]
        size, tag = max(over, key=lambda pair: pair[0], default=(0, None))
        if tag is not None and 2 * size >= max(end - start, tag.end - tag.start):
            c.shares = tag.shares
