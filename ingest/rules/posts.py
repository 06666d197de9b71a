"""The post of a person, as German and Spanish write it beside the name: "Vorstandschefin Jana Holt", "Jana Holt, directora general"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.rules.lexicon import lexicon
from ingest.rules.mentions import Mention

__all__ = ["post_of"]

_BEFORE = re.compile(r"\s*,?\s*$")
_BEHIND = re.compile(r"\s*,\s*(?:\w+\s+)?$")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """What posts are made of; in German the noun may be the end of a longer one."""

    heads: frozenset[str]
    kinds: frozenset[str]
    fields: frozenset[str]
    links: frozenset[str]
    former: frozenset[str]
    of: frozenset[str]
    compounds: bool


@cache
def _words(lang: str) -> _Words:
    words = lexicon(lang)
    heads, kinds, fields, links = (words.posts.get(name, frozenset()) for name in ("heads", "kinds", "fields", "links"))
    former, of = frozenset(words.modality.get("former", ())), words.listed("of") | words.listed("at")
    return _Words(heads, kinds, fields, links, former, of, compounds=lang == "de")


def post_of(text: str, person: Mention, employer: Mention, lang: str) -> str | None:
    """The post that stands right before or behind the person, the employer's name between at most; "ehemalig", "ex" tell no post."""
    words = _words(lang)
    if words.heads:
        for post in _posts(text, words):
            if _is_beside(text, post, person, employer, words):
                return _without_name(text[post[0] : post[1]], employer, words)
    return None


def _posts(text: str, words: _Words) -> list[tuple[int, int]]:
    """Where the phrases of posts stand."""
    tokens = [match.span() for match in _WORD.finditer(text)]
    lower = [text[start:end].lower() for start, end in tokens]
    found: list[tuple[int, int]] = []
    for at in range(len(tokens)):
        if (found and tokens[at][0] < found[-1][1]) or not _is_post(text[slice(*tokens[at])], words):
            continue
        first = at - 1 if words.compounds and at and lower[at - 1] in words.kinds else at
        found.append((tokens[first][0], tokens[_last(text, tokens, lower, at, words)][1]))
    return found


def _last(text: str, tokens: list[tuple[int, int]], lower: list[str], at: int, words: _Words) -> int:
    """The last word of a post: adjectives behind the noun, then "der Entwicklung", "de operaciones"."""

    def follows(number: int) -> bool:
        return number < len(tokens) and text[tokens[number - 1][1] : tokens[number][0]].isspace()

    last = at
    while not words.compounds and follows(last + 1) and lower[last + 1] in words.kinds:
        last += 1
    if follows(last + 1) and follows(last + 2) and lower[last + 1] in words.links and lower[last + 2] in words.fields:
        last += 2
    return last


def _is_post(word: str, words: _Words) -> bool:
    lower = word.lower()
    if words.compounds:
        return word[0].isupper() and any(lower == head or (lower.endswith(head) and len(head) > len("ceo")) for head in words.heads)
    return lower.removeprefix("ex").removeprefix("-") in words.heads


def _is_beside(text: str, post: tuple[int, int], person: Mention, employer: Mention, words: _Words) -> bool:
    """Whether nothing but a pause, a word of its case, or the employer's name stands between a post and its person."""
    if post[1] <= person.start:
        between = text[post[1] : person.start]
        if post[1] <= employer.start and employer.end <= person.start:
            of = "|".join(sorted(map(re.escape, words.of | words.links)))
            lead = text[post[1] : employer.start]
            return bool(re.fullmatch(rf"\s+(?:(?:{of})\s+)?(?:\w+\s+)?", lead) and _BEFORE.match(text[employer.end : person.start]))
        return bool(_BEFORE.match(between))
    if person.end <= post[0]:
        return bool(_BEHIND.match(text[person.end : post[0]]))
    return False


def _without_name(post: str, employer: Mention, words: _Words) -> str | None:
    """The post without the employer's name or "Ex" before its hyphen: "SAP-Chef", "Ex-Chef", "exdirector"."""
    first, _, rest = post.partition("-")
    its_name = f"{employer.text} {employer.name}".casefold()
    if rest and (first.lower() in words.former or first.casefold() in its_name):
        return _without_name(rest, employer, words)
    if not words.compounds and post.lower().startswith("ex"):
        return post[2:].lstrip("-")
    return post
