"""What tells certainty and phase."""

from __future__ import annotations

import pytest

from ingest.rules.cues import cues
from tests.ingest.rules.marked import pair, sentence


def seen(marked: str, lang: str, relation: str = "acquires") -> set[str]:
    one = sentence(marked, lang)
    return cues(pair(one, "Nvidia", "Arm"), one, lang, relation)


@pytest.mark.parametrize(
    ("lang", "marked", "expected"),
    [
        ("fr", "[Nvidia|C] rachète [Arm|C].", "relation:acquires"),
        ("fr", "[Nvidia|C] aurait racheté [Arm|C].", "Mood:Cnd anywhere"),
        ("fr", "[Nvidia|C] n'a pas racheté [Arm|C].", "negation between"),
        ("fr", "[Nvidia|C] n’a pas racheté [Arm|C].", "negation between"),
        ("fr", "[Nvidia|C] dément avoir racheté [Arm|C].", "denied anywhere"),
        ("fr", "[Nvidia|C] abandonne le rachat de [Arm|C].", "ended way"),
        ("fr", "[Nvidia|C] met fin à l’accord avec [Arm|C].", "ended idiom:mettre fin"),
        ("fr", "[Nvidia|C] n’est plus actionnaire de [Arm|C].", "ended_phrases:n'est plus"),
        ("fr", "[Nvidia|C] n’est plus actionnaire de [Arm|C].", "negation_ended between"),
        ("fr", "[Nvidia|C] prévoit de racheter [Arm|C].", "planned between"),
        ("fr", "[Nvidia|C] va racheter [Arm|C].", "planned_forms between"),
        ("fr", "D’après des sources, [Nvidia|C] rachète [Arm|C].", "reported_phrases:d'après des sources"),
        ("fr", "[Nvidia|C], ancien actionnaire de [Arm|C], proteste.", "former between"),
        ("fr", "« [Nvidia|C] rachète [Arm|C] »", "quotes"),
        ("fr", "[Nvidia|C] rachète-t-il [Arm|C] ?", "question"),
        ("en", "[Nvidia|C] denied buying [Arm|C].", "denied way"),
        ("en", "[Nvidia|C] did not buy [Arm|C].", "negation between"),
        ("en", "[Nvidia|C] has no stake in [Arm|C].", "negators between"),
        ("en", "[Nvidia|C] will buy [Arm|C].", "planned_forms between"),
        ("en", "[Nvidia|C] plans to buy [Arm|C].", "planned way"),
        ("en", "According to people familiar, [Nvidia|C] is buying [Arm|C].", "reported_phrases:people familiar"),
        ("en", "[Nvidia|C], a former owner of [Arm|C], protested.", "former between"),
        ("en", "[Nvidia|C] no longer owns [Arm|C].", "ended_phrases:no longer"),
    ],
)
def test_a_cue_is_seen_where_it_stands(lang: str, marked: str, expected: str) -> None:
    assert expected in seen(marked, lang)


@pytest.mark.parametrize(("lang", "marked"), [("fr", "[Nvidia|C] a racheté [Arm|C]."), ("en", "[Nvidia|C] bought [Arm|C].")])
def test_a_plain_statement_has_no_cue_of_another_kind(lang: str, marked: str) -> None:
    classes = ("denied", "planned", "reported", "former", "negat", "ended", "quotes", "question", "Mood:Cnd")
    assert {feature for feature in seen(marked, lang) if feature.startswith(classes)} == set()


def test_where_a_word_stands_to_the_names_is_told() -> None:
    assert "denied before" in seen("Il dément que [Nvidia|C] rachète [Arm|C].", "fr")
    assert "denied after" in seen("[Nvidia|C] rachète [Arm|C], ce que dément Paris.", "fr")


def test_the_relation_is_a_cue() -> None:
    assert {f for f in seen("[Nvidia|C] rachète [Arm|C].", "fr", "supplies") if f.startswith("relation:")} == {"relation:supplies"}
