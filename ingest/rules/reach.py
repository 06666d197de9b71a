"""How far each name reaches, held against the other names of its article: cut where it runs on, widened where only its end was seen."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.rules.candidates import Candidate, surface_key
from ingest.rules.known import apart
from ingest.rules.lexicon import Lexicon
from ingest.rules.linking import ARTICLES
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import name_words

__all__ = ["reaching"]

_HEADED = ("ResearchOrg", "Government")
_SHORT = 3
"""Characters from a bracket on that may be a model's: "Phone (4"."""
_LEADS = frozenset(("head", "chief", "chef", "cheffe", "responsable", "leiter", "leiterin"))
_HOUSED, _OF, _FAR = frozenset(("at", "chez", "bei")), frozenset(("of", "for", "de", "du", "des", "für")), 3
_RANKED = ("member", "membre", "miembro", "mitglied", "sponsor", "partner", "partenaire", "parrain", "mécène", "soci", "patrocinador")


def reaching(found: Sequence[Candidate], blocks: Sequence[Tokens], lex: Lexicon) -> list[Candidate]:
    """The candidates, in order, each over the whole of its name and no more; what is no name by itself goes."""
    ending = lex.listed("joiners") | lex.listed("particles") | lex.listed("articles") | frozenset(lex.prepositions)
    cut = [_without_ends(_with_name(c, blocks[c.block], lex), blocks[c.block], ending) for c in found]
    cut = [_without_kind(_without_rank(c, blocks[c.block]), blocks[c.block], lex) for c in cut if not _is_licence(c, blocks[c.block])]
    named = [c for c in cut if c.known is not None or not _is_none(c, blocks[c.block], lex)]
    alone = {surface_key(c.text): c for c in sorted(named, key=lambda c: c.known is not None)}
    return list(_widened([_without_rest(c, blocks[c.block], alone, lex.heads) for c in _with_suffixes(named, blocks)], blocks))


def _with_name(c: Candidate, block: Tokens, lex: Lexicon) -> Candidate:
    """A head in small letters with the name behind it, which is what tells which one it is: "fondation Abeona"."""
    if c.known is not None or c.first < c.last or not block.items[c.first].text.islower():
        return c
    kind = next((kind for kind in _HEADED if block.items[c.first].text in lex.listed(f"lower_heads_{kind}")), "")
    last = c.last
    while kind and last + 1 < len(block.items) and (token := block.items[last + 1]).capital and not token.opens:
        last += 1
    return c if last == c.last else replace(_over(c, block, c.first, last), head=kind)


def _is_licence(c: Candidate, block: Tokens) -> bool:
    """Whether a licence is named after it, not the house: "licence MIT", "the Apache 2.0 license"."""
    words, items, after = name_words(), block.items, c.last + 1
    if items[c.first].lower not in words.licensors:
        return False
    while after < len(items) and (items[after].lower in words.licence_parts or items[after].text[0].isdigit()):
        after += 1
    behind = {token.lower for token in items[c.first + 1 : after + 1]}
    return not words.licences.isdisjoint(behind) or (c.first > 0 and items[c.first - 1].lower in words.licences)


def _without_rank(c: Candidate, block: Tokens) -> Candidate:
    """Without a member's rank before the name: "socios Platino Siemens, ABB"."""
    items = block.items
    if c.known is not None or c.first in (0, c.last) or items[c.first].lower not in name_words().ranks:
        return c
    return _over(c, block, c.first + 1, c.last) if items[c.first - 1].lower.startswith(_RANKED) else c


def _without_kind(c: Candidate, block: Tokens, lex: Lexicon) -> Candidate:
    """Without the word in small letters before a product's name that tells what it is: "framework Spring"."""
    items, first = block.items, c.first
    while (
        first < c.last and items[first].text.islower() and items[first].lower in lex.nouns.get("Product", ()) and items[first + 1].capital
    ):
        first += 1
    return c if first == c.first or c.known is not None or c.head else _over(c, block, first, c.last)


def _is_none(c: Candidate, block: Tokens, lex: Lexicon) -> bool:
    return _is_bare(c.text) or _is_ticker(c, block) or _is_department(c, block, lex)


def _is_bare(text: str) -> bool:
    """Whether it has no letter, is an article, or one and the name of a people: "The American" of "The American regulator"."""
    if not any(char.isalpha() for char in text):
        return True
    first, *rest = text.casefold().split()
    return first in ARTICLES and (not rest or (len(rest) == 1 and rest[0] in name_words().demonyms))


def _is_ticker(c: Candidate, block: Tokens) -> bool:
    """Whether a firm is quoted under it: "(Nasdaq: ALHYV)", "(WKN: A2RSL7)"."""
    items = block.items
    listed = c.first == c.last and c.first > 1 and items[c.first].text.isupper() and items[c.first - 1].text == ":"
    return listed and items[c.first - 2].lower in name_words().exchanges


