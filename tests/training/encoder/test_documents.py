"""What the encoder learns from: articles as the program reads them, sentences and passages as they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.encoder.documents import (
    Document,
    Said,
    article_document,
    articles,
    held_out,
    passage_document,
    sentence_document,
    share_of,
    written,
)
from training.examples import is_set_aside

TEXT = """Microsoft a investi 13 milliards de dollars dans OpenAI.

Le groupe Nvidia ne commente pas. Hier encore, Microsoft et OpenAI discutaient longuement à Paris.
"""
PASSAGE = {
    "sentences": ["Altair Group a racheté Boreal.", "Le groupe a payé cher.", "Altair vise Cobalt."],
    "entities": [["Altair Group", "Company"], ["Boreal", "Company"], ["Cobalt", "Company"]],
    "aliases": {"Altair": "Altair Group"},
    "phrases": [["Le groupe", 1, "Altair Group"]],
    "relations": [["Altair Group", "acquires", "Boreal", "asserted", "current", [0, 1]]],
}
SENTENCE = {
    "text": "Nvidia a racheté Arm.",
    "entities": [["Nvidia", "Company"], ["Arm", "Company"]],
    "relations": [["Nvidia", "acquires", "Arm", "asserted", "current"]],
}


def gold(name: str = "one") -> dict[str, Any]:
    entities = [
        {"key": "ms", "type": "Company", "names": ["Microsoft Corp."]},
        {"key": "oai", "type": "Company", "names": ["OpenAI"]},
    ]
    evidence = "Microsoft a investi 13 milliards de dollars dans OpenAI."
    ends = {"head": "ms", "relation": "invests-in", "tail": "oai", "certainty": "asserted", "phase": "current"}
    return {"id": name, "entities": entities, "relations": [{**ends, "need": "optional", "evidence": evidence}]}


def entities(document: Document) -> list[list[str]]:
    return [[mention.entity for mention in piece.mentions] for piece in document.pieces]


def test_an_article_has_the_annotators_entities_and_the_sentences_that_are_evidence(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = article_document(gold(), path, "fr")
    assert document.said == (Said("ms", "invests-in", "oai", "asserted", "current", 0.4, frozenset({0})),)
    assert entities(document)[0] == ["ms", "oai"]
    assert entities(document)[1][0].startswith("?")
    assert all(m.text == piece.text[m.start - piece.start : m.end - piece.start] for piece in document.pieces for m in piece.mentions)


def test_a_sentence_is_the_evidence_of_its_relations() -> None:
    document = sentence_document(SENTENCE, "fr-01:0")
    assert entities(document) == [["nvidia", "arm"]]
    assert document.said == (Said("nvidia", "acquires", "arm", "asserted", "current", 1.0, frozenset({0})),)


def test_a_passage_knows_other_names_and_phrases_and_where_each_relation_is_said() -> None:
    document = passage_document(PASSAGE, "fr-01:0")
    assert entities(document) == [["altair-group", "boreal"], ["altair-group"], ["altair-group", "cobalt"]]
    assert [piece.mentions[0].kind for piece in document.pieces] == ["name", "phrase", "name"]
    assert document.said[0].pieces == {0, 1}


def test_a_relation_of_a_passage_that_need_not_be_found_counts_less() -> None:
    relation = ["Altair Group", "acquires", "Boreal", "asserted", "current", [0], "optional"]
    assert [one.weight for one in passage_document({**PASSAGE, "relations": [relation]}, "fr-01:0").said] == [0.4]
    assert [one.weight for one in passage_document(PASSAGE, "fr-01:0").said] == [1.0]


def test_written_documents_are_named_by_file_and_place(tmp_path: Path) -> None:
    sentences, passages = tmp_path / "sentences", tmp_path / "passages"
    for folder, row in ((sentences, SENTENCE), (passages, PASSAGE)):
        folder.mkdir()
        (folder / "fr-01.jsonl").write_text(json.dumps(row) + "\n\n" + json.dumps(row) + "\n", encoding="utf-8")
    found = written(sentences, passages)
    assert [(document.id, len(document.pieces)) for document in found] == [("fr-01:0", 1), ("fr-01:1", 1), ("fr-01:0", 3), ("fr-01:1", 3)]


def test_articles_set_aside_and_of_other_languages_are_not_even_opened(tmp_path: Path) -> None:
    learned = next(f"a{n}" for n in range(100) if not is_set_aside(f"a{n}"))
    aside = next(f"a{n}" for n in range(100) if is_set_aside(f"a{n}"))
    (tmp_path / "gold").mkdir()
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold" / f"{learned}.json").write_text(json.dumps(gold(learned)), encoding="utf-8")
    rows = [(learned, "one.txt", "fr"), (aside, "missing.txt", "fr"), (f"{learned}-it", "missing.txt", "it")]
    lines = [json.dumps({"id": name, "file": file, "lang": lang}) for name, file, lang in rows]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [document.id for document in articles(tmp_path)] == [learned]


def test_a_quarter_of_the_articles_is_held_out_whatever_their_order() -> None:
    some = [Document(f"a{n}", (), ()) for n in range(40)]
    found = held_out(some)
    assert len(found) == 10
    assert held_out(some[::-1]) == found


def test_a_smaller_share_is_part_of_a_larger_one() -> None:
    documents = [Document(str(number), (), ()) for number in range(400)]
    half, most = share_of(documents, 0.5), share_of(documents, 0.75)
    assert {d.id for d in half} < {d.id for d in most}
    assert 170 < len(half) < 230
    assert share_of(documents, 1.0) == documents
