"""Which texts are copies of one another, and that a text has the same print everywhere."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ontology.copies import copies_among, likeness, print_of
from tests.graph.samples import story

TEXT = story(1, words=300)
WORDS = TEXT.split()


def test_a_print_is_the_same_on_every_machine() -> None:
    assert print_of("One two three four five six seven eight nine ten. " * 9) == ""
    assert sha256(print_of(TEXT).encode()).hexdigest()[:16] == "7f5efb7771920462"
    assert print_of("".join(chr(0x4E00 + i * 7 % 3000) for i in range(80))).count(" ") == 31


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.upper().replace(" ", ",\n"),
        "By our own reporter. " + TEXT + " Read more about this on page seven.",
        " ".join(WORDS[:210]),
        " ".join(word if i % 20 else "else" for i, word in enumerate(WORDS)),
        TEXT + " Update: " + story(2, words=120),
    ],
    ids=["set otherwise", "framed", "cut", "edited", "longer"],
)
def test_a_copy_is_known(copy: str) -> None:
    assert copies_among(print_of(TEXT), [print_of(copy)]) == [True]
    assert copies_among(print_of(copy), [print_of(TEXT)]) == [True]


@pytest.mark.parametrize(
    "other",
    [
        story(2, words=300),
        " ".join(reversed(WORDS)),
        story(2, words=300) + " " + " ".join(WORDS[:90]),
        " ".join(word if i % 4 else "else" for i, word in enumerate(WORDS)),
        " ".join(WORDS[:90]),
    ],
    ids=["another", "the same words", "a long quotation", "told anew", "a summary"],
)
def test_what_is_no_copy_is_none(other: str) -> None:
    assert copies_among(print_of(TEXT), [print_of(other)]) == [False]


def test_likeness_is_what_it_stands_for() -> None:
    found = likeness(print_of(TEXT), [print_of(" ".join(WORDS[:kept])) for kept in (300, 240, 180, 120, 60)])
    for estimated, kept in zip(found, (300, 240, 180, 120, 60), strict=True):
        assert estimated == pytest.approx((kept - 3) / 297, abs=0.12)


def test_a_translation_is_no_copy() -> None:
    english = (
        "Ardoise said on Monday that it will buy Brume, a maker of photonic chips in Grenoble, for 120 million euros in cash. The "
        "two companies have worked together since 2029, when Brume delivered its first boards to the data centre of Ardoise near "
        "Lyon. The sale is to be closed before the end of the year, once the authorities in Brussels have agreed to it."
    )
    french = (
        "Ardoise a annoncé lundi le rachat de Brume, un fabricant de puces photoniques de Grenoble, pour 120 millions d'euros en "
        "numéraire. Les deux entreprises travaillent ensemble depuis 2029, quand Brume a livré ses premières cartes au centre de "
        "données d'Ardoise près de Lyon. La vente doit être conclue avant la fin de l'année, une fois que les autorités de "
        "Bruxelles l'auront approuvée."
    )
    assert print_of(english)
    assert print_of(french)
    assert copies_among(print_of(english), [print_of(french), print_of(english + " So far.")]) == [False, True]
