"""What is seen of two names of a sentence."""

from __future__ import annotations

import pytest

from ingest.rules.features import Told, features, pairs_of, path_between
from ingest.rules.frames import instances
from ingest.rules.grammar import grammar
from tests.ingest.rules.marked import pair, sentence


def seen(marked: str, lang: str, first: str, second: str) -> set[str]:
    one, words = sentence(marked, lang), grammar(lang)
    return features(pair(one, first, second), Told(one, words), tuple(instances(one, words)))


def pairs(marked: str, lang: str = "fr") -> list[tuple[str, str]]:
    return [(one.first.name, one.second.name) for one in pairs_of(sentence(marked, lang))]


def test_pairs_are_in_the_order_of_the_text() -> None:
    assert pairs("[Nvidia|C] vend à [Tesla|C] et [Meta|C].") == [("Nvidia", "Tesla"), ("Nvidia", "Meta"), ("Tesla", "Meta")]


def test_a_name_is_no_pair_with_itself() -> None:
    assert pairs("[Nvidia|C] vante [son=~Nvidia|C] GPU et [Nvidia|C] le vend à [Tesla|C].") == [("Nvidia", "Tesla")] * 3


def test_one_name_is_no_pair() -> None:
    assert pairs("[Nvidia|C] grandit.") == []


def test_names_far_apart_are_no_pair() -> None:
    assert pairs(f"[Nvidia|C] a {'très ' * 70}aimé [Tesla|C].") == []


def test_a_member_of_a_list_is_seen_as_the_nearest_member_is() -> None:
    marked = "[Nvidia|C] fournit des puces à [Tesla|C], [Meta|C], [Arm|C] et [Xpeng|C]."
    first, last = seen(marked, "fr", "Nvidia", "Tesla"), seen(marked, "fr", "Nvidia", "Xpeng")
    assert {f for f in first if f.startswith(("between", "path", "distance"))} == {
        f for f in last if f.startswith(("between", "path", "distance"))
    }
    one = sentence(marked, "fr")
    far = pair(one, "Nvidia", "Xpeng")
    assert (far.near_left, far.near_right) == (0, pair(one, "Nvidia", "Tesla").right)
    assert far.right > far.near_right


def test_members_of_one_list_are_told() -> None:
    marked = "[Nvidia|C] vend à [Tesla|C] et [Meta|C]."
    assert "listed together" in seen(marked, "fr", "Tesla", "Meta")
    assert "listed together" not in seen(marked, "fr", "Nvidia", "Meta")


@pytest.mark.parametrize(
    ("lang", "marked", "expected"),
    [
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "frame:acquires:forth"),
        ("fr", "[Nvidia|C] a été racheté par [Arm|C].", "frame:acquires:back"),
        ("fr", "[Nvidia|C] a été racheté par [Arm|C].", "trigger between:acquires:passive"),
        ("fr", "[Nvidia|C] et [Arm|C] ont noué un partenariat.", "frame:partners-with:sym"),
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "frame word:acquires:racheter:forth"),
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "types:Company>Company"),
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "kinds:name>name"),
        ("fr", "[le groupe=Nvidia|C] a racheté [Arm|C].", "kinds:phrase>name"),
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "between exactly:avoir racheter"),
        ("fr", "[Nvidia|C] a racheté [Arm|C].", "first word"),
        ("fr", "[Nvidia|C] investit dans le [Arm|C].", "preposition:dans"),
        ("fr", "[Nvidia|C] investit au sein du [Arm|C].", "preposition:chez"),
        ("en", "[Nvidia|C] invests in the [Arm|C] group.", "preposition:in"),
        ("en", "[Nvidia|C] bought [Arm|C].", "preposition:buy"),
        ("en", "[Nvidia|C] [Arm|C]", "preposition:"),
        ("en", "In 2020 [Nvidia|C] bought [Arm|C] for cash.", "just before:2020"),
        ("en", "In 2020 [Nvidia|C] bought [Arm|C] for cash.", "just after:for"),
        ("en", "[Nvidia|C] bought [Arm|C].", "path trigger:acquires"),
        ("en", "[Nvidia|C] bought [Arm|C].", "path length:2"),
    ],
)
def test_words_syntax_and_frames_are_seen(lang: str, marked: str, expected: str) -> None:
    assert expected in seen(marked, lang, "Nvidia", "Arm")


def test_names_between_are_seen_by_their_type() -> None:
    found = seen("[Nvidia|C] envoie [Ada Roux|P] chez [Arm|C].", "fr", "Nvidia", "Arm")
    assert {"between:Person", "between:[Person]", "names between:1"} <= found
    assert not any("Roux" in feature or "Sarkozy" in feature for feature in found)


def test_how_a_name_is_spelled_makes_no_difference() -> None:
    plain = seen("[Nvidia|C] a racheté [Arm|C].", "fr", "Nvidia", "Arm")
    assert plain == seen("[A-B 4.5|C] a racheté [Éole|C].", "fr", "A-B 4.5", "Éole")


def test_a_typographic_apostrophe_makes_no_difference() -> None:
    straight, curly = (f"[Nvidia|C] n{mark}a pas racheté la filiale d{mark}[Arm|C]." for mark in "'’")
    assert seen(straight, "fr", "Nvidia", "Arm") == seen(curly, "fr", "Nvidia", "Arm")


def test_a_path_meets_at_the_lowest_common_ancestor() -> None:
    doc = sentence("[Nvidia|C] bought [Arm|C].", "en").doc
    up, top, down = path_between(doc[0], doc[2])
    assert ([t.i for t in up], top.text, [t.i for t in down]) == ([0], "bought", [2])
    up, top, down = path_between(doc[1], doc[2])
    assert (up, top.text, [t.i for t in down]) == ([], "bought", [2])
