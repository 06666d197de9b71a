"""Qualifiers as a model gave them, held against the cited sentences: what does not stand there is dropped and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.names import folded
from ingest.dates import edtf
from ingest.llm.text import told
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["Words", "qualifiers_of"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "numbers.yaml"
_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,'’]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STEM, _ENDING = 4, 2
"""A word is another's form when they share so many letters, and each has at most so many more."""
_MOST_BETWEEN = 2
"""Words of the text between two words of a value."""
_SMALL = 3
"""Letters of a word in small ones that a value need not share: "of", "de la"."""
_SIDES, _SIDED = frozenset(("plaintiff", "defendant")), "disputes-with"
_RELATIVE = 1
"""A date may lie so many years beside the article's own when the sentences give no year ("last spring")."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a claim's qualifiers may rest on: the words of its sentences, of the whole article, and the article's date."""

    cited: str
    article: str
    published: str | None = None


def qualifiers_of(relation: str, given: Mapping[str, str], words: Words) -> tuple[Json, list[str]]:
    """The qualifiers that hold, and why each of the others was dropped; those that the relation does not take are passed over."""
    known = ontology().relations.get(relation)
    takes = known.qualifiers if known else frozenset()
    held: Json = {}
    dropped: list[str] = []
    for name, value in given.items():
        if name not in takes or not value.strip():
            continue
        found = _side(relation, value) if name == "role" and value.strip().casefold() in _SIDES else _CHECKS[name](value.strip(), words)
        if found is None:
            dropped.append(f"the cited sentences do not have the {name} '{told(value)}'")
        else:
            held[name] = found
    if "currency" in held and "amount" not in held:
        del held["currency"]
    return held, dropped


# ---------------------------------------------------------------- amounts


def _amount(value: str, words: Words) -> float | None:
    """The number, if the sentences have one with the same digits, or a word for it, beside a fitting word for its size."""
    bare = re.sub(r"[\s\u00a0\u202f_'’]", "", value)
    plain = bare.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare
    if not re.fullmatch(r"\d{1,16}(\.\d{1,4})?", plain):
        return None
    amount = float(plain)
    return amount if amount > 0 and any(_same(amount, other) for other in _amounts(words.cited)) else None


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-12 * max(one, other)


def _amounts(text: str) -> Iterator[float]:
    """Every number that the text may mean: each number or number word, in both spellings of decimals, times what follows it."""
    words, sizes = _numbers()
    numeral, sized = _patterns()
    plain = text.casefold()
    for match in numeral.finditer(plain):
        size = sized.match(plain, match.end())
        factors = sizes[size[1]] if size else (1.0,)
        for number in [words[match[0]]] if match[0] in words else _readings(match[0]):
            yield from (number * factor for factor in factors)


def _readings(text: str) -> set[float]:
    """``1.500`` is a thousand and a half, or one and a half; both are tried."""
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    spellings = {bare.replace(",", ""), bare.replace(".", "").replace(",", "."), re.sub(r"[.,]", "", bare)}
    return {float(spelling) for spelling in spellings if re.fullmatch(r"\d+(\.\d+)?", spelling)}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number in digits or a word, and the size behind it."""
    words, sizes = ("|".join(map(re.escape, sorted(names, key=len, reverse=True))) for names in _numbers())
    return re.compile(rf"{_NUMBER.pattern}|(?<!\w)(?:{words})(?!\w)"), re.compile(rf"[\s-]*({sizes})(?!\w)")


@cache
def _numbers() -> tuple[dict[str, float], dict[str, tuple[float, ...]]]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    sizes = {word: tuple(map(float, size)) if isinstance(size, list) else (float(size),) for word, size in data["sizes"].items()}
    return {word: float(number) for word, number in data["words"].items()}, sizes


# ---------------------------------------------------------------- the others


def _currency(value: str, words: Words) -> str | None:
    """The code, if the sentences have it, its sign or a word for it; a bare dollar is an American one unless they have another's."""
    code, signs = value.upper(), _currencies()
    if not re.fullmatch(r"[A-Z]{3}", code):
        return None
    if code in signs:
        return code if signs[code].search(words.cited) else None
    return code if re.search(rf"(?<![^\W\d_]){code}(?![^\W\d_])", words.cited) else None


@cache
def _currencies() -> dict[str, re.Pattern[str]]:
    data: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["currencies"]
    return {code: re.compile("|".join(signs), re.IGNORECASE) for code, signs in data.items()}


def _side(relation: str, value: str) -> str | None:
    """The side taken in a dispute; other relations have none."""
    return value.strip().casefold() if relation == _SIDED else None


def _wording(value: str, words: Words) -> str | None:
    return _stretch(words.cited, value)


def _speaker(value: str, words: Words) -> str | None:
    return _stretch(words.article, value)


def _stretch(text: str, value: str) -> str | None:
    """The text's own words for the value: each weighty word of it, perhaps in another form or order, few others between; the shortest."""
    asked = [folded(word) for word in _weighty(_WORD.findall(value))]
    there = [(match.start(), match.end(), folded(match[0])) for match in _WORD.finditer(text)]
    longest = len(asked) + _MOST_BETWEEN * (len(asked) - 1)
    spans = [span for at in range(len(there)) if (span := _held(there[at : at + longest], asked)) is not None]
    start, end = min(spans, key=lambda span: (span[1] - span[0], span[0]), default=(0, 0))
    return text[start:end] or None


def _weighty(words: list[str]) -> list[str]:
    """The words without those that only join others, unless there are none else."""
    return [word for word in words if len(word) > _SMALL or not word.islower()] or words


def _held(there: Sequence[tuple[int, int, str]], asked: Sequence[str]) -> tuple[int, int] | None:
    """From the first of these words to the last that the value asks for, when the first is asked for and none is lacking."""
    if not there or not any(_alike(there[0][2], word) for word in asked):
        return None
    places = [next((end for _, end, word in there if _alike(word, one)), None) for one in asked]
    found = [end for end in places if end is not None]
    return (there[0][0], max(found)) if len(found) == len(asked) else None


def _alike(one: str, other: str) -> bool:
    """Whether the words are the same but for an ending."""
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or (shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING)


def _date(value: str, words: Words) -> str | None:
    found = edtf(value)
    if found is None:
        return None
    years = set(_YEAR.findall(words.cited))
    if not years and words.published and re.match(r"\d{4}", words.published):
        own = int(words.published[:4])
        years = {str(own + n) for n in range(-_RELATIVE, _RELATIVE + 1)}
    return found if found[:4] in years else None


_CHECKS: Mapping[str, Callable[[str, Words], Any]] = {
    "amount": _amount,
    "currency": _currency,
    "product": _wording,
    "role": _wording,
    "event": _wording,
    "valid_from": _date,
    "valid_to": _date,
    "said_by": _speaker,
}
"""How each qualifier is held against the text: from its value to what is kept, or None. A test holds the names equal to the ontology's."""
