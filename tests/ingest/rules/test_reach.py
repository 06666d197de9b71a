"""How far names reach, with candidates given: ends that go, names that are cut and widened by the article's others."""

from __future__ import annotations

import pytest

from ingest.rules.candidates import Candidate
from ingest.rules.lexicon import lexicon
from ingest.rules.reach import reaching
from ingest.rules.tokens import Tokens, analysed


def reached(lang: str, *marked: str) -> list[str]:
    """The names that come of blocks whose candidates stand in square brackets."""
    blocks: list[Tokens] = []
    found: list[Candidate] = []
    for number, words in enumerate(marked):
        text, places = "", []
        for at, part in enumerate(words.replace("]", "[").split("[")):
            if at % 2:
                places.append((len(text), len(text) + len(part)))
            text += part
        (block,) = analysed([text], ["paragraph"], lang, None)
        blocks.append(block)
        for start, end in places:
            inside = [n for n, token in enumerate(block.items) if start <= token.start and token.end <= end]
            found.append(Candidate(number, inside[0], inside[-1], block.cut(inside[0], inside[-1]), sure=True))
    return [c.text for c in reaching(found, blocks, lexicon(lang))]


@pytest.mark.parametrize(
    ("lang", "marked", "names"),
    [
        ("es", "[Hilario de] Brumal compite con [Vantik].", ["Hilario", "Vantik"]),
        ("fr", "La [Juridiction unifiée du] brevet tranche.", ["Juridiction unifiée"]),
        ("en", "The [Pelmar 2600 (6507] chip) sold well.", ["Pelmar 2600"]),
        ("en", "The [Pelmar Phone (4a]) sold well.", ["Pelmar Phone (4a"]),
        ("en", "[The] [Vantik] grows.", ["Vantik"]),
        ("en", "[Vantik] and [Pelmar].", ["Vantik", "Pelmar"]),
    ],
)
def test_what_is_no_part_of_a_name_goes(lang: str, marked: str, names: list[str]) -> None:
    assert reached(lang, marked) == names


@pytest.mark.parametrize(
    ("lang", "marked", "names"),
    [
        ("en", "[Vantik] is under the [MIT] license.", ["Vantik"]),
        ("en", "[Vantik] is under the [Apache] 2.0 License.", ["Vantik"]),
        ("en", "[Vantik] has a [Pelmar] license.", ["Vantik", "Pelmar"]),
        ("fr", "[Vantik] passe sous licence [MIT].", ["Vantik"]),
        ("en", "[Vantik] works with [MIT].", ["Vantik", "MIT"]),
        ("es", "los socios [Platino Vantik], [Pelmar]", ["Vantik", "Pelmar"]),
        ("en", "the gold of [Gold Vantik]", ["Gold Vantik"]),
        ("fr", "Il repose sur le [framework Vantik].", ["Vantik"]),
        ("fr", "Il entre à la [fondation Vantik].", ["fondation Vantik"]),
        ("en", "[The American] regulator warns [Vantik].", ["Vantik"]),
        ("en", "[Vantik] (Nasdaq: [VNTK]) grows.", ["Vantik"]),
        ("en", "[Vantik] grows: [VNTK] is its name.", ["Vantik", "VNTK"]),
        ("en", "Ann, VP of [Crop Supply] at [Vantik]", ["Vantik"]),
        ("fr", "Anne, directrice de la [Recherche] chez [Vantik]", ["Recherche", "Vantik"]),
        ("en", "the head of [Pelmar] in Oslo", ["Pelmar"]),
        ("en", "It runs [1.5] and [Vantik 2].", ["Vantik 2"]),
    ],
)
def test_what_is_no_name_or_more_than_one(lang: str, marked: str, names: list[str]) -> None:
    assert reached(lang, marked) == names


def test_a_name_is_cut_where_the_article_has_it_shorter() -> None:
    assert reached("fr", "Le [Mega Vantik] existe.", "Le [Mega Vantik sombra] en mai.") == ["Mega Vantik", "Mega Vantik"]
    assert reached("en", "[Vantik] is small.", "The [Vantik project] and the [Vantik Board] met.") == ["Vantik"] * 3
    assert reached("fr", "Le [Mega Vantik sombra] en mai.") == ["Mega Vantik sombra"]
    assert reached("en", "[Vantik] is small.", "The [Vantik foundation] met.") == ["Vantik", "Vantik foundation"]
    assert reached("en", "[Vantik] is small.", "[Vantik Robotics] met.") == ["Vantik", "Vantik Robotics"]


def test_a_part_is_widened_where_the_longer_name_of_the_article_stands() -> None:
    assert reached("en", "[Suro Vantik Partners] grows.", "Suro Vantik [Partners] sold.") == ["Suro Vantik Partners"] * 2
    assert reached("en", "[Suro Partners] grows.", "[Suro] and [Partners] sold.") == ["Suro Partners", "Suro", "Partners"]
    assert reached("en", "[Suro Partners] grows.", "[Suro] [Partners] sold.") == ["Suro Partners", "Suro", "Partners"]


def test_a_legal_suffix_belongs_to_the_name_before_it() -> None:
    assert reached("en", "[Vantik] [Inc] sold it.") == ["Vantik Inc"]
    assert reached("en", "An [Inc] sold it to [Vantik].") == ["Vantik"]


def test_a_head_in_small_letters_takes_the_name_behind_it() -> None:
    assert reached("fr", "La [fondation] Vantik Pelmar donne.") == ["fondation Vantik Pelmar"]
    assert reached("fr", "La [fondation] [Vantik] donne.") == ["fondation Vantik"]
    assert reached("fr", "La [fondation] donne.") == ["fondation"]
