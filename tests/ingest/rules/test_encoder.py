"""The encoder that ships, on windows of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ingest.rules.encoder import Weighed, encoder
from ingest.rules.judge import BACK, FORTH
from ingest.rules.mentions import Mention
from ingest.rules.windows import Piece, Window, windows


def window(text: str, *names: tuple[str, str]) -> Window:
    mentions = tuple(Mention(text.index(n), text.index(n) + len(n), n, n.lower(), n, type_) for n, type_ in names)
    (found,) = windows([Piece(0, 0, len(text), text, mentions)], encoder().tokens_of)
    return found


def score(weighed: Weighed, relation: str, way: str) -> float:
    return float(weighed.relations[0, encoder().classes.index(f"{relation}:{way}")])


def test_who_buys_whom_is_told_from_the_words_between_them_in_four_languages() -> None:
    firms = (("Vantik", "Company"), ("Dunlin", "Company"))
    for text in ("Vantik acquired Dunlin.", "Vantik a racheté Dunlin.", "Vantik compró Dunlin.", "Vantik kauft Dunlin."):
        weighed = encoder().weighed(window(text, *firms))
        assert score(weighed, "acquires", FORTH) > 0 > score(weighed, "acquires", BACK), text
    weighed = encoder().weighed(window("Vantik was acquired by Dunlin.", *firms))
    assert score(weighed, "acquires", BACK) > 0 > score(weighed, "acquires", FORTH)


def test_a_denial_is_told_from_a_statement() -> None:
    firms = (("Vantik", "Company"), ("Dunlin", "Company"))
    names = encoder().certainties
    at = encoder().relations.index("invests-in")
    for text, certainty in (("Vantik invested in Dunlin.", "asserted"), ("Vantik denied that it had invested in Dunlin.", "denied")):
        weighed = encoder().weighed(window(text, *firms))
        assert names[int(np.argmax(weighed.certainties[0, at]))] == certainty


def test_shapes_are_those_of_pairs_classes_and_values() -> None:
    one = window("Vantik, Dunlin and Korvex met.", ("Vantik", "Company"), ("Dunlin", "Company"), ("Korvex", "Product"))
    weighed = encoder().weighed(one)
    pairs = len(one.couples)
    assert pairs == 3
    assert weighed.relations.shape == (pairs, len(encoder().classes))
    assert weighed.certainties.shape == (pairs, len(encoder().relations), len(encoder().certainties))
    assert weighed.phases.shape == (pairs, len(encoder().relations), len(encoder().phases))


def test_a_pair_is_weighed_by_the_others_of_its_window_in_any_order() -> None:
    one = window("Vantik bought Dunlin from Korvex.", ("Vantik", "Company"), ("Dunlin", "Company"), ("Korvex", "Company"))
    whole, turned = encoder().weighed(one), encoder().weighed(replace(one, couples=one.couples[::-1]))
    np.testing.assert_allclose(whole.relations, turned.relations[::-1], atol=1e-3)
    np.testing.assert_array_equal(whole.relations, encoder().weighed(one).relations)
    alone = encoder().weighed(replace(one, couples=one.couples[:1]))
    assert np.abs(whole.relations[:1] - alone.relations).max() > 0.1


def test_scores_are_the_same_on_every_processor() -> None:
    text = "Vantik acquired Dunlin, its largest supplier, for two billion euros, the firm said on Monday."
    weighed = encoder().weighed(window(text, ("Vantik", "Company"), ("Dunlin", "Company")))
    seen = [score(weighed, "acquires", FORTH), score(weighed, "acquires", BACK), score(weighed, "supplies", FORTH)]
    np.testing.assert_allclose(seen, [1.61, -13.99, -8.86], atol=0.01)


def test_empty_text_has_no_tokens_and_white_space_does_not_count() -> None:
    assert encoder().tokens_of(" \u00a0\n") == []
    assert encoder().tokens_of("a  racheté\n") == encoder().tokens_of("a racheté")
