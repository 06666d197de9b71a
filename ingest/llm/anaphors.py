"""Words that stand for somebody named elsewhere, and words that are nobody's name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.names import folded

__all__ = ["is_common", "is_phrase", "stands_in"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "anaphors.yaml"
_LONGEST = 8
"""Words of a phrase: "the maker of the Petrel model"."""


def stands_in(text: str) -> bool:
    """Whether a word of the text may stand for somebody named before."""
    return _patterns()[0].search(text) is not None


def is_phrase(form: str) -> bool:
    """Whether the form is a pronoun, or a definite phrase: "its", "the Utah company", "le fabricant de Santa Clara"."""
    match = _patterns()[1].match(form)
    if match is None or len(form.split()) > _LONGEST:
        return False
    rest = form[match.end() :]
    return not rest or _patterns()[2].match(rest) is not None


def is_common(form: str) -> bool:
    """Whether the form is a pronoun, or all of its words are common ones: nouns for firms and people, posts, days; it names nobody then.

    Two or more nouns for firms, each with a capital, may be a name: "Industry Ventures".
    """
    if _patterns()[1].fullmatch(form):
        return True
    words = re.findall(r"[\w.+&-]+", form)
    parts = [folded(word) for word in words]
    if len(words) > 1 and all(word[0].isupper() for word in words) and _common("firms").issuperset(parts):
        return False
    return _common().issuperset(parts)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words that stand in; those and phrases of a person's post; and how a phrase goes on."""
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    stand_ins = "|".join(data["anaphors"].values())
    posts = "|".join(data["posts"].values())
    return (
        re.compile(rf"(?<!\w)(?:{stand_ins})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{posts}|{stand_ins})(?!\w)", re.IGNORECASE),
        re.compile(rf"\W+(?:{data['goes_on']})(?!\w)", re.IGNORECASE),
    )


@cache
def _common(*kinds: str) -> frozenset[str]:
    """The common words of these kinds, or of all."""
    data: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["common"]
    return frozenset(folded(word) for kind in kinds or data for word in data[kind].split())
