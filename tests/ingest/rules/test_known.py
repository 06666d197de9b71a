"""Names of the catalogue against runs that the tagger has an opinion of."""

from __future__ import annotations

import pytest

from ingest.catalogue import catalogue
from ingest.rules.candidates import Candidate
from ingest.rules.known import with_known
from ingest.rules.lexicon import lexicon
from ingest.rules.tokens import analysed

FIRM, PRODUCT = (0.9, 0.05, 0.0, 0.0, 0.05), (0.05, 0.0, 0.0, 0.0, 0.95)


@pytest.mark.parametrize(
    ("text", "shares", "names"),
    [
        ("Intel Castings sells to Tesla.", FIRM, ["Intel Castings", "Tesla", "Castings"]),
        ("Intel Castings sells to Tesla.", PRODUCT, ["Intel", "Castings", "Tesla", "Castings"]),
        ("Intel Castings sells to Tesla.", (), ["Intel", "Castings", "Tesla", "Castings"]),
        ("Intel Corp sells to Tesla.", FIRM, ["Intel Corp", "Tesla", "Castings"]),
    ],
)
def test_an_arm_is_a_party_where_the_tagger_sees_one_firm(text: str, shares: tuple[float, ...], names: list[str]) -> None:
    blocks = analysed([text, "The plant of Castings is old."], ["paragraph"] * 2, "en", None)
    runs = [Candidate(0, 0, 1, blocks[0].cut(0, 1), sure=True, shares=shares), Candidate(1, 3, 3, "Castings", sure=True)]
    found = with_known(runs, blocks, catalogue(), lexicon("en"), None)
    assert [c.text for c in found] == names


PERSON, BODY = (0.05, 0.0, 0.0, 0.9, 0.05), (0.05, 0.9, 0.0, 0.0, 0.05)


@pytest.mark.parametrize(
    ("name", "shares", "names"),
    [
        ("Lydia Marchetti", PERSON, ["Lydia Marchetti"]),
        ("Lydia Marchetti", (), ["Lydia", "Marchetti"]),
        ("Elon Musk", PERSON, ["Elon Musk"]),
        ("Fundación Arista", BODY, ["Fundación Arista"]),
        ("LibreOffice Writer", PRODUCT, ["LibreOffice Writer"]),
        ("Google Gemini", PRODUCT, ["Google Gemini"]),
    ],
)
def test_a_name_is_whole_where_the_tagger_sees_another_one(name: str, shares: tuple[float, ...], names: list[str]) -> None:
    blocks = analysed([f"{name} is here.", "Marchetti left."], ["paragraph"] * 2, "en", None)
    runs = [Candidate(0, 0, 1, name, sure=True, shares=shares), Candidate(1, 0, 0, "Marchetti", sure=True)]
    found = with_known(runs, blocks, catalogue(), lexicon("en"), None)
    assert [c.text for c in found if c.block == 0] == names
