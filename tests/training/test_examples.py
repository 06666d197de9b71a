"""What the judge learns from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ontology.vocabulary import ontology
from training.examples import Example, Said, article_examples, is_set_aside, passage_examples, read_sentences, sentence_examples

SENTENCES = Path(__file__).parents[2] / "training" / "sentences"
ROW = {
    "text": "Nvidia a racheté Arm, et son PDG, Ada Roux, applaudit.",
    "entities": [["Nvidia", "Company"], ["Arm", "Company"], ["son", "Company", "Arm"], ["Ada Roux", "Person"]],
    "relations": [["Nvidia", "acquires", "Arm", "asserted", "current"], ["Ada Roux", "works-for", "Arm", "asserted", "current"]],
}
TEXT = """Microsoft a investi 13 milliards de dollars dans OpenAI.

Le groupe Nvidia ne commente pas. Hier encore, Microsoft et OpenAI discutaient longuement à Paris.
"""


def gold(*relations: dict[str, Any]) -> dict[str, Any]:
    entities = [
        {"key": "ms", "type": "Company", "names": ["Microsoft Corp."]},
        {"key": "oai", "type": "Company", "names": ["OpenAI"]},
    ]
    return {"id": "one", "entities": entities, "relations": list(relations)}


def stake(need: str = "required") -> dict[str, Any]:
    ends = {"head": "ms", "relation": "invests-in", "tail": "oai", "certainty": "asserted", "phase": "current"}
    return {**ends, "need": need, "evidence": "Microsoft a investi 13 milliards de dollars dans OpenAI."}


def examples(tmp_path: Path, given: dict[str, Any], lang: str = "fr") -> list[Example]:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return list(article_examples(given, path, lang))


def ends(example: Example) -> set[str]:
    return set(example.ends)


# sentences


def test_a_sentence_gives_its_pairs_and_what_is_said_of_them() -> None:
    found = {example.ends: example for example in sentence_examples([ROW], "fr", "here")}
    assert [one.relation for one in found["nvidia", "arm"].said] == ["acquires"]
    assert found["nvidia", "arm"].said == (Said("acquires", "forth", "asserted", "current", 1.0, here=True),)
    assert [(one.relation, one.way) for one in found["arm", "ada-roux"].said] == [("works-for", "back")]
    assert found["nvidia", "ada-roux"].said == ()
    assert {example.origin for example in found.values()} == {"here:0"}


def test_an_example_has_features_and_for_what_is_said_cues() -> None:
    found = {example.ends: example for example in sentence_examples([ROW], "fr", "here")}
    assert "frame:acquires:forth" in found["nvidia", "arm"].features
    assert set(found["nvidia", "arm"].cues) == {"acquires"}
    assert "relation:acquires" in found["nvidia", "arm"].cues["acquires"]
    assert found["nvidia", "ada-roux"].cues == {}


def test_a_phrase_stands_for_its_name() -> None:
    some = [example.features for example in sentence_examples([ROW], "fr", "here") if ends(example) == {"arm", "ada-roux"}]
    kinds = {feature for features in some for feature in features if feature.startswith("kinds:")}
    assert kinds == {"kinds:name>name", "kinds:phrase>name"}


def test_pairs_that_the_ontology_joins_by_nothing_are_no_examples() -> None:
    row = {"text": "GPT-4 et Bard.", "entities": [["GPT-4", "Product"], ["Bard", "Product"]], "relations": []}
    people = {"text": "Ada Roux et Bo Li.", "entities": [["Ada Roux", "Person"], ["Bo Li", "Person"]], "relations": []}
    assert len(list(sentence_examples([row], "fr", "x"))) == 1
    allowed = {pair for relation in ontology().relations.values() for pair in relation.pairs}
    assert bool(list(sentence_examples([people], "fr", "x"))) == (("Person", "Person") in allowed)


def test_the_longest_name_is_the_one_that_stands_there() -> None:
    row = {"text": "Google Cloud défie Google.", "entities": [["Google", "Company"], ["Google Cloud", "Product"]], "relations": []}
    [example] = sentence_examples([row], "fr", "x")
    assert example.ends == ("google-cloud", "google")


def test_rows_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "fr-01.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n\n{json.dumps(ROW)}\n", encoding="utf-8")
    assert read_sentences(path) == [ROW, ROW]


@pytest.mark.parametrize("path", sorted(SENTENCES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_projects_sentences_are_sound(path: Path) -> None:
    relations, terms = ontology().relations, ontology()
    for number, row in enumerate(read_sentences(path), start=1):
        types = {(name[0] if name else surface): type_ for surface, type_, *name in row["entities"]}
        assert set(types.values()) <= set(terms.entity_types), number
        assert all(surface in row["text"] for surface, *_ in row["entities"]), number
        for head, relation, tail, certainty, phase in row["relations"]:
            assert (types[head], types[tail]) in relations[relation].pairs, (number, head, relation, tail)
            assert certainty in terms.certainties, number
            assert phase in terms.phases, number


# passages


PASSAGE = {
    "sentences": ["Altair Group a racheté Boreal.", "Altair, qui rivalise avec Boreal, a payé cher, dit la firme."],
    "entities": [["Altair Group", "Company"], ["Boreal", "Company"]],
    "aliases": {"Altair": "Altair Group"},
    "phrases": [["la firme", 1, "Boreal"]],
    "relations": [
        ["Altair Group", "acquires", "Boreal", "asserted", "current", [0]],
        ["Altair Group", "competes-with", "Boreal", "asserted", "current", [0, 1]],
    ],
}


def test_a_passages_relation_is_said_in_the_one_sentence_that_is_its_evidence() -> None:
    found = list(passage_examples([PASSAGE], "fr", "here"))
    assert {example.origin for example in found} == {"here:0", "here:1"}
    first, second = ([e for e in found if e.origin == origin] for origin in ("here:0", "here:1"))
    assert [(one.relation, one.here) for one in first[0].said] == [("acquires", True), ("competes-with", False)]
    assert second
    assert not any(one.here for example in second for one in example.said)
    assert all(ends(example) == {"altair-group", "boreal"} for example in found)


# articles


def test_an_article_gives_the_pairs_of_its_gold(tmp_path: Path) -> None:
    said = [(e, one) for e in examples(tmp_path, gold(stake())) if ends(e) == {"ms", "oai"} for one in e.said]
    assert [(one.relation, one.way, one.weight, one.here) for _, one in said] == [
        ("invests-in", "forth", 1.0, True),
        ("invests-in", "forth", 1.0, False),
    ]
    assert [set(e.cues) for e, _ in said] == [{"invests-in"}, set()]


def test_what_is_a_matter_of_taste_counts_less(tmp_path: Path) -> None:
    weights = {one.weight for e in examples(tmp_path, gold(stake("optional"))) for one in e.said}
    assert weights == {0.4}


def test_of_names_that_the_annotator_does_not_know_nothing_is_said(tmp_path: Path) -> None:
    strangers = [e for e in examples(tmp_path, gold(stake())) if any(end.startswith("?") for end in e.ends)]
    assert all(e.said == () for e in strangers)


def test_a_language_without_frames_gives_no_examples(tmp_path: Path) -> None:
    assert examples(tmp_path, gold(stake()), "de") == []


def test_a_quarter_of_the_articles_is_set_aside_for_good() -> None:
    aside = [f"article-{n}" for n in range(1000) if is_set_aside(f"article-{n}")]
    assert 200 < len(aside) < 300
    assert aside == [f"article-{n}" for n in range(1000) if is_set_aside(f"article-{n}")]