def _is_department(c: Candidate, block: Tokens, lex: Lexicon) -> bool:
    """Whether somebody leads it in a house that is named behind it: "VP of Crop Supply at McCain"."""
    items, before, behind = block.items, c.first - 1, c.last + 1
    if before < 1 or behind >= len(items) or items[behind].lower not in _HOUSED or items[before].lower not in lex.listed("of") | _OF:
        return False
    return any(items[n].lower in name_words().job_heads | _LEADS for n in range(max(0, before - _FAR), before))


def _without_ends(c: Candidate, block: Tokens, ending: Container[str]) -> Candidate:
    """Without prepositions and articles behind the name, and what comes from a bracket on that is not closed."""
    last = next((n - 1 for n in range(c.first + 1, c.last + 1) if _opens_bracket(block, n, c.last)), c.last)
    while last > c.first and block.items[last].text.islower() and block.items[last].lower in ending:
        last -= 1
    return c if last == c.last or c.known is not None else _over(c, block, c.first, last)


def _opens_bracket(block: Tokens, at: int, last: int) -> bool:
    rest = block.cut(at, last)
    return rest[0] == "(" and ")" not in rest and len(rest) > _SHORT


def _with_suffixes(found: Sequence[Candidate], blocks: Sequence[Tokens]) -> Iterator[Candidate]:
    """A firm's legal suffix belongs to the name right before it, "Amiga Inc" is no computer, and is no name by itself."""
    suffixes, before = name_words().legal_suffixes, None
    for c in sorted(found, key=lambda c: (c.block, c.first)):
        if c.known is None and c.first == c.last and c.text.casefold() in suffixes:
            if before is not None and (before.block, before.last + 1) == (c.block, c.first):
                known = before.known if before.known is not None and before.known.type == "Company" else None
                before = replace(_over(before, blocks[c.block], before.first, c.last), known=known)
            continue
        if before is not None:
            yield before
        before = c
    if before is not None:
        yield before


def _without_rest(c: Candidate, block: Tokens, alone: Mapping[str, Candidate], heads: Container[str]) -> Candidate:
    """Without the words behind a name that the article has without them: "the youtube-dl project", "le Mega CD sombra"."""
    if c.known is not None:
        return c
    last = c.last
    while last > c.first and _runs_on(block.items[last]) and block.items[last].lower not in heads:
        last -= 1
        same = alone.get(surface_key(block.cut(c.first, last)))
        if same is not None and not (same.text.islower() or same.text.isdigit()):
            return replace(_over(c, block, c.first, last), known=same.known)
    return c


def _runs_on(token: Token) -> bool:
    return (token.text.isalpha() and token.text.islower()) or token.lower in name_words().idle_tails


def _widened(found: Sequence[Candidate], blocks: Sequence[Tokens]) -> Iterator[Candidate]:
    """Where a longer name of the article stands, and a part of it only was taken for a name, the longer one."""
    longer: dict[str, dict[tuple[str, ...], Candidate]] = defaultdict(dict)
    by_block: list[list[Candidate]] = [[] for _ in blocks]
    for c in found:
        by_block[c.block].append(c)
        words = tuple(token.text for token in blocks[c.block].items[c.first : c.last + 1])
        if len(words) > 1 and not blocks[c.block].titled and (c.known is None or c.known.type != "Person"):
            longer[words[0]].setdefault(words, c)
    ordered = {first: sorted(some.items(), key=lambda pair: -len(pair[0])) for first, some in longer.items()}
    for number, block in enumerate(blocks):
        yield from _of_block(apart(by_block[number]), block, ordered)


def _of_block(found: list[Candidate], block: Tokens, longer: Mapping[str, list[tuple[tuple[str, ...], Candidate]]]) -> list[Candidate]:
    """The block's candidates, none over another, in order."""
    texts, free = [token.text for token in block.items], 0
    starts, ends = [c.first for c in found], [c.last for c in found]
    for at, text in enumerate(texts):
        for words, whole in longer.get(text, ()) if at >= free else ():
            end = at + len(words)
            if tuple(texts[at:end]) != words:
                continue
            inside = range(bisect_left(ends, at), bisect_left(starts, end))
            if len(inside) == 1 and _is_part(part := found[inside[0]], at, end):
                found[inside[0]] = replace(_over(part, block, at, end - 1), known=whole.known, head=whole.head)
            free = end
            break
    return found


def _is_part(c: Candidate, at: int, end: int) -> bool:
    return c.known is None and at <= c.first and c.last < end and c.last - c.first < end - at - 1


def _over(c: Candidate, block: Tokens, first: int, last: int) -> Candidate:
    return replace(c, first=first, last=last, text=block.cut(first, last))
